import type { Incomplete } from '../../domain/incomplete.ts'
import { frameText } from '../../domain/log/signature-frame.ts'
import { bodyIds } from '../../domain/sqs/body-ids.ts'
import { sentAt } from '../../domain/sqs/message.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import type { MatchedBy, TriageGroup } from '../../domain/sqs/triage.ts'
import { ago } from '../ago.ts'
import type { CiGuard } from '../ci-commands.ts'
import { type AnswerContext, answer, isoTime } from '../json.ts'
import { paint } from '../paint.ts'
import { safeText } from '../safe-text.ts'
import { glyphs, type Style } from '../style.ts'
import { type Cell, table } from '../table.ts'

export interface Triaged {
  readonly queue: QueueState
  readonly groups: readonly TriageGroup[]
  /** By signature, whether it came with the last deploy; null where that could not be told. */
  readonly isNew: ReadonlyMap<string, boolean | null>
  /** Messages that were looked at. */
  readonly seen: number
  readonly oldest: number | null
  /** Names of the consumers of the queues that feed it. */
  readonly consumers: readonly string[]
  readonly maxReceives: number | null
}

export const whyText = ({ type, message, frame }: Pick<TriageGroup, 'type' | 'message' | 'frame'>): string => {
  const said = [type, message].filter(Boolean).join(': ')
  return frame === null ? said : `${said} (${frameText(frame)})`
}

/** What a person would call the message: what its body is about, else its id. */
export const labelOf = ({ message }: TriageGroup['example']): string =>
  bodyIds(message.body)[0] ?? message.messageId.slice(0, 8)

const ages = ({ oldest, newest }: TriageGroup, now: number, style: Style): string | null => {
  if (oldest === null || newest === null) return null
  const [young, old] = [ago(newest, now), ago(oldest, now)]
  if (young === old) return old
  return `${young} ${style.unicode ? '–' : '-'} ${old}`
}

const title = ({ queue, seen, oldest, consumers, maxReceives }: Triaged, style: Style, now: number): string => {
  const { dot } = glyphs(style)
  const feeders = queue.dlqFor.join(', ')
  const most = maxReceives === null ? '' : ` (max ${maxReceives} receives)`
  return [
    queue.name,
    `${seen} ${seen === 1 ? 'message' : 'messages'}${seen < queue.visible ? ` of about ${queue.visible}` : ''}`,
    oldest === null ? '' : `oldest ${ago(oldest, now)}`,
    feeders === '' ? '' : `fed by ${feeders}${most}`,
    consumers.length === 0 ? '' : `consumer ${consumers.join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join(` ${dot} `)
}

/** The groups as a table, and below it an example of the first with the last lines of its run. */
export const triageText = async (
  triaged: Triaged,
  style: Style,
  now: number,
  guard: CiGuard | null,
): Promise<string> => {
  const { groups, queue } = triaged
  const look = await paint(style)
  const { ok } = glyphs(style)
  if (groups.length === 0) return `${ok} ${safeText(queue.name)} is empty: nothing has died\n`
  const fresh = ({ signature }: TriageGroup): boolean => triaged.isNew.get(signature ?? '') === true
  const anyNew = groups.some(fresh)
  const columns = [
    { title: '#', align: 'right' as const, keep: true },
    { title: 'count', align: 'right' as const, keep: true },
    { title: 'age', keep: true },
    { title: 'why' },
    ...(anyNew ? [{ title: '', keep: true }] : []),
    { title: 'example', keep: true },
  ]
  const rows = groups.map((group, at): Cell[] => [
    at + 1,
    group.letters.length,
    ages(group, now, style),
    group.signature === null ? { text: whyText(group), tone: 'dim' } : whyText(group),
    ...(anyNew ? [fresh(group) ? ({ text: 'NEW since deploy', tone: 'fault' } as const) : ''] : []),
    labelOf(group.example),
  ])
  const lines = await table(columns, rows, style)
  const first = groups.find(({ example }) => example.death !== null)
  const text = `${look('bold', safeText(title(triaged, style, now)))}\n\n${lines}${first ? `\n${await excerptText(first, style)}` : ''}`
  return guard ? guard.text(text) : text
}

/** The example's last lines and its stack. */
export const excerptText = async ({ example }: TriageGroup, style: Style): Promise<string> => {
  const look = await paint(style)
  const { death, message } = example
  if (death === null) return `${safeText(message.messageId)}: no log of its consumer was found\n`
  const { occurrence, lines, matchedBy } = death
  const { dot } = glyphs(style)
  const about = [
    labelOf(example),
    `message ${message.messageId}`,
    occurrence.source,
    occurrence.requestId === null ? '' : `request ${occurrence.requestId}`,
  ]
  const known: Readonly<Record<MatchedBy, string>> = {
    request: 'known by its request id',
    trace: 'known by its trace',
    message: 'known by its message id',
    body: 'known by what its body names',
  }
  const stack = occurrence.failure.stack === null ? [] : occurrence.failure.stack.split('\n').slice(0, 8)
  const shown = lines.join('\n').includes(stack[0] ?? '\0') ? [] : stack
  const rows = [...lines.flatMap((line) => line.split('\n')), ...shown].map((line) => `  ${safeText(line)}\n`)
  return `${look('dim', safeText([...about, known[matchedBy]].filter((word) => word !== '').join(` ${dot} `)))}\n${rows.join('')}`
}

const groupRecord = (group: TriageGroup, at: number, isNew: boolean | null) => {
  const { example, letters } = group
  const matched = { request: 0, trace: 0, message: 0, body: 0, none: 0 }
  for (const { death } of letters) matched[death?.matchedBy ?? 'none']++
  const { death } = example
  return {
    number: at + 1,
    signature: group.signature,
    errorType: group.type,
    message: group.message,
    frame: group.frame && { path: group.frame.path, line: group.frame.line, label: group.frame.label },
    count: letters.length,
    new: isNew,
    oldest: isoTime(group.oldest),
    newest: isoTime(group.newest),
    matchedBy: matched,
    messageIds: letters.map(({ message }) => message.messageId),
    example: {
      messageId: example.message.messageId,
      about: labelOf(example),
      sentAt: isoTime(sentAt(example.message)),
      time: isoTime(death?.occurrence.at ?? null),
      function: death?.occurrence.source ?? null,
      requestId: death?.occurrence.requestId ?? null,
      traceId: death?.occurrence.traceId ?? null,
      message: death?.occurrence.failure.message ?? example.told,
      stack: death?.occurrence.failure.stack ?? null,
      lines: death?.lines ?? [],
    },
  }
}

/** `slsops.triage/1`; `action` is what was done, null where nothing was. */
export const triageAnswer = (
  { queue, groups, isNew, seen, oldest, consumers }: Triaged,
  action: Readonly<Record<string, unknown>> | null,
  context: AnswerContext,
  incomplete: readonly Incomplete[],
  guard: CiGuard | null,
): string => {
  const { logicalId, name, url, arn, fifo, dlqFor, visible } = queue
  const body = {
    queue: { logicalId, name, url, arn, fifo, dlqFor },
    approximate: { visible },
    received: seen,
    oldest: isoTime(oldest),
    consumers,
    groups: groups.map((group, at) => groupRecord(group, at, isNew.get(group.signature ?? '') ?? null)),
    action,
  }
  return answer('slsops.triage/1', context, body, incomplete, guard)
}
