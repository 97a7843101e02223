import { invocations } from '../../domain/log/invocations.ts'
import type { Invocation } from '../../domain/log/invocations-open.ts'
import type { Grouped } from '../../domain/log/invocations-shelf.ts'
import { joiner } from '../../domain/log/joiner.ts'
import { failureReader } from '../../domain/log/signature-failures.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { bodyIds, wordsIn } from '../../domain/sqs/body-ids.ts'
import { firstReceivedAt, type QueueMessage, sentAt, traceIdOf } from '../../domain/sqs/message.ts'
import { type Death, type MatchedBy, toldByLambda } from '../../domain/sqs/triage.ts'

/** Lines of a run that are kept for an example. */
const LINES_KEPT = 12
/** Failed runs that a trace may still lead to. */
const TRACES_KEPT = 20_000
/** Clocks differ. */
const SKEW_MS = 5_000

const rank: Readonly<Record<MatchedBy, number>> = { body: 0, message: 1, trace: 2, request: 3 }

export interface Matcher {
  /** Lines of the consumers, oldest first. */
  push(line: LogEvent): void
  flush(): void
  /** What is known of each message, by its id. */
  readonly deaths: ReadonlyMap<string, Death>
  /** Failed runs by their trace, for messages that nothing else explains. */
  readonly byTrace: ReadonlyMap<string, Omit<Death, 'matchedBy'>>
}

const put = (map: Map<string, Set<string>>, key: string, id: string): void => {
  const known = map.get(key)
  if (known) known.add(id)
  else map.set(key, new Set([id]))
}

const told = ({ lines }: Invocation): readonly string[] =>
  lines
    .filter(({ parsed }) => !['start', 'end', 'report', 'init', 'platform', 'emf'].includes(parsed.kind))
    .slice(-LINES_KEPT)
    .map(({ parsed }) => parsed.text)

/** Finds the run in which each message died last, in lines that pass by. Holds no lines but those of its examples. */
export const matchRuns = (messages: readonly QueueMessage[]): Matcher => {
  const byId = new Map(messages.map((message) => [message.messageId, message]))
  const requests = new Map<string, Set<string>>()
  const traces = new Map<string, Set<string>>()
  const words = new Map<string, Set<string>>()
  /** The same order may be in the queue twice: a word is telling where all that have it have the same body. */
  const bodies = new Map<string, Set<string>>()
  for (const message of messages) {
    const { requestId } = toldByLambda(message)
    if (requestId !== null) put(requests, requestId, message.messageId)
    const traceId = traceIdOf(message)
    if (traceId !== null) put(traces, traceId, message.messageId)
    const own = bodyIds(message.body)
    for (const id of own) {
      put(words, id, message.messageId)
      put(bodies, id, own.join('\n'))
    }
  }
  const deaths = new Map<string, Death & { readonly score: number }>()
  const byTrace = new Map<string, Omit<Death, 'matchedBy'>>()

  const offer = (id: string, death: Death, score: number): void => {
    const message = byId.get(id)!
    const from = firstReceivedAt(message) ?? sentAt(message) ?? 0
    if (death.occurrence.at < from - SKEW_MS) return
    const known = deaths.get(id)
    const better =
      known === undefined ||
      rank[death.matchedBy] > rank[known.matchedBy] ||
      (rank[death.matchedBy] === rank[known.matchedBy] &&
        (score > known.score || (score === known.score && death.occurrence.at >= known.occurrence.at)))
    if (better) deaths.set(id, { ...death, score })
  }
  const run = (invocation: Invocation): void => {
    const reader = failureReader(invocation.start)
    const [occurrence] = [...invocation.lines.flatMap((line) => reader.push(line)), ...reader.flush()]
    if (occurrence === undefined) return
    const { requestId, traceId } = invocation
    const found = { occurrence: { ...occurrence, requestId, traceId }, lines: told(invocation) }
    if (traceId !== null && (byTrace.size < TRACES_KEPT || byTrace.has(traceId))) byTrace.set(traceId, found)
    for (const id of requests.get(requestId ?? '') ?? []) offer(id, { ...found, matchedBy: 'request' }, 1)
    for (const id of traces.get(traceId ?? '') ?? []) offer(id, { ...found, matchedBy: 'trace' }, 1)
    const scores = new Map<string, number>()
    for (const word of new Set(invocation.lines.flatMap(({ message }) => wordsIn(message)))) {
      if (byId.has(word)) offer(word, { ...found, matchedBy: 'message' }, 1)
      if (bodies.get(word)?.size !== 1) continue
      for (const id of words.get(word) ?? []) scores.set(id, (scores.get(id) ?? 0) + 1)
    }
    for (const [id, score] of scores) offer(id, { ...found, matchedBy: 'body' }, score)
  }
  const stacks = joiner()
  const running = invocations()
  const take = (grouped: readonly Grouped[]): void => {
    for (const one of grouped) if (one.type !== 'line') run(one.invocation)
  }
  return {
    push: (line) => {
      for (const { event } of stacks.push(line)) take(running.push(event))
    },
    flush: () => {
      for (const { event } of stacks.flush()) take(running.push(event))
      take(running.flush())
    },
    deaths,
    byTrace,
  }
}
