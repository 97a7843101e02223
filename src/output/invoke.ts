import { failureIn, type InvokeOutcome, type InvokeReply, isFailure } from '../domain/invoke.ts'
import { utf8 } from '../domain/invoke-payload.ts'
import type { InvocationReport, LogEvent } from '../domain/log-event.ts'
import type { CiGuard } from './ci-commands.ts'
import { durationText } from './duration.ts'
import { nextRows, placeWords } from './next-command.ts'
import { paint } from './paint.ts'
import { parted } from './parted.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style } from './style.ts'
import { memoryText } from './tail/report-rows.ts'
import { whyCommand } from './traces/next.ts'
import { logRows } from './traces/waterfall-logs.ts'
import { measureFor } from './width.ts'

/** An invocation that was answered. */
export interface InvokeTold {
  readonly reply: InvokeReply
  readonly outcome: InvokeOutcome
  readonly report: InvocationReport | null
  readonly lines: readonly LogEvent[]
  readonly logsComplete: boolean | null
}

export interface InvokeText {
  readonly style: Style
  /** IANA name; null is this machine's zone. */
  readonly zone: string | null
  /** What the function is called. */
  readonly shown: string
  /** The function's timeout; null where it is not known. */
  readonly timeoutMs: number | null
  readonly flags: Readonly<Record<string, unknown>>
  readonly guard: CiGuard | null
}

/** The lines of a request, `14:03:21.931  ERROR  words`. */
const logText = async (lines: readonly LogEvent[], { style, zone }: InvokeText): Promise<readonly string[]> => {
  const measure = await measureFor(lines.map(({ message }) => safeText(message)))
  // What the REPORT says stands in the closing line.
  const own = lines.filter(({ parsed }) => parsed.kind !== 'report')
  return logRows(own, 2, { style, zone, columns: style.width ?? Number.POSITIVE_INFINITY, measure })
}

const failureText = ({ reply, outcome }: InvokeTold): string | null => {
  if (!isFailure(outcome)) return null
  const { type, message } = failureIn(utf8(reply.payload) ?? '')
  const said = [type, message].filter((part) => part !== null).join(': ')
  return said === '' ? `the function failed (${reply.functionError})` : said
}

const words: Readonly<Record<InvokeOutcome, string>> = {
  success: 'success',
  error: 'error',
  timeout: 'timeout',
  oom: 'out of memory',
  accepted: 'accepted: it runs on its own',
  'dry-run': 'dry run: it could be invoked, and was not',
}

const idWords = ({ reply }: InvokeTold): readonly string[] => [
  ...(reply.requestId === null ? [] : [`request ${reply.requestId}`]),
  ...(reply.traceId === null ? [] : [`trace ${reply.traceId}`]),
  ...(reply.durableExecutionArn === null ? [] : [`execution ${reply.durableExecutionArn}`]),
]

const figureWords = (told: InvokeTold, { style, timeoutMs }: InvokeText): readonly string[] => {
  const { report, reply, outcome } = told
  const glyph = glyphs(style)
  const figures = report?.durationMs == null ? [] : [durationText(report.durationMs)]
  const of = timeoutMs === null ? '' : ` of ${durationText(timeoutMs)}`
  return [
    words[outcome],
    ...figures.map((text) => text + of),
    ...(report?.billedMs == null ? [] : [`billed ${durationText(report.billedMs)}`]),
    ...(report === null ? [] : [memoryText(report)].filter((text) => text !== null)),
    ...(report?.initMs == null ? [] : [`${glyph.cold} cold start ${durationText(report.initMs)}`]),
    ...(report?.restoreMs == null ? [] : [`${glyph.cold} restored in ${durationText(report.restoreMs)}`]),
    `HTTP ${reply.statusCode}`,
    ...(reply.executedVersion === null ? [] : [`version ${reply.executedVersion}`]),
  ]
}

const nextOf = ({ reply, outcome }: InvokeTold, { flags, shown }: InvokeText): readonly string[] | null => {
  const { requestId } = reply
  if (requestId === null) return null
  if (isFailure(outcome)) return whyCommand(requestId, flags)
  if (outcome !== 'accepted' || flags['demo'] === true || !/^[\w/-]+$/.test(shown)) return null
  return ['slsops tail', shown, `--request-id ${requestId}`, '--since 5m', ...placeWords(flags)]
}

/** What stderr tells of an invocation: its log, then how it went, its ids, and what to type next. */
export const invokeText = async (told: InvokeTold, text: InvokeText): Promise<string> => {
  const { style, guard } = text
  const glyph = glyphs(style)
  const [look, rows] = await Promise.all([paint(style), logText(told.lines, text)])
  const failure = failureText(told)
  const bad = isFailure(told.outcome)
  const sign = bad ? glyph.fault : glyph.ok
  const said = [...figureWords(told, text), ...idWords(told)].map((word) => safeText(word))
  const measure = await measureFor([...said, failure ?? ''])
  const room = style.width === null ? null : style.width - 2
  const [first, ...others] = parted(said, ` ${glyph.dot} `, room, measure)
  const next = nextOf(told, text)
  const all = [
    ...rows,
    ...(told.logsComplete === false ? [look('throttle', `  ${glyph.throttle} earlier lines are missing`)] : []),
    ...(failure === null ? [] : [look('fault', `${glyph.fault} ${safeText(failure)}`)]),
    `${look(bad ? 'fault' : 'ok', sign)} ${first}`,
    ...others.map((row) => `  ${row}`),
    ...(next === null ? [] : nextRows(next, style.width ?? Number.POSITIVE_INFINITY)),
  ]
  const out = all.join('\n')
  return guard ? guard.text(out) : out
}
