import { usage } from '../../domain/problem.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { safeText } from '../../output/safe-text.ts'
import type { TraceSort } from '../../usecases/traces/top-traces.ts'
import type { TracesCall } from './call.ts'
import { criteriaOf, criteriaWords } from './criteria.ts'
import type { TracesFlags } from './flags.ts'
import { filteredHere, findProgress, openingLine, throttledLine } from './notes.ts'
import { tracesPlace, tracesWindow } from './place.ts'
import { expressionLines, type Search, samplingHint, searched, searchHints, throttledCalls } from './search.ts'

/** A person sits before it, and asked for no format. */
const isWalk = ({ flags, plain }: TracesCall<TracesFlags>): boolean =>
  flags.interactive && plain && !flags.follow && process.stdin.isTTY === true && process.stdout.isTTY === true

/** A stream has no end, and no table. */
const refuseFollow = ({ flags, outputs }: TracesCall<TracesFlags>): void => {
  if (flags.until !== undefined) throw usage('--follow goes on, and --until ends', 'leave one of them out')
  const other = outputs.find(({ format, file }) => format === 'json' || file !== null)
  if (other)
    throw usage(
      `--follow has no ${other.file === null ? `format "${other.format}"` : 'file'}`,
      'it streams human or ndjson to stdout',
    )
}

/** `slsops traces`, from its flags to its exit code. */
export const tracesCommand = async (call: TracesCall<TracesFlags>): Promise<number> => {
  const { flags, signal, note, told } = call
  if (flags.follow) refuseFollow(call)
  const criteria = criteriaOf(flags)
  const session = await call.session()
  const place = tracesPlace(await call.discovery(), flags.function ?? [])
  const window = await tracesWindow(flags, session, place.discovery, signal)
  const search: Search = { session, place, criteria, window }
  const narrowed = criteriaWords(criteria, place.named)
  // Also where they are not shown: words that X-Ray can't be asked with are said before anything is asked.
  for (const line of expressionLines(search)) session.debug(safeText(line))
  const here = filteredHere(place.scope)
  if (isWalk(call)) {
    const { walkTraces } = await import('./explorer.ts')
    return walkTraces(call, search, narrowed, here === null ? [] : [here])
  }
  const app = place.discovery.app.name
  const ending = flags.follow ? ['Ctrl-C to stop'] : []
  note(openingLine([app, session.region, window.words, ...narrowed, ...ending], told))
  for (const { what, reason } of place.discovery.app.incomplete)
    note(`not read: ${safeText(what)}: ${safeText(reason)}`)
  if (here !== null) note(here)
  if (flags.follow) {
    const { followCommand } = await import('./follow.ts')
    return followCommand(call, search)
  }
  return print(call, search, narrowed)
}

const print = async (call: TracesCall<TracesFlags>, search: Search, narrowed: readonly string[]): Promise<number> => {
  const { flags, signal, note, told } = call
  const { session, window, place } = search
  const row = findProgress(process.stderr, told, () => session.now())
  const live = process.stderr.isTTY === true && !flags.quiet
  // Beside the search, and never in its way.
  const hints = searchHints(search, signal).catch(() => [])
  const { traces, total } = await searched(
    search,
    { sort: flags.sort as TraceSort, limit: flags.limit },
    signal,
    live ? row.show : undefined,
  ).finally(row.clear)
  for (const line of await hints) note(line)
  if (traces.length === 0) note(await samplingHint(search, signal))
  const throttled = throttledLine(throttledCalls(session))
  if (throttled !== null) note(throttled)

  const [guard, context] = [ciGuard(process.env), await call.context(place.discovery.app)]
  const [{ tracesText }, { summaryLine, tracesAnswer }] = await Promise.all([
    import('../../output/traces/list.ts'),
    import('../../output/traces/list-json.ts'),
  ])
  const shown = { traces, omitted: total - traces.length }
  const asked = [window.words, ...narrowed].join(', ')
  await call.emit({
    human: () => tracesText(shown, { style: call.style, now: session.now(), asked, flags: { ...flags }, guard }),
    json: () => tracesAnswer(shown, window, context, place.discovery.app.incomplete, guard),
    ndjson: () => traces.map((trace) => summaryLine(trace, guard)).join(''),
  })
  return 0
}
