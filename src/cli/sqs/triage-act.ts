import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import type { LogEvent, LogSource } from '../../domain/log-event.ts'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import { messageRecord } from '../../domain/sqs/record.ts'
import type { TriageGroup } from '../../domain/sqs/triage.ts'
import type { WritePlan } from '../../domain/write-guard.ts'
import { durationText } from '../../output/duration.ts'
import { safeText } from '../../output/safe-text.ts'
import { peekText } from '../../output/sqs/peek.ts'
import { redriveText } from '../../output/sqs/redrive.ts'
import { excerptText, whyText } from '../../output/sqs/triage.ts'
import { glyphs, type Style } from '../../output/style.ts'
import { watchCanary } from '../../usecases/sqs/canary.ts'
import { mustFit } from '../../usecases/sqs/redrive.ts'
import { newLog } from '../../usecases/sqs/redrive-files.ts'
import { noFigures } from '../../usecases/tail/figures.ts'
import { readLines } from '../../usecases/tail/read-lines.ts'
import { moveHere } from './moving.ts'

/** What may be done with a group. */
export type Choice = 'save' | 'view' | 'canary' | 'redrive' | 'delete'

export interface Act {
  readonly session: Session
  readonly queue: QueueState
  readonly to: QueueState | null
  readonly sources: readonly LogSource[]
  readonly rate: number
  readonly backup: string | null
  /** File of `save`. */
  readonly file: string | null
  /** How long a canary is watched, milliseconds. */
  readonly watchMs: number
  readonly style: Style
  readonly showSecrets: boolean
  readonly quiet: boolean
  readonly noColor: boolean
  readonly confirm: (plan: WritePlan) => Promise<void>
  readonly note: (line: string) => void
  readonly signal: AbortSignal
}

export interface Acted {
  readonly exit: number
  /** For a person. */
  readonly text: string
  readonly record: Readonly<Record<string, unknown>>
}

const count = (number: number): string => `${number} ${number === 1 ? 'message' : 'messages'}`

const destination = ({ queue, to }: Act): QueueState => {
  if (to === null) throw usage(`it is not known where the messages of ${queue.name} belong`, 'say where: --to QUEUE')
  mustFit(queue, to)
  return to
}

const idsOf = ({ letters }: TriageGroup): ReadonlySet<string> =>
  new Set(letters.map(({ message }) => message.messageId))

const save = async (group: TriageGroup, { file }: Act): Promise<Acted> => {
  if (file === null) throw usage('where are they saved?', '--save FILE')
  const log = await newLog(file)
  await log.append(group.letters.map(({ message }) => messageRecord(message)))
  await log.close()
  return {
    exit: ExitCode.ok,
    text: `${count(group.letters.length)} saved to ${safeText(log.path)}\n`,
    record: { kind: 'save', file: log.path, saved: group.letters.length },
  }
}

const view = async (group: TriageGroup, { session, style, showSecrets }: Act): Promise<Acted> => ({
  exit: ExitCode.ok,
  text: `${await peekText([group.example.message], { style, now: session.now(), showSecrets }, null)}${await excerptText(group, style)}`,
  record: { kind: 'view', message: messageRecord(group.example.message) },
})

const moving = (act: Act, ids: ReadonlySet<string>, to: QueueState | null, what: string) =>
  moveHere({
    ...{ session: act.session, from: act.queue, to, rate: act.rate, backup: act.backup, signal: act.signal },
    where: () => true,
    whereText: null,
    only: [...ids],
    limit: ids.size,
    resume: null,
    total: ids.size,
    what,
    again: (journal) =>
      to === null
        ? `slsops sqs triage ${act.queue.name}`
        : `slsops sqs redrive ${act.queue.name} --to ${to.name} --resume ${journal}`,
    quiet: act.quiet,
    noColor: act.noColor,
    note: act.note,
  })

const redrive = async (group: TriageGroup, act: Act): Promise<Acted> => {
  const to = destination(act)
  const what = `redrive ${count(group.letters.length)} from ${act.queue.name} to ${to.name}, ${act.rate} a second`
  await act.confirm({ what, details: [whyText(group)] })
  const { moved, journal, backup } = await moving(act, idsOf(group), to, 'redriving the group')
  const result = { from: act.queue.name, to: to.name, ...moved, journal, backup }
  if (moved.stopped) act.note(`to go on: slsops sqs redrive ${act.queue.name} --to ${to.name} --resume ${journal}`)
  return { exit: ExitCode.ok, text: redriveText(result, act.style), record: { kind: 'redrive', ...result } }
}

