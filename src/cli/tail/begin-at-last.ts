import { toProblem } from '../../aws/errors.ts'
import type { Session } from '../../aws/session.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { filterLogEvents, pageTrouble } from '../../services/logs/filter-log-events.ts'
import { attributor } from '../../usecases/tail/attribute.ts'
import { startOfLast } from '../../usecases/tail/last.ts'
import { Line } from '../../usecases/tail/line.ts'
import type { selector } from '../../usecases/tail/select.ts'
import type { Place } from './place.ts'

/** A page backwards brings this many at most. */
const PAGE = 10_000
/** Room for others of the same millisecond, which have to be counted to be left out. */
const TIES = 100

/** `--last N`: from when to read, and the filter that leaves out what would make it more than N. */
export const beginAtLast = async (
  session: Session,
  place: Place,
  count: number,
  range: { readonly from: number; readonly to: number | null },
  { filter, wanted }: { readonly filter: string | null; readonly wanted: ReturnType<typeof selector> },
  signal: AbortSignal,
): Promise<{ readonly from: number; readonly wanted: (event: LogEvent) => boolean }> => {
  const sourceOf = attributor(place.sources)
  const { groups } = place
  const newestFirst = { limit: wanted === undefined ? Math.min(PAGE, count + TIES) : PAGE }
  const begin = await startOfLast(
    groups,
    count,
    (raw) => {
      const source = sourceOf(raw)
      return source !== undefined && (wanted === undefined || wanted(new Line(raw, source, false)))
    },
    (group, token, stop) =>
      filterLogEvents(session, { group, ...range, filter, token, priority: 0, newestFirst }, stop).catch(
        (error: unknown) => {
          if (pageTrouble(error) === 'missing') return null
          throw toProblem(error, {
            operation: 'logs:FilterLogEvents',
            region: session.region,
            profile: session.profile,
          })
        },
      ),
    signal,
  )
  let skip = begin?.skip ?? 0
  return {
    // Nothing there: what comes from now on.
    from: begin?.from ?? session.now(),
    // Lines of many groups may come out of order; the ones too many are all of the first moment.
    wanted: (event) => (wanted === undefined || wanted(event)) && (event.at !== begin?.from || skip-- <= 0),
  }
}
