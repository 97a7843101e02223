import { it } from 'vitest'
import { holdsThePromise } from '../../support/hostile-tail.ts'

// Two files, so that two cores share the seeds.
const SEEDS = Number(process.env['SLSOPS_TAIL_SEEDS'] ?? 5000)

it(`a followed tail keeps its promise on a bad day (odd seeds below ${SEEDS})`, { timeout: 600_000 }, async () => {
  for (let seed = 1; seed < SEEDS; seed += 2) await holdsThePromise(seed)
})
