import { expect, it } from 'vitest'
import { throttled } from '../../src/local/fault-errors.ts'
import { filterQuota } from '../../src/local/quota.ts'
import { ServiceError } from '../../src/local/service.ts'

const call = (operation: string, service = 'logs') => ({
  service,
  operation,
  region: 'us-east-1',
  signal: new AbortController().signal,
})

const quotaOf = (perSecond: number | null, next: () => ServiceError | null = () => null) => {
  const clock = { now: 1000 }
  const quota = filterQuota({ perSecond, now: () => clock.now })
  const before = quota.before(async () => next())
  const ask = async (operation = 'FilterLogEvents') => (await before(call(operation)))?.code ?? 'served'
  const served = async (calls: number): Promise<number> => {
    let count = 0
    for (let n = 0; n < calls; n += 1) if ((await ask()) === 'served') count += 1
    return count
  }
  return { clock, quota, ask, served }
}

it('lets a burst of N through, and N a second', async () => {
  const { clock, quota, served } = quotaOf(5)
  expect(await served(8)).toBe(5)
  clock.now += 400
  expect(await served(8)).toBe(2)
  clock.now += 60_000
  expect(await served(20)).toBe(5)
  expect(quota.counts()).toEqual({ served: 12, throttled: 24 })
})

it('lets one in two seconds through for a half', async () => {
  const { clock, served } = quotaOf(0.5)
  expect(await served(2)).toBe(1)
  clock.now += 1000
  expect(await served(2)).toBe(0)
  clock.now += 1000
  expect(await served(2)).toBe(1)
})

it('does not mind a clock that goes back', async () => {
  const { clock, served } = quotaOf(2)
  expect(await served(3)).toBe(2)
  clock.now -= 10_000
  expect(await served(3)).toBe(0)
  clock.now += 1000
  expect(await served(3)).toBe(2)
})

it('is for FilterLogEvents alone', async () => {
  const { quota, ask, served } = quotaOf(1)
  expect(await served(2)).toBe(1)
  expect(await ask('GetLogEvents')).toBe('served')
  expect(quota.counts()).toEqual({ served: 1, throttled: 1 })
})

it('counts without a quota too, throttling by faults as throttling, other failures as neither', async () => {
  const outcomes = [null, throttled('logs'), new ServiceError('ServiceUnavailable', 'x', 503), null]
  const { quota, served } = quotaOf(null, () => outcomes.shift() ?? null)
  expect(await served(4)).toBe(2)
  expect(quota.counts()).toEqual({ served: 2, throttled: 1 })
})
