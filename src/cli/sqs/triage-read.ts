import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { sentAt } from '../../domain/sqs/message.ts'
import { mayPeek } from '../../domain/sqs/peek-rules.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import { triageGroups } from '../../domain/sqs/triage.ts'
import type { Triaged } from '../../output/sqs/triage.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../../usecases/discovery/function-log-sources.ts'
import { peekDoors } from '../../usecases/sqs/doors.ts'
import { peek } from '../../usecases/sqs/peek.ts'
import { readDlq, readQueue } from '../../usecases/sqs/queues.ts'
import { explainLetters } from '../../usecases/sqs/triage.ts'
import { newSignatures } from '../../usecases/sqs/triage-new.ts'

export interface TriageAsked {
  readonly session: Session
  readonly discovery: Discovery
  readonly word: string | undefined
  readonly limit: number
  /** How far back logs are read, epoch milliseconds. */
  readonly from: number
  readonly note: (line: string) => void
  readonly signal: AbortSignal
}

export interface TriageRead {
  readonly triaged: Triaged
  readonly feeders: readonly QueueState[]
  readonly sources: readonly LogSource[]
  readonly incomplete: readonly Incomplete[]
}

/** The functions that read from the queues which feed this one; all of the app where none is known. */
const sourcesFor = async ({ session, discovery, signal }: TriageAsked, feeders: readonly QueueState[]) => {
  const all = functionsOf(discovery.app.resources)
  const arns = feeders.flatMap(({ consumers }) => consumers ?? []).map(({ functionArn }) => functionArn)
  const own = all.filter(({ arn }) => arn !== null && arns.some((one) => one === arn || one.startsWith(`${arn}:`)))
  return functionLogSources({ session, discovery, functions: own.length > 0 ? own : all, signal })
}

/** The dead letters of a queue, and why each died. Receives them, which counts, and gives them back. */
export const readTriage = async (asked: TriageAsked): Promise<TriageRead> => {
  const { session, discovery, word, limit, from, note, signal } = asked
  const { app } = discovery
  const { queue, incomplete } = await readDlq(session, app, word, signal)
  mayPeek(queue, false)
  const read = await Promise.all(queue.dlqFor.map((name) => readQueue(session, app, name, signal)))
  const feeders = read.map((one) => one.queue)
  const logs = await sourcesFor(asked, feeders)
  const { messages, restored } = await peek({
    ...{ queue, where: () => true, limit, signal },
    doors: peekDoors(session, queue.url),
  })
  if (!restored) note('some messages could not be given back: they are visible again in 30 s at most')
  const { letters, incomplete: unread } = await explainLetters({
    ...{ session, messages, feeders, from, signal },
    sources: logs.sources,
  })
  const groups = triageGroups(letters)
  const { sources, functions } = logs
  const judged = await newSignatures({ session, discovery, groups, sources, functions, signal })
  const times = messages.flatMap((message) => sentAt(message) ?? [])
  const most = feeders.flatMap(({ redrive }) => redrive?.maxReceiveCount ?? [])
  return {
    triaged: {
      queue,
      groups,
      isNew: judged.isNew,
      seen: messages.length,
      oldest: times.length === 0 ? null : Math.min(...times),
      consumers: [
        ...new Set(feeders.flatMap(({ consumers }) => consumers ?? []).map(({ functionName }) => functionName)),
      ],
      maxReceives: most.length === 0 ? null : Math.max(...most),
    },
    feeders,
    sources: logs.sources,
    incomplete: [
      ...incomplete,
      ...read.flatMap((one) => one.incomplete),
      ...logs.incomplete,
      ...unread,
      ...judged.incomplete,
    ],
  }
}
