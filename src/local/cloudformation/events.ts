import type { LocalEvent, LocalResource, LocalStack } from './model.ts'
import { uuidFor } from './random.ts'

export interface Operation {
  readonly kind: 'CREATE' | 'UPDATE'
  /** Epoch milliseconds; the events spread evenly between the two. */
  readonly from: number
  readonly to: number
  readonly resources: readonly LocalResource[]
  /** The stack's status at the end: `UPDATE_COMPLETE`, `UPDATE_ROLLBACK_COMPLETE` ... */
  readonly status: string
  /** Why the last resource failed, when the operation was rolled back. */
  readonly reason: string | null
}

type Step = readonly [resource: LocalResource | null, status: string, reason: string | null]

const stepsOf = ({ kind, resources, status, reason }: Operation): Step[] => {
  const failed = status.includes('ROLLBACK') || status.endsWith('_FAILED')
  const last = resources.at(-1)
  const why = failed && last ? `The following resource(s) failed to ${kind.toLowerCase()}: [${last.logicalId}].` : null
  const done = failed ? resources.slice(0, -1) : resources
  const undoing = kind === 'CREATE' ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS'
  return [
    [null, `${kind}_IN_PROGRESS`, 'User Initiated'],
    ...resources.map((resource): Step => [resource, `${kind}_IN_PROGRESS`, null]),
    ...done.map((resource): Step => [resource, `${kind}_COMPLETE`, null]),
    ...(failed && last ? [[last, `${kind}_FAILED`, reason] as const] : []),
    ...(status.includes('ROLLBACK') ? [[null, undoing, why] as const] : []),
    ...(status === 'UPDATE_COMPLETE' ? [[null, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', null] as const] : []),
    [null, status, status.endsWith('_FAILED') ? why : null],
  ]
}

/** What one stack operation leaves in DescribeStackEvents, oldest first. */
export const operationEvents = (stack: Pick<LocalStack, 'name' | 'id'>, operation: Operation): LocalEvent[] => {
  const steps = stepsOf(operation)
  const gap = (operation.to - operation.from) / Math.max(1, steps.length - 1)
  return steps.map(([resource, status, reason], index) => {
    const at = Math.round(operation.from + gap * index)
    return {
      id: resource ? `${resource.logicalId}-${status}-${new Date(at).toISOString()}` : uuidFor([stack.id, at, status]),
      at,
      logicalId: resource?.logicalId ?? stack.name,
      physicalId: resource?.physicalId ?? stack.id,
      type: resource?.type ?? 'AWS::CloudFormation::Stack',
      status,
      reason,
    }
  })
}
