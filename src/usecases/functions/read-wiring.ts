import type { Session } from '../../aws/session.ts'
import { type Invoker, invokersOf } from '../../domain/access/invokers.ts'
import type { Destinations, FunctionDetail, Mapping } from '../../domain/functions/detail.ts'
import { destinationsOf, mappingsOf, policyOf } from '../../services/lambda/wiring.ts'
import type { Told } from '../telling.ts'

/** What makes a function run and where its failures go; null where it could not be asked. */
export interface Wiring {
  readonly mappings: readonly Mapping[] | null
  readonly invokers: readonly Invoker[] | null
  /** Null: nothing is configured. */
  readonly destinations: Destinations | null | 'unread'
}

/** What fails is told by `told`. */
export const readWiring = async (
  session: Session,
  { name, path }: Pick<FunctionDetail, 'name' | 'path'>,
  told: Told,
  signal: AbortSignal,
): Promise<Wiring> => {
  const [mappings, policy, found] = await Promise.all([
    told(`event source mappings of ${path}`, 'lambda:ListEventSourceMappings', () => mappingsOf(session, name, signal)),
    told(`resource policy of ${path}`, 'lambda:GetPolicy', () => policyOf(session, name, signal)),
    told(`destinations of ${path}`, 'lambda:GetFunctionEventInvokeConfig', async () => ({
      destinations: await destinationsOf(session, name, signal),
    })),
  ])
  return {
    mappings,
    invokers: policy && invokersOf(policy),
    destinations: found === null ? 'unread' : found.destinations,
  }
}
