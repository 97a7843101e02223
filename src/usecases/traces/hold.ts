import type { TraceSummary } from '../../domain/trace/trace.ts'

/**
 * Shows each trace of a stream once, and whole: one that has not ended is held back until it has, or for `heldMs`. Gives what is to be shown now, oldest
 * first; `trace` null for a look at those that are held. Ids are remembered for as long as a stream may bring them again.
 */
export const onceEnded = (heldMs: number, rememberedMs = 20 * 60_000) => {
  const held = new Map<string, { readonly trace: TraceSummary; readonly since: number }>()
  const shown = new Map<string, number>()
  return (trace: TraceSummary | null, now: number): readonly TraceSummary[] => {
    if (trace !== null && !shown.has(trace.id)) held.set(trace.id, { trace, since: held.get(trace.id)?.since ?? now })
    const ready = [...held.values()].filter(({ trace: one, since }) => !one.partial || now - since >= heldMs)
    for (const { trace: one } of ready) {
      held.delete(one.id)
      shown.set(one.id, now)
    }
    for (const [id, at] of shown) {
      if (now - at <= rememberedMs) break
      shown.delete(id)
    }
    return ready.map((one) => one.trace)
  }
}
