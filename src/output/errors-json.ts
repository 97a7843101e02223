import type { Incomplete } from '../domain/incomplete.ts'
import type { ErrorsReport, JudgedGroup } from '../domain/log/signature-report.ts'
import type { CiGuard } from './ci-commands.ts'
import { type AnswerContext, answer, isoTime } from './json.ts'
import { safeJson } from './safe-text.ts'

/** A group as the contract shapes it; `new` is null where it could not be told. */
const groupRecord = ({ isNew, example, frame, ...group }: JudgedGroup) => ({
  signature: group.signature,
  errorType: group.type,
  message: group.message,
  frame: frame && { path: frame.path, line: frame.line, label: frame.label },
  count: group.count,
  firstSeen: isoTime(group.firstSeen),
  lastSeen: isoTime(group.lastSeen),
  new: isNew,
  newIn: group.newIn,
  functions: group.functions.map(({ source }) => source),
  example: {
    time: isoTime(example.at),
    function: example.source,
    requestId: example.requestId,
    traceId: example.traceId,
    message: example.message,
    stack: example.stack,
  },
  histogram: group.histogram,
})

export interface ErrorsShown {
  readonly report: ErrorsReport
  /** The groups to show, in their order. */
  readonly groups: readonly JudgedGroup[]
  /** Groups that are left out, for `--limit`. */
  readonly omitted: number
}

export const shownOf = (
  report: ErrorsReport,
  { onlyNew, limit }: { readonly onlyNew: boolean; readonly limit: number },
): ErrorsShown => {
  const wanted = onlyNew ? report.groups.filter(({ isNew }) => isNew === true) : report.groups
  return { report, groups: wanted.slice(0, limit), omitted: Math.max(0, wanted.length - limit) }
}

/** `slsops.errors/1`. */
export const errorsAnswer = (
  { report, groups, omitted }: ErrorsShown,
  context: AnswerContext,
  incomplete: readonly Incomplete[],
  guard: CiGuard | null,
): string => {
  const { window, deploy, comparison, other, events } = report
  const compared = comparison.kind === 'read' ? comparison : null
  return answer(
    'slsops.errors/1',
    context,
    {
      window: { from: isoTime(window.from), to: isoTime(window.to) },
      deploy: deploy && { time: isoTime(deploy.at), what: deploy.what },
      compared: compared && { from: isoTime(compared.from), to: isoTime(compared.to), events: compared.events },
      events,
      groups: groups.map(groupRecord),
      omitted,
      other,
    },
    incomplete,
    guard,
  )
}

/** A group a line. */
export const errorsRecords = ({ groups }: ErrorsShown, guard: CiGuard | null): string =>
  groups
    .map((group) => {
      const json = safeJson(JSON.stringify({ type: 'group', ...groupRecord(group) }))
      return `${guard ? guard.json(json) : json}\n`
    })
    .join('')