const remove = async (group: TriageGroup, act: Act): Promise<Acted> => {
  await act.confirm({
    what: `delete ${count(group.letters.length)} from ${act.queue.name}, each saved first`,
    details: [whyText(group)],
  })
  const { moved, journal, backup } = await moving(act, idsOf(group), null, 'deleting the group')
  const result = { from: act.queue.name, to: null, ...moved, journal, backup }
  const again = `saved in ${safeText(backup)}: slsops sqs send QUEUE --file brings them back\n`
  return { exit: ExitCode.ok, text: redriveText(result, act.style) + again, record: { kind: 'delete', ...result } }
}

const canary = async (group: TriageGroup, act: Act): Promise<Acted> => {
  const to = destination(act)
  const { session, sources, signal } = act
  const { message } = group.example
  const what = `redrive one message (${message.messageId}) from ${act.queue.name} to ${to.name}, and watch it`
  await act.confirm({ what, details: [whyText(group)] })
  const sentAt = session.now()
  const { moved, newIds, journal, backup } = await moving(act, new Set([message.messageId]), to, 'sending the canary')
  const newId = newIds.at(-1)
  if (moved.moved === 0 || newId === undefined) {
    throw new Problem('CanaryGone', `the message ${message.messageId} could not be received any more`, {
      hint: `somebody else has it, or has moved it: slsops sqs triage ${act.queue.name}`,
    })
  }
  act.note(`canary ${message.messageId} ${glyphs(act.style).arrow} ${to.name} as ${newId}: watching its consumer`)
  const read = async (from: number): Promise<readonly LogEvent[]> => {
    const found: LogEvent[] = []
    const reading = {
      session,
      sources,
      from,
      to: session.now() + 60_000,
      filter: null,
      signal,
      authTimeoutMs: 0,
      note: () => {},
    }
    for await (const lines of readLines(reading, noFigures())) found.push(...lines)
    return found
  }
  const clock = session.wire?.clock ?? systemClock
  const outcome = await watchCanary({ message, newId, sentAt, timeoutMs: act.watchMs, read, clock, signal })
  const { ok, fault } = glyphs(act.style)
  const base = { kind: 'canary', messageId: message.messageId, newId, journal, backup, outcome: outcome.kind }
  if (outcome.kind === 'unknown') {
    const text = `? nothing was heard of it in ${durationText(act.watchMs)}: slsops sqs queues, slsops tail\n`
    return {
      exit: ExitCode.unknown,
      text,
      record: { ...base, function: null, requestId: null, afterMs: null, error: null },
    }
  }
  const { run, afterMs, kind } = outcome
  const request = run.requestId === null ? '' : ` (req ${run.requestId.slice(0, 8)})`
  const failure = run.failure?.failure
  const error = failure === undefined ? run.outcome : [failure.type, failure.message].filter(Boolean).join(': ')
  const received = `received by ${run.source} after ${durationText(afterMs)}`
  const text =
    kind === 'succeeded'
      ? `${ok} ${received}: succeeded${request}\n`
      : `${fault} ${received}: failed${request}: ${error}\n`
  return {
    exit: kind === 'succeeded' ? ExitCode.ok : ExitCode.against,
    text: safeText(text, { keepNewlines: true }),
    record: {
      ...base,
      function: run.source,
      requestId: run.requestId,
      afterMs,
      error: kind === 'failed' ? error : null,
    },
  }
}

/** What each choice does with a group. Each rejects with a Problem, a write before anything was sent where nobody agreed. */
export const acts: Readonly<Record<Choice, (group: TriageGroup, act: Act) => Promise<Acted>>> = {
  save,
  view,
  canary,
  redrive,
  delete: remove,
}

/** `2`, or a part of the signature. Throws a usage Problem where that is none, or several. */
export const groupNamed = (groups: readonly TriageGroup[], word: string | undefined): TriageGroup => {
  const listed = groups.map((group, at) => `${at + 1}: ${whyText(group)}`).join('\n')
  if (word === undefined) {
    if (groups.length === 1) return groups[0]!
    throw usage(
      groups.length === 0 ? 'the queue is empty' : `there are ${groups.length} groups: which one?`,
      groups.length === 0 ? undefined : `--group N, or a part of why:\n${listed}`,
    )
  }
  const numbered = /^\d+$/.test(word) ? groups[Number(word) - 1] : undefined
  if (numbered) return numbered
  const found = groups.filter((group) =>
    `${group.signature ?? ''}\n${whyText(group)}`.toLowerCase().includes(word.toLowerCase()),
  )
  if (found.length === 1) return found[0]!
  throw usage(`"${word}" fits ${found.length === 0 ? 'no group' : `${found.length} groups`}`, listed)
}
