import type { Occurrence } from '../log/signature-failures.ts'
import type { OwnFrame } from '../log/signature-frame.ts'
import { type QueueMessage, sentAt } from './message.ts'

/**
 * How a failure is known to be a message's: Lambda named the request in the message, the message's trace leads to the run, a line of the run names the
 * message's id, or it names something that stands in the body. The first is the surest.
 */
export type MatchedBy = 'request' | 'trace' | 'message' | 'body'

/** Why a message died. */
export interface Death {
  readonly occurrence: Occurrence
  readonly matchedBy: MatchedBy
  /** The last lines of the run, as a person reads them. */
  readonly lines: readonly string[]
}

export interface DeadLetter {
  readonly message: QueueMessage
  /** Null: no log of its consumer was found. */
  readonly death: Death | null
  /** What Lambda wrote onto the message itself (a dead-letter queue of a function has it). */
  readonly told: string | null
}

/** Dead letters that died of the same. Times are epoch milliseconds. */
export interface TriageGroup {
  /** Stable from run to run; null where nothing is known. */
  readonly signature: string | null
  readonly type: string | null
  readonly message: string
  readonly frame: OwnFrame | null
  readonly letters: readonly DeadLetter[]
  /** When the oldest and the newest of them were sent; null where SQS did not say. */
  readonly oldest: number | null
  readonly newest: number | null
  /** The newest of them that is explained best. */
  readonly example: DeadLetter
}

export const UNKNOWN = 'no log of its consumer was found'

const keyOf = ({ death, told }: DeadLetter): string => death?.occurrence.signature.text ?? told ?? ''

const newestFirst = (a: DeadLetter, b: DeadLetter): number => (sentAt(b.message) ?? 0) - (sentAt(a.message) ?? 0)

const groupOf = (letters: readonly DeadLetter[]): TriageGroup => {
  const sorted = [...letters].sort(newestFirst)
  const example = sorted.find(({ death }) => death !== null) ?? sorted[0]!
  const { death, told } = example
  const times = letters.flatMap(({ message }) => sentAt(message) ?? [])
  const failure = death?.occurrence.failure
  return {
    signature: death?.occurrence.signature.text ?? told,
    type: failure?.type ?? null,
    message: failure?.message.trim().split('\n', 1)[0] ?? told ?? UNKNOWN,
    frame: death?.occurrence.signature.frame ?? null,
    letters,
    oldest: times.length === 0 ? null : Math.min(...times),
    newest: times.length === 0 ? null : Math.max(...times),
    example,
  }
}

/** Most letters first; those that nothing explains last. */
export const triageGroups = (letters: readonly DeadLetter[]): readonly TriageGroup[] => {
  const groups = new Map<string, DeadLetter[]>()
  for (const letter of letters) groups.set(keyOf(letter), [...(groups.get(keyOf(letter)) ?? []), letter])
  return [...groups.values()]
    .map(groupOf)
    .sort((a, b) => Number(a.signature === null) - Number(b.signature === null) || b.letters.length - a.letters.length)
}

/** What Lambda puts onto a message of a function's own dead-letter queue. (Lambda: DLQ message attributes.) */
export const toldByLambda = ({
  attributes,
}: QueueMessage): { readonly requestId: string | null; readonly error: string | null } => ({
  requestId: attributes['RequestID']?.value ?? null,
  error: attributes['ErrorMessage']?.value ?? null,
})
