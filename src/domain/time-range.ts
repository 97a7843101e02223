import { Problem, usage } from './problem.ts'
import { fixedTime, hasFixedShape, isClock, type TimeContext } from './time-forms.ts'
import { instantOf, wallTime } from './time-zone.ts'

export type { TimeContext } from './time-forms.ts'

/** From (inclusive) to (exclusive), epoch milliseconds; `to` is null for a range that stays open. */
export interface TimeRange {
  readonly from: number
  readonly to: number | null
}

const examples =
  "write it like 10m, 1h30m, 2d, 12:34, 12:34Z, '2h ago', 2026-01-31T12:34:56Z, an epoch in s or ms, or deploy"

/** Whatever else a person writes, such as `yesterday 14:00` or `last friday`. */
const spoken = async (text: string, now: number, context: TimeContext): Promise<number | null> => {
  const { parse } = await import('chrono-node/en')
  const here = wallTime(now, context.timezone)
  const offset = (instantOf(here, 'UTC')! - now) / 60_000
  const [result] = parse(text, { instant: new Date(now), timezone: Math.round(offset) }, { forwardDate: false })
  if (!result || result.text.length < text.trim().length) return null
  const { start } = result
  if (start.isCertain('timezoneOffset')) return start.date().getTime()
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'): number => start.get(name) ?? 0
  const date = { year: part('year'), month: part('month'), day: part('day') }
  return instantOf(
    { ...date, hour: part('hour'), minute: part('minute'), second: part('second'), ms: 0 },
    context.timezone,
  )
}

const fromDeploy = async (context: TimeContext): Promise<number> => {
  const found = (await context.deployAt?.()) ?? null
  if (found !== null) return found
  throw new Problem('NoDeploy', 'no finished deploy of this stack is known', {
    hint: 'say a time, such as --since 1h',
    exit: 2,
  })
}

/**
 * A point in time as a person or a script writes it, in epoch milliseconds: never NaN, never after `now` (what lies ahead is
 * taken as now). A Problem (usage) with examples where the text can't be understood.
 */
export const parseTime = async (text: string, now: number, context: TimeContext = {}): Promise<number> => {
  const trimmed = text.trim()
  const lower = trimmed.toLowerCase()
  if (lower === 'now') return now
  if (lower === 'deploy') return Math.min(now, await fromDeploy(context))
  const fixed = fixedTime(trimmed, now, context)
  const found = fixed ?? (hasFixedShape(trimmed) ? null : await spoken(trimmed, now, context))
  if (found === null || !Number.isFinite(found)) throw usage(`"${text}" is no time that slsops understands`, examples)
  return Math.min(now, Math.max(0, found))
}

/** `--since` and `--until` as a range; a Problem (usage) where nothing lies between them. */
export const parseRange = async (
  words: { readonly since: string; readonly until?: string | undefined },
  now: number,
  context: TimeContext = {},
): Promise<TimeRange> => {
  const from = await parseTime(words.since, now, context)
  if (words.until === undefined) return { from, to: null }
  const until = await parseTime(words.until, now, context)
  // A clock time before the range's own start can only mean the one that is still to come.
  const to = until <= from && isClock(words.until) ? now : until
  if (to <= from && from < now) {
    const between = `since ${new Date(from).toISOString()}, until ${new Date(to).toISOString()}`
    throw usage(`the range is empty: ${between}`, 'an --until after --since')
  }
  return { from, to }
}
