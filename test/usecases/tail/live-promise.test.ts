import { it } from 'vitest'
import { holdsThePromiseLive } from '../../support/hostile-tail.ts'

const SEEDS = Math.min(300, Number(process.env['SLSOPS_TAIL_SEEDS'] ?? 300))

it(`a tail over Live Tail keeps its promise on a bad day (${SEEDS} seeds)`, { timeout: 600_000 }, async () => {
  for (let seed = 0; seed < SEEDS; seed++) await holdsThePromiseLive(seed)
})
