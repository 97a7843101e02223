import { spanLabel, statusWord } from '../../domain/trace/label.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Span, SpanException } from '../../domain/trace/span.ts'
import { isBad, statusGlyph } from '../../domain/trace/status.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { cells } from './cells.ts'
import type { ExplorerStyle } from './data.ts'
import { fieldLines } from './fields.ts'
import { glyphs } from './glyphs.ts'
import { type Line, looks, segment, statusLook } from './line.ts'
import { type Logs, logLines } from './log-lines.ts'
import { type DetailLook, pair, paragraph } from './pane-text.ts'
import { markText } from './rows.ts'
import { clockTime } from './times.ts'

export type Tab = 1 | 2 | 3 | 4 | 5

export const tabs: readonly { readonly tab: Tab; readonly name: string }[] = [
  { tab: 1, name: 'overview' },
  { tab: 2, name: 'fields' },
  { tab: 3, name: 'exception' },
  { tab: 4, name: 'logs' },
  { tab: 5, name: 'links' },
]

export interface DetailOf {
  readonly span: Span
  readonly trace: Trace
  readonly service: string
  readonly logs: Logs | null
  /** What was found behind the span's links; null where nobody looked. */
  readonly linked: readonly LinkedTrace[] | null
}

const headline = ({ type, message }: SpanException, { words }: DetailLook): string =>
  words.safe([type, message].filter(Boolean).join(': ') || 'an exception without a message')

const place = (frame: SpanException['stack'][number]): string =>
  `${frame.path ?? '?'}${frame.line === null ? '' : `:${frame.line}`}`

const statusText = (span: Span, style: ExplorerStyle): string => {
  const word = statusWord(span)
  return `${statusGlyph(span.status, style.unicode)} ${span.status}${/^\d/.test(word) ? `, HTTP ${word}` : ''}`
}

/** The overview shows where it broke; the tab of exceptions shows the whole stack. */
const FRAMES = 3

const overview = ({ span, trace, service }: DetailOf, look: DetailLook): Line[] => {
  const { words, style } = look
  const { dot } = glyphs(style)
  const first = span.exceptions[0]
  const lines: Line[] = []
  if (first) {
    lines.push(...paragraph(headline(first, look), look, isBad(span.status) ? looks.red : looks.plain))
    first.stack.slice(0, FRAMES).forEach((at, n) => {
      lines.push(...pair(n === 0 ? 'at' : '', words.safe(`${at.label ?? ''} ${place(at)}`.trim()), look))
    })
  }
  const since = span.start - trace.start
  const times = [
    span.durationMs === null ? 'still running' : words.duration(span.durationMs),
    ...(span.selfMs !== null && span.durationMs !== null && span.selfMs < span.durationMs
      ? [`${words.duration(span.selfMs)} of its own`]
      : []),
    `from ${clockTime(span.start, style.timeZone)}`,
    `${since < 0 ? '' : '+'}${words.duration(since)}`,
  ]
  lines.push(...pair('time', times.join(` ${dot} `), look))
  lines.push(
    ...pair('status', statusText(span, style), look, isBad(span.status) ? statusLook[span.status] : looks.plain),
  )
  const told: readonly (readonly [name: string, value: string | null])[] = [
    ['service', service === span.name ? null : service],
    ['origin', span.origin],
    ['resource', span.resource],
    ['http', span.http && `${span.http.method ?? ''} ${span.http.url ?? ''}`.trim()],
    ['operation', span.aws?.operation ?? null],
    ['attempts', span.attempts && `${span.attempts.count}, ${span.attempts.failed} failed`],
    ['retries', span.aws?.retries ? String(span.aws.retries) : null],
    ['note', span.marks.map(markText).join(', ') || null],
    ['inferred', span.inferred ? 'nobody traced it: written from what its caller told' : null],
    ['request', span.requestId],
    ['user', span.user],
    ['span', `${span.id}${span.mergedIds.length > 0 ? ` (and ${span.mergedIds.join(', ')})` : ''}`],
    ['trace', trace.id],
  ]
  const annotations = Object.entries(span.annotations).slice(0, 6)
  if (annotations.length > 0)
    lines.push(
      ...pair('annotations', words.safe(annotations.map(([name, value]) => `${name}=${value}`).join('  ')), look),
    )
  for (const [name, value] of told) if (value) lines.push(...pair(name, words.safe(value), look))
  return lines
}

