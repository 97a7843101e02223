import type { Session } from '../../aws/session.ts'
import type { LogDestination, ResourceLogs } from '../../domain/log-destination.ts'
import { isProblem } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'
import { httpApiLogs } from '../../services/apigateway/http-logs.ts'
import { restApiLogs } from '../../services/apigateway/rest-logs.ts'
import { busLogs } from '../../services/events/bus-logs.ts'
import { workflowLogs } from '../../services/stepfunctions/workflow-logs.ts'
import { atMost } from './at-most.ts'

/** What is asked about resources of a type. */
interface Reader {
  readonly kind: 'api' | 'workflow' | 'bus'
  readonly operation: string
  read(session: Session, physicalId: string, shown: string, signal?: AbortSignal): Promise<readonly LogDestination[]>
}

/** Resource type -> who tells where it logs. */
const readers: Readonly<Record<string, Reader>> = {
  'AWS::ApiGateway::RestApi': { kind: 'api', operation: 'apigateway:GetStages', read: restApiLogs },
  'AWS::ApiGatewayV2::Api': { kind: 'api', operation: 'apigateway:GetStages', read: httpApiLogs },
  'AWS::StepFunctions::StateMachine': {
    kind: 'workflow',
    operation: 'states:DescribeStateMachine',
    read: workflowLogs,
  },
  'AWS::Events::EventBus': { kind: 'bus', operation: 'events:DescribeEventBus', read: busLogs },
}

/** What sort of source a resource is, of those whose service has to be asked; null for all others. */
export const loggingKind = ({ type }: Resource): Reader['kind'] | null => readers[type]?.kind ?? null

/** Worth remembering. A refusal lasts; a throttled or broken call would have told more another time. */
export const isLasting = ({ incomplete }: ResourceLogs): boolean => incomplete.every(({ action }) => action !== null)

/** Calls at a time: API Gateway's quota is the smallest, 10 a second for everybody. */
const calls = 4

/**
 * What the services say of where resources log, in their order; resources without a physical id, and those that keep no log of
 * their own, are left out. One that can't be asked has no destinations and says why in `incomplete`. Rejects only with what is
 * nobody's answer (an abort, a bug).
 */
export const readResourceLogs = async (
  session: Session,
  resources: readonly Resource[],
  signal?: AbortSignal,
): Promise<readonly ResourceLogs[]> => {
  const limit = atMost(calls)
  const asked = resources.map(async ({ type, path, physicalId }): Promise<readonly ResourceLogs[]> => {
    const reader = readers[type]
    if (reader === undefined || physicalId === null) return []
    try {
      const destinations = await limit(() => reader.read(session, physicalId, path, signal))
      return [{ path, physicalId, destinations, incomplete: [] }]
    } catch (error) {
      if (signal?.aborted || !isProblem(error)) throw error
      const { operation } = reader
      const reason = { what: `log groups of ${path}`, operation, reason: error.message, action: error.action }
      return [{ path, physicalId, destinations: [], incomplete: [reason] }]
    }
  })
  return (await Promise.all(asked)).flat()
}
