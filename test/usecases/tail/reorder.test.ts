import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReorderBuffer } from '../../../src/usecases/tail/reorder.ts'

const at = (time: number) => ({ at: time })
const times = (released: readonly { readonly event: { readonly at: number }; readonly late: boolean }[]) =>
  released.map(({ event, late }) => (late ? `${event.at} late` : event.at))

describe('the reorder buffer', () => {
  it('lets events go in the order of their time, each when it is as old as the window', () => {
    const buffer = new ReorderBuffer(2000)
    for (const time of [12_000, 10_000, 11_000]) buffer.push(at(time), 12_000)
    expect(times(buffer.release(12_999))).toEqual([10_000])
    expect(times(buffer.release(14_000))).toEqual([11_000, 12_000])
  })
  it('marks what comes after a younger one, and lets it go at once', () => {
    const buffer = new ReorderBuffer(2000)
    buffer.push(at(10_000), 10_000)
    buffer.release(12_000)
    buffer.push(at(9_000), 12_500)
    expect(times(buffer.release(12_500))).toEqual(['9000 late'])
  })
  it('does not let a time in the future hold the others back, nor make them late', () => {
    const buffer = new ReorderBuffer(2000)
    buffer.push(at(9_999_999), 10_000)
    buffer.push(at(10_500), 10_500)
    expect(times(buffer.release(12_500))).toEqual([9_999_999, 10_500])
  })
  it('sorts by their own times what a lagging clock took for the future', () => {
    const buffer = new ReorderBuffer(2000)
    buffer.push(at(10_700), 10_000)
    buffer.push(at(10_600), 10_650)
    expect(times(buffer.release(13_000))).toEqual([10_600, 10_700])
  })
  it('gives everything it was given once, whatever comes when', () => {
    const step = fc.record({ time: fc.integer({ min: 0, max: 20_000 }), wait: fc.integer({ min: 0, max: 3000 }) })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const buffer = new ReorderBuffer<{ at: number; n: number }>(2000)
        const out: number[] = []
        let now = 5000
        steps.forEach(({ time, wait }, n) => {
          buffer.push({ at: time, n }, now)
          now += wait
          out.push(...buffer.release(now).map(({ event }) => event.n))
        })
        out.push(...buffer.drain().map(({ event }) => event.n))
        expect(out.sort((a, b) => a - b)).toEqual(steps.map((_, n) => n))
        expect(buffer.size).toBe(0)
      }),
    )
  })
})
