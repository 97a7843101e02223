import { describe, expect, it } from 'vitest'
import { criteriaOf, criteriaWords } from '../../src/cli/traces/criteria.ts'
import { tracesFlags } from '../../src/cli/traces/flags.ts'
import { followRow } from '../../src/cli/traces/follow-rows.ts'
import { findProgress, hintLines, revalidatedLine, samplingLine, throttledLine } from '../../src/cli/traces/notes.ts'
import { notFound, traceId } from '../../src/cli/traces/one-trace.ts'
import { Problem } from '../../src/domain/problem.ts'
import { foundTrace } from '../usecases/traces/found.ts'

const flags = {
  ...{ since: '15m', faults: false, errors: false, sort: 'time', limit: 50, follow: false, interactive: true },
  ...{ quiet: false, debug: false, 'no-color': true },
}
const plain = { color: false, unicode: true, width: null }
const id = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'

describe('what the flags ask for', () => {
  it('in words', () => {
    const criteria = criteriaOf({
      ...flags,
      faults: true,
      errors: true,
      slow: '1.5s',
      user: 'ann',
      annotation: ['a=b=c', 'n='],
      filter: 'ok',
    })
    expect(criteria.annotations).toEqual([
      { key: 'a', value: 'b=c' },
      { key: 'n', value: '' },
    ])
    expect(criteriaWords(criteria, ['A', 'B'])).toEqual([
      'faults and errors only',
      '1.5 s or longer',
      'through A or B',
      'of the user ann',
      'with a=b=c',
      'with n=',
      'where ok',
    ])
  })
  it('is nothing where nothing was said', () =>
    expect(criteriaWords(criteriaOf({ ...flags, filter: '  ' }), [])).toEqual([]))
  it('each flag says what it does', () => {
    for (const flag of Object.values(tracesFlags)) expect(flag.description).toBeTruthy()
  })
})

describe('a trace id', () => {
  it.each([
    id,
    id.toUpperCase(),
    id.slice(2).replace('-', ''),
    ` ${id} `,
    `Root=${id};Parent=53995c3f42cd8ad8;Sampled=1`,
  ])('%s', (word) => expect(traceId(word)).toBe(id))
  it.each(['', '1-2-3', 'orders', `${id}0`])('"%s" is none', (word) =>
    expect(() => traceId(word)).toThrow(/is no trace id/),
  )
  it('that is nowhere is a wrong word; that could not be looked for everywhere is no answer', () => {
    expect(notFound({ id, searched: ['X-Ray'], problems: [] })).toMatchObject({
      exit: 2,
      message: `there is no trace ${id}; searched: X-Ray`,
    })
    const denied = new Problem('AccessDenied', 'Not allowed.', { action: 'xray:StartTraceRetrieval' })
    expect(notFound({ id, searched: ['X-Ray'], problems: [denied] })).toMatchObject({
      exit: 3,
      action: 'xray:StartTraceRetrieval',
    })
  })
})

describe('what is said around a list', () => {
  it.each([
    [{ untraced: [], destination: 'XRay', indexedPercent: null }, []],
    [{ untraced: [], destination: null, indexedPercent: null }, []],
    [{ untraced: ['A'], destination: 'XRay', indexedPercent: null }, [/^tracing is off for A: it is seen/]],
    [
      { untraced: ['A', 'B', 'C', 'D', 'E', 'F'], destination: null, indexedPercent: null },
      [/A, B, C, D, E and 1 more: they are/],
    ],
    [{ untraced: [], destination: 'CloudWatchLogs', indexedPercent: 1 }, [/aws\/spans, and X-Ray lists 1 % of them/]],
    [{ untraced: [], destination: 'CloudWatchLogs', indexedPercent: null }, [/X-Ray lists a part of them/]],
  ] as const)('%j', (hints, lines) => {
    const told = hintLines(hints)
    expect(told).toHaveLength(lines.length)
    for (const [at, line] of told.entries()) expect(line).toMatch(lines[at]!)
  })
  it('sampling', () => {
    expect(samplingLine({ rule: 'Default', perSecond: 1, percent: 5, told: true })).toContain(
      'by the rule Default 1 request a second and 5 %',
    )
    expect(samplingLine({ rule: 'Default', perSecond: 2, percent: 5, told: false })).toContain(
      'unless a rule says otherwise 2 requests',
    )
  })
  it('throttling and a stack that changed', () => {
    expect([throttledLine(0), throttledLine(1), throttledLine(2)]).toEqual([
      null,
      expect.stringContaining('1 call:'),
      expect.stringContaining('2 calls:'),
    ])
    expect([revalidatedLine('same', 's'), revalidatedLine('gone', 's')]).toEqual([
      null,
      'the stack s does not exist any more',
    ])
  })
  it('progress is drawn when it takes a while, and nothing is left of it', () => {
    const written: string[] = []
    let now = 0
    const row = findProgress({ write: (text: string) => written.push(text), columns: 60 }, plain, () => now)
    row.show({ found: 1, processed: 2, parts: 4, done: 0 })
    expect(written).toEqual([])
    now = 600
    row.show({ found: 10, processed: 20, parts: 4, done: 1 })
    expect(written[0]).toContain('10 traces · of 20 looked at · part 2 of 4')
    row.clear()
    expect(written[1]).toBe('\r\u001b[K')
  })
})

describe('a trace as a line of a stream', () => {
  const trace = foundTrace(Date.UTC(2026, 4, 20, 14, 3, 21, 118), {
    id,
    status: 'fault',
    durationMs: 1240,
    root: 'POST /orders\u001b[31m',
    cause: 'TypeError: no',
  })
  it('whole, and safe', async () =>
    expect(await followRow(trace, plain, 'UTC')).toBe(
      `14:03:21.118  ✗ fault        1.24 s  POST /orders  orders-CreateOrder  ${id}  TypeError: no`,
    ))
  it('no wider than the terminal, its id in full', async () => {
    for (const width of [60, 80, 100, 120, 200]) {
      const rows = (await followRow(trace, { ...plain, width }, 'UTC')).split('\n')
      for (const row of rows) expect(row.length).toBeLessThan(width)
      expect(rows.join('')).toContain(id)
      expect(rows).toHaveLength(width < 120 ? 2 : 1)
    }
  })
})
