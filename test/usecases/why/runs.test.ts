import { describe, expect, it } from 'vitest'
import { runsOf } from '../../../src/usecases/why/runs.ts'
import { requestId, runEvents, traceId } from './lines.ts'

const at = Date.UTC(2026, 10, 24, 12)

describe('the runs that lines tell of', () => {
  const lines = [
    ...runEvents({ at: at + 1000, nth: 2, failed: 'no box', trace: 7 }),
    ...runEvents({ at, nth: 1, name: 'CreateOrder' }),
  ].toSorted((a, b) => a.at - b.at)

  it('are whole, oldest first, with the lines that name no request', () => {
    const runs = runsOf(lines)
    expect(runs.map(({ source, requestId: id, outcome, durationMs }) => [source, id, outcome, durationMs])).toEqual([
      ['CreateOrder', requestId(1), 'ok', 38],
      ['FulfilOrder', requestId(2), 'error', 38],
    ])
    expect(runs.map(({ lines: own }) => own.length)).toEqual([5, 6])
    expect(runs[1]?.traceId).toBe(traceId(7))
  })

  it('tell their failure with the place that it came from', () => {
    const [fine, failed] = runsOf(lines)
    expect(fine?.failure).toBeNull()
    expect(failed?.failure?.signature.text).toBe('TypeError: no box at wrapGift (fulfil.ts)')
  })

  it('are those of the requests that were asked for', () => {
    expect(runsOf(lines, [requestId(1)]).map(({ source }) => source)).toEqual(['CreateOrder'])
  })
})