const exceptions = ({ span }: DetailOf, look: DetailLook): Line[] => {
  if (span.exceptions.length === 0) return paragraph('no exception was recorded in this span', look, looks.dim)
  const { arrow } = glyphs(look.style)
  return span.exceptions.flatMap((one, at) => {
    const remote = one.remote ? ' (came back from the call)' : ''
    const lines = paragraph(`${headline(one, look)}${remote}`, look, looks.red)
    for (const frame of one.stack) {
      const text = look.words.safe(`  at ${frame.label ?? '(anonymous)'}`)
      const where = look.words.safe(place(frame))
      if (cells(text) + cells(where) + 2 <= look.width) lines.push([segment(`${text}  `), segment(where, looks.dim)])
      else lines.push([segment(text)], ...paragraph(`      ${where}`, look, looks.dim))
    }
    if (one.truncated > 0) lines.push([segment(`  +${one.truncated} more that were left out`, looks.dim)])
    const cause = one.causeId && span.exceptions.find(({ id }) => id === one.causeId)
    if (cause) lines.push(...paragraph(`  caused by ${arrow} ${headline(cause, look)}`, look, looks.dim))
    return at === 0 ? lines : [[], ...lines]
  })
}

const links = ({ span, linked }: DetailOf, look: DetailLook): Line[] => {
  const { words, style } = look
  const { arrow } = glyphs(style)
  const found = (linked ?? []).flatMap(({ trace, through, carrier, waitMs, fanIn }) =>
    pair(
      'read',
      words.safe(
        `${trace.id} through ${through}${carrier ? ` (${carrier})` : ''}, ${waitMs < 0 ? '' : '+'}${words.duration(waitMs)}${fanIn > 1 ? `, a batch of ${fanIn}` : ''}`,
      ),
      look,
    ),
  )
  if (span.links.length === 0 && found.length === 0) return paragraph('it names no other trace', look, looks.dim)
  const named = span.links.flatMap(({ traceId, spanId, direction }) =>
    pair(
      direction === 'unknown' ? 'linked' : direction,
      words.safe(`${traceId}${spanId ? ` span ${spanId}` : ''}`),
      look,
    ),
  )
  const hint =
    linked === null && span.links.length > 0
      ? paragraph(`${style.unicode ? '→' : arrow} on its line in the tree reads it (a call)`, look, looks.dim)
      : []
  return [...found, ...named, ...hint]
}

const contents: Readonly<Record<Tab, (of: DetailOf, look: DetailLook) => Line[]>> = {
  1: overview,
  2: ({ span }, look) => fieldLines(span, look),
  3: exceptions,
  4: ({ logs }, look) => logLines(logs, look),
  5: links,
}

/** What a tab of the detail pane holds: lines of at most `look.width` cells, however many. */
export const detailLines = (tab: Tab, of: DetailOf, look: DetailLook): readonly Line[] => contents[tab](of, look)

/** The words above the pane: which span it is. */
export const detailTitle = ({ span, service }: DetailOf, { words, style }: DetailLook): Line => {
  const { dot } = glyphs(style)
  const label = words.safe(spanLabel(span))
  return [
    segment(label, looks.bold),
    segment(service === span.name || service === '' ? '' : ` ${dot} ${words.safe(service)}`, looks.dim),
    segment(
      ` ${dot} ${statusGlyph(span.status, style.unicode)} ${span.status}`,
      isBad(span.status) ? statusLook[span.status] : looks.dim,
    ),
  ]
}
