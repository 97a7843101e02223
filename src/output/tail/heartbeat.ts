import { durationText } from '../duration.ts'
import { glyphs as glyphsOf, type Style, sgr } from '../style.ts'
import { asciiMeasure, cutTo } from '../width.ts'

/** How a tail is doing while nothing comes. Times are epoch milliseconds. */
export interface Pulse {
  readonly now: number
  /** Log groups that are read, and those of them that do not exist yet. */
  readonly groups: number
  readonly missing: number
  /** Of the newest event seen; null before the first. */
  readonly newestAt: number | null
  /** When a line was last printed, and when the groups were last asked. */
  readonly printedAt: number | null
  readonly askedAt: number | null
  /** AWS answers that it is asked too often, at the moment. */
  readonly throttled: boolean
  /** Credentials have expired, and the tail waits for new ones. */
  readonly waiting: boolean
  /** Invocations that have begun and not ended; null where they are not followed. */
  readonly running: number | null
}

/** Silence shorter than this says nothing. */
export const QUIET_MS = 5000
/** No answer for this long is worth a word: as a rule there is one every second. */
const STALE_MS = 15_000

const groupsText = (count: number, missing: number): string => {
  const all = count === 1 ? '1 log group' : `${count} log groups`
  if (missing === 0) return all
  return `${all} (${missing === count ? 'none there yet' : `${missing} not there yet`})`
}

/** The seconds of an age without its fraction: it is read at a glance, once a second. */
const age = (ms: number): string => durationText(Math.max(0, Math.floor(ms / 1000)) * 1000).replace(/^0 ms$/, '0 s')

/**
 * One row for stderr while nothing comes: `… 5 log groups · newest event 12 s ago · throttled, asking more slowly`; null while lines come.
 * Never wider than `columns`.
 */
export const heartbeat = (pulse: Pulse, style: Style, columns: number | null): string | null => {
  const { now, groups, missing, newestAt, printedAt, askedAt, throttled, waiting, running } = pulse
  if (!throttled && !waiting && printedAt !== null && now - printedAt < QUIET_MS) return null
  const glyphs = glyphsOf(style)
  const parts = [
    groupsText(groups, missing),
    newestAt === null ? 'nothing yet' : `newest event ${age(now - newestAt)} ago`,
    running === null || running === 0 ? null : `${running} running`,
    waiting ? 'waiting for credentials' : throttled ? 'throttled, asking more slowly' : null,
    !waiting && askedAt !== null && now - askedAt > STALE_MS ? `no answer for ${age(now - askedAt)}` : null,
  ].filter((part) => part !== null)
  const text = `${glyphs.running} ${parts.join(` ${glyphs.dot} `)}`
  const short = columns === null ? text : cutTo(text, columns, glyphs.cut, asciiMeasure)
  return style.color ? `${waiting || throttled ? sgr.yellow : sgr.dim}${short}${sgr.reset}` : short
}
