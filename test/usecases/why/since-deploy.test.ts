import { expect, it } from 'vitest'
import type { Occurrence } from '../../../src/domain/log/signature-failures.ts'
import { runsOf } from '../../../src/usecases/why/runs.ts'
import { firstSinceDeploy } from '../../../src/usecases/why/since-deploy.ts'
import { runEvents } from './lines.ts'

const HOUR = 3_600_000
const deployAt = Date.UTC(2026, 10, 24, 12)
const failure = (after: number, message = 'no box'): Occurrence =>
  runsOf(runEvents({ at: deployAt + after, nth: 1, failed: message }))[0]!.failure!

const ask = (asked: Occurrence, there: readonly Occurrence[], whole = true, deploy: number | null = deployAt) =>
  firstSinceDeploy({
    deployAt: deploy,
    functions: [],
    failure: asked,
    read: async ({ from, to }, take, enough) => {
      for (const one of there.filter(({ at }) => at >= from && at <= to)) {
        take(one)
        if (enough()) break
      }
      return whole
    },
  })

const late = failure(41 * 60_000)

it.each<[string, () => Promise<unknown>, number | null]>([
  [
    'is the first of its kind after the deploy',
    () => ask(late, [failure(41_000), failure(60_000), late]),
    failure(41_000).at,
  ],
  ['is itself where nothing was there before it', () => ask(late, [failure(41_000, 'another one'), late]), late.at],
  [
    'is not told of one that was there before the deploy',
    () => ask(late, [failure(-60_000), failure(41_000), late]),
    null,
  ],
  ['is not told where not all could be read', () => ask(late, [failure(41_000), late], false), null],
  ['is not told of one from before the deploy', () => ask(failure(-10), [failure(-10)]), null],
  ['is not told a day later', () => ask(failure(25 * HOUR), []), null],
  ['is not told without a deploy', () => ask(late, [late], true, null), null],
])('a failure since the deploy %s', async (_, run, at) => {
  expect(await run()).toEqual(at === null ? null : { firstSeen: at, deployAt })
})
