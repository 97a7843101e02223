import type { WhyAnswer, WhyMoment } from '../../domain/why.ts'
import { durationText } from '../duration.ts'

/** A story of more lines than this is told by its runs, its spans and its warnings. */
const LINES_AT_MOST = 60

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]!.trim()

const isGrave = ({ level }: WhyMoment): boolean => level === 'WARN' || level === 'ERROR' || level === 'FATAL'

export interface ShownMoments {
  readonly moments: readonly WhyMoment[]
  /** Lines that were left out. */
  readonly more: number
}

/**
 * The moments as a person wants to read them: a line that only repeats what its run came to is left out, an attempt that failed like the one before
 * it says so, and a line does not name the request of the run above it once more.
 */
export const shownMoments = (timeline: readonly WhyMoment[]): ShownMoments => {
  const gists = new Map<string, string>()
  for (const { kind, ref, text } of timeline) if (kind === 'invocation' && ref !== null) gists.set(ref, firstLine(text))
  const last = new Map<string, string>()
  const moments = timeline.flatMap((moment): readonly WhyMoment[] => {
    const { kind, ref, text, source, attempt } = moment
    if (kind === 'log') {
      if (ref === null || !gists.has(ref)) return [moment]
      return gists.get(ref) === firstLine(text) ? [] : [{ ...moment, ref: null }]
    }
    if (kind !== 'invocation' || attempt == null) return [moment]
    const same = last.get(source) === text
    last.set(source, text)
    return [
      { ...moment, text: same ? `the same, attempt ${attempt}` : attempt > 1 ? `${text}, attempt ${attempt}` : text },
    ]
  })
  if (moments.length <= LINES_AT_MOST) return { moments, more: 0 }
  const told = moments.filter((moment) => moment.kind !== 'log' || isGrave(moment))
  return { moments: told, more: moments.length - told.length }
}

/** `First seen 41 s after the deploy at 13:22.`; empty where that is not known. `time`: how a time of day is written. */
export const sinceDeployText = ({ cause }: WhyAnswer, time: (at: number) => string): string => {
  const since = cause?.sinceDeploy
  if (!since) return ''
  const after = since.firstSeen - since.deployAt
  const when = after < 0 ? 'during' : `${durationText(after)} after`
  return `. First seen ${when} the deploy at ${time(since.deployAt).slice(0, 5)}.`
}
