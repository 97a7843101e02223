import { isLambdaAttempt } from './fold-pair.ts'
import type { Node } from './node.ts'
import type { SpanRecord } from './record.ts'
import { isBad } from './status.ts'

/** Failures that a client tries again: the place's, the pace's, no answer at all. One that the caller caused (4xx) stays one. */
const isTriedAgain = ({ status, http }: SpanRecord): boolean => {
  if (status !== 'fault' && status !== 'throttle') return false
  const code = http?.status ?? null
  return code === null || code < 400 || code >= 500 || code === 429 || code === 408
}

/** What makes two siblings the same call; null for what is nobody's call. */
const callOf = ({ segment, origin, namespace, name, aws, resource, http }: SpanRecord): string | null => {
  const lambda = segment && origin?.startsWith('AWS::Lambda') === true
  if (!lambda && (segment || (namespace !== 'aws' && namespace !== 'remote'))) return null
  return [name, aws?.operation, lambda ? '' : resource, http?.method, http?.url?.replace(/[?#].*$/s, '')].join('\n')
}

const count = (tries: readonly Node[], last: Node): void => {
  const failed = tries.filter(({ record }) => isBad(record.status)).length
  tries.forEach((one, at) => {
    one.attempt = at + 1
  })
  last.attempts = { count: tries.length, failed }
}

/** A try that failed and, once it had ended, the same call again. */
const neighbours = (children: readonly Node[]): void => {
  if (!children.some(({ record }) => isTriedAgain(record))) return
  const open = new Map<string, Node[]>()
  for (const node of children) {
    const call = callOf(node.record)
    if (call === null) continue
    const before = open.get(call)
    const last = before?.at(-1)?.record
    if (before && last && isTriedAgain(last) && last.end !== null && last.end <= node.record.start) before.push(node)
    else open.set(call, [node])
    const tries = open.get(call)!
    if (tries.length < 2) continue
    tries.at(-2)!.attempts = null
    count(tries, node)
  }
}

/** Lambda's and the AWS SDK's names for one try of the call above. */
export const isTryOfParent = (name: string): boolean => name === 'attempt' || isLambdaAttempt(name)

/**
 * Retries as one call with attempts: Lambda's `Attempt #n` and an SDK's `attempt` below their call, the same call again beside one
 * that failed, and what `aws.retries` counted without a span for each.
 */
export const findAttempts = (roots: readonly Node[], preOrder: readonly Node[]): void => {
  neighbours(roots)
  for (const node of preOrder) {
    neighbours(node.children)
    const below = node.children.filter(({ record }) => isTryOfParent(record.name))
    if (below.length > 1) count(below, node)
    const retries = node.record.aws?.retries ?? 0
    if (retries < 1 || node.attempts !== null) continue
    node.attempts = { count: retries + 1, failed: retries + (isBad(node.record.status) ? 1 : 0) }
  }
}
