import type { Clock } from '../../../domain/clock.ts'
import type { OpenLive } from './open-live.ts'
import { followSession } from './session.ts'

export interface Refusal {
  readonly group: string
  readonly why: 'missing' | 'unsupported'
  readonly error: unknown
}

/**
 * Which groups a session is refused for, where AWS refuses it for several and does not say which: halves are tried, and halves of those
 * that are refused. Ends early where it can't be told.
 */
export const sift = async (
  open: OpenLive,
  groups: readonly string[],
  filter: string | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Refusal[]> => {
  const refusals: Refusal[] = []
  const half = Math.ceil(groups.length / 2)
  for (const part of [groups.slice(0, half), groups.slice(half)]) {
    if (part.length === 0 || signal.aborted) continue
    const { why, error, named } = await tried(open, part, filter, clock, signal)
    if (why !== 'missing' && why !== 'unsupported') continue
    const known = named.length > 0 ? named : part.length === 1 ? part : null
    if (known !== null) refusals.push(...known.map((group) => ({ group, why, error })))
    else refusals.push(...(await sift(open, part, filter, clock, signal)))
  }
  return refusals
}

/** Begins a session, and closes it as soon as it has begun. */
const tried = (open: OpenLive, groups: readonly string[], filter: string | null, clock: Clock, signal: AbortSignal) => {
  const begun = new AbortController()
  const hooks = { onStart: () => begun.abort(), onEvents: () => {}, onWhole: () => {}, full: () => false }
  return followSession(open, groups, filter, clock, hooks, AbortSignal.any([signal, begun.signal]))
}
