import type { Clock } from '../../domain/clock.ts'
import type { FoundTrace } from '../../services/xray/summary-facts.ts'
import { type FindTraces, findTraces, type TraceWindow } from './find.ts'

export interface Followed {
  readonly trace: FoundTrace
  /** It was told before, and has grown or ended since. */
  readonly update: boolean
}

export interface FollowTraces extends Omit<FindTraces, 'window' | 'progress'> {
  readonly from: number
  readonly clock: Clock
  /** Milliseconds between two looks. */
  readonly everyMs?: number
}

/** A trace is to be seen half a minute after its request, and the event by which it is found may be older. */
const OVERLAP_MS = 90_000
const EVERY_MS = 5_000
/** What was told is remembered for as long as it may be found again. */
const REMEMBERED_MS = 15 * 60_000

/**
 * Traces as they come, a batch at each look (also an empty one), oldest first; ends with the signal's reason. A trace that is found again is told
 * again where its revision is newer or it has ended.
 */
export async function* followTraces(options: FollowTraces): AsyncGenerator<readonly Followed[]> {
  const { clock, signal, everyMs = EVERY_MS, from, ...find } = options
  const told = new Map<string, { revision: number; partial: boolean; at: number }>()
  for (let reached = from; ; ) {
    const now = clock.now()
    const window: TraceWindow = { from: Math.min(reached, now - 1), to: now }
    const found = new Map<string, Followed>()
    for await (const trace of findTraces({ ...find, window, signal })) {
      const before = told.get(trace.id)
      if (before && before.revision >= trace.revision && before.partial === trace.partial) continue
      found.set(trace.id, { trace, update: before !== undefined })
    }
    for (const { trace } of found.values())
      told.set(trace.id, { revision: trace.revision, partial: trace.partial, at: now })
    for (const [id, { at }] of told) if (now - at > REMEMBERED_MS) told.delete(id)
    yield [...found.values()].sort((a, b) => a.trace.start - b.trace.start)
    reached = Math.max(from, now - OVERLAP_MS)
    await clock.sleep(everyMs, signal)
  }
}
