import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Occurrence } from '../../domain/log/signature-failures.ts'
import type { FailureGroup } from '../../domain/log/signature-groups.ts'
import type { Comparison, JudgedGroup } from '../../domain/log/signature-report.ts'
import { isProblem, type Problem } from '../../domain/problem.ts'
import type { Figures } from '../tail/figures.ts'

const HOUR = 3_600_000
/** The time before the deploy that is looked at: as long as the time since, but at least and at most so long. */
const LEAST_MS = HOUR
const MOST_MS = 24 * HOUR
/** From the deploy backwards, in steps: what happens all the time is found in the first one. */
const STEPS_MS = [HOUR, 3 * HOUR, 8 * HOUR, MOST_MS] as const

/**
 * When the deploy began to be seen: a function runs its new code from its own change on, and the stack's operation ends some time after.
 * The first change within an hour before the end is taken; without one, the end.
 */
export const firstEffect = (deployAt: number, functions: readonly Pick<FunctionInfo, 'lastModified'>[]): number =>
  functions.reduce(
    (first, { lastModified: at }) =>
      at !== null && at <= deployAt && deployAt - at < HOUR ? Math.min(first, at) : first,
    deployAt,
  )

export interface Judging {
  readonly groups: readonly FailureGroup[]
  readonly window: { readonly from: number; readonly to: number }
  readonly deployAt: number | null
  readonly functions: readonly Pick<FunctionInfo, 'lastModified'>[]
  /**
   * Reads the failures of some functions between two times, `to` exclusive. `unread`: functions whose lines could not be had, all or in part.
   */
  readonly read: (
    part: { readonly from: number; readonly to: number; readonly sources: ReadonlySet<string> },
    take: (occurrence: Occurrence) => void,
    enough: () => boolean,
  ) => Promise<{ readonly figures: Figures; readonly unread: ReadonlySet<string> }>
  /** The comparison, or a part of it, failed as a whole. */
  readonly failed: (problem: Problem) => void
}

const keyOf = (signature: string, source: string): string => `${source}\n${signature}`

/** Judged without a deploy, or without a need: all the same. */
const allOf = (groups: readonly FailureGroup[], isNew: false | null): readonly JudgedGroup[] =>
  groups.map((group) => ({ ...group, isNew, newIn: [] }))

/**
 * Which groups are new since the deploy: those that a function has now and had not before it, in a time as long as that since the deploy, at
 * least 1 h and at most 24 h (more, where the window reaches back further). Of that time only as much is read as decides it, the part next to
 * the deploy first, and only the lines of the functions in question.
 */
export const newSince = async (
  judging: Judging,
): Promise<{ readonly groups: readonly JudgedGroup[]; readonly comparison: Comparison }> => {
  const { groups, window, deployAt, read, failed } = judging
  if (deployAt === null) return { groups: allOf(groups, null), comparison: { kind: 'unknown' } }
  const cutoff = firstEffect(deployAt, judging.functions)
  if (deployAt > window.to) return { groups: allOf(groups, false), comparison: { kind: 'later' } }

  /** What was first seen after the deploy, and by which function; found before it, it is taken out. */
  const open = new Map<string, string>()
  for (const { signature, functions } of groups) {
    for (const { source, firstSeen } of functions) if (firstSeen >= cutoff) open.set(keyOf(signature, source), source)
  }
  const unread = new Set<string>()
  const long = Math.min(MOST_MS, Math.max(LEAST_MS, window.to - cutoff))
  const end = Math.min(cutoff, window.from)
  const start = cutoff - long
  const kind = open.size === 0 ? (groups.length === 0 ? 'needless' : 'covered') : start >= end ? 'covered' : 'read'
  let events = 0
  let reached = end
  for (const step of STEPS_MS) {
    if (open.size === 0 || reached <= start) break
    const from = Math.max(start, Math.min(end, cutoff - step))
    if (from >= reached) continue
    const take = ({ signature, source }: Occurrence): void => void open.delete(keyOf(signature.text, source))
    try {
      const part = await read({ from, to: reached, sources: new Set(open.values()) }, take, () => open.size === 0)
      events += part.figures.events
      for (const source of part.unread) unread.add(source)
    } catch (error) {
      if (!isProblem(error)) throw error
      failed(error)
      for (const source of open.values()) unread.add(source)
      break
    }
    reached = from
  }
  const judged = groups.map((group): JudgedGroup => {
    const fresh = group.functions
      .map(({ source }) => source)
      .filter((source) => open.has(keyOf(group.signature, source)))
    const newIn = fresh.filter((source) => !unread.has(source))
    return { ...group, newIn, isNew: newIn.length > 0 ? true : fresh.length > 0 ? null : false }
  })
  return { groups: judged, comparison: kind === 'read' ? { kind, from: reached, to: end, events } : { kind } }
}
