import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histogram, invokeFigures, type Measured } from '../../src/domain/invoke-figures.ts'
import { histogramRows } from '../../src/output/invoke-repeat.ts'

const one = (durationMs: number, initMs: number | null = null): Measured => ({
  ...{ outcome: 'success', durationMs, billedMs: Math.ceil(durationMs), initMs, memoryMb: 128, maxMemoryMb: 60 },
  roundTripMs: durationMs + 20,
})

describe('what many invocations say', () => {
  it('parts cold from warm', () => {
    const figures = invokeFigures([one(400, 200), ...Array.from({ length: 100 }, (_, at) => one(at + 1))])
    expect(figures).toMatchObject({
      count: 101,
      cold: { count: 1, p50Ms: 400 },
      init: { count: 1, p50Ms: 200 },
      warm: { count: 100, p50Ms: 50, p95Ms: 95, p99Ms: 99, maxMs: 100 },
      billedMs: 5450,
      memoryMb: 128,
    })
  })
  it('puts each duration into one bin', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 900_000, noNaN: true }), { minLength: 1 }), (values) => {
        const bins = histogram(values)
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
        expect(bins[0]!.fromMs).toBe(Math.min(...values))
        expect(bins.at(-1)!.toMs).toBe(Math.max(...values))
      }),
    )
  })
  it('has one bin for durations that no number lies between', () => {
    expect(histogram([Number.MIN_VALUE, 0])).toEqual([{ fromMs: 0, toMs: Number.MIN_VALUE, count: 2 }])
  })
  it('draws bars that fit, and something for each that is not empty', () => {
    const style = { color: false, unicode: true, width: 60 }
    const rows = histogramRows(histogram([...new Array<number>(1000).fill(1), 2, 11]), style)
    expect(rows).toHaveLength(10)
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(60)
    expect(rows[0]).toMatch(/1 ms – 2 ms {2}1000 {2}█+$/)
    expect(rows[9]).toMatch(/ {2}1 {2}▏$/)
    expect(histogramRows(histogram([5]), { ...style, unicode: false })).toEqual([
      expect.stringMatching(/^5 ms {2}1 {2}#+$/),
    ])
  })
})
