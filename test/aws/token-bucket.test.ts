import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBucket, freeBucket } from '../../src/aws/token-bucket.ts'
import type { Clock } from '../../src/domain/clock.ts'
import { jumpingClock } from './fake-clock.ts'

describe('a token bucket', () => {
  test.each([
    { perSecond: 2.5, takes: 11, atLeastMs: 3_900 },
    { perSecond: 5, takes: 22, atLeastMs: 3_900 },
    { perSecond: 12.5, takes: 56, atLeastMs: 3_900 },
  ])('gives $takes tokens at $perSecond/s in no less than $atLeastMs ms', async ({ perSecond, takes, atLeastMs }) => {
    const clock = jumpingClock()
    const start = clock.now()
    const bucket = createBucket({ perSecond, clock })
    for (let i = 0; i < takes; i++) await bucket.take()
    expect(clock.now() - start).toBeGreaterThanOrEqual(atLeastMs)
    expect(clock.now() - start).toBeLessThan(atLeastMs * 1.2)
  })

  test('holds every second to less than twice its rate and the long run to its rate, whatever the pauses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 10, maxLength: 60 }),
        async (perSecond, pauses) => {
          const clock = jumpingClock()
          const bucket = createBucket({ perSecond, clock })
          const taken: number[] = []
          for (const pause of pauses) {
            clock.advance(pause)
            await bucket.take()
            taken.push(clock.now())
          }
          const burst = Math.max(1, perSecond / 2)
          for (const [index, at] of taken.entries()) {
            const within = taken.filter((other, i) => i >= index && other - at < 1000).length
            expect(within).toBeLessThanOrEqual(Math.floor(burst + perSecond + 0.001))
          }
          const seconds = (taken.at(-1)! - taken[0]!) / 1000
          expect(taken.length).toBeLessThanOrEqual(burst + perSecond * seconds + 0.01)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('serves higher priority first, and within one priority who came first', async () => {
    const clock = jumpingClock()
    const bucket = createBucket({ perSecond: 1, clock })
    await bucket.take()
    const order: string[] = []
    const wait = (name: string, priority?: number) => bucket.take(undefined, priority).then(() => order.push(name))
    await Promise.all([wait('sweep 1', -1), wait('head 1', 1), wait('plain'), wait('head 2', 1), wait('sweep 2', -1)])
    expect(order).toEqual(['head 1', 'head 2', 'plain', 'sweep 1', 'sweep 2'])
  })

  test('a throttle halves the rate, several at once count once, and the rate climbs back', () => {
    const clock = jumpingClock()
    const bucket = createBucket({ perSecond: 10, clock })
    bucket.throttled()
    bucket.throttled()
    expect(bucket.rate()).toBe(5)
    clock.advance(2_000)
    expect(bucket.rate()).toBeCloseTo(6)
    bucket.throttled()
    expect(bucket.rate()).toBeCloseTo(3)
    for (let i = 0; i < 40; i++) {
      clock.advance(1_001)
      bucket.throttled()
    }
    expect(bucket.rate()).toBeGreaterThanOrEqual(10 / 16)
    clock.advance(60_000)
    expect(bucket.rate()).toBe(10)
  })

  test('after a throttle nothing saved up is spent', async () => {
    const clock = jumpingClock()
    const bucket = createBucket({ perSecond: 10, clock })
    bucket.throttled()
    await bucket.take()
    expect(clock.slept.length).toBeGreaterThan(0)
  })

  test('who gives up leaves the queue with the reason, costs no token, and lets the pump rest', async () => {
    const naps: (() => void)[] = []
    let sleeping = 0
    const clock: Clock = {
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((resolve, reject) => {
          sleeping++
          naps.push(resolve)
          signal?.addEventListener('abort', () => {
            sleeping--
            reject(signal.reason)
          })
        }),
    }
    const bucket = createBucket({ perSecond: 1, clock })
    await bucket.take()
    const stop = new AbortController()
    const waiting = bucket.take(stop.signal)
    await Promise.resolve()
    expect(sleeping).toBe(1)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(sleeping).toBe(0)
    await expect(bucket.take(stop.signal)).rejects.toThrow('enough')
  })

  test('a clock that is set back stops nothing for ever', async () => {
    const clock = jumpingClock()
    const bucket = createBucket({ perSecond: 2, clock })
    await bucket.take()
    clock.advance(-3_600_000)
    await bucket.take()
    await bucket.take()
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3_000)
  })

  test('endpoints that are not AWS never wait, but an abort is heard', async () => {
    await freeBucket.take()
    await expect(freeBucket.take(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
    expect(freeBucket.rate()).toBe(Number.POSITIVE_INFINITY)
  })
})
