import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, isNumber, timeOf } from '../../src/domain/query-answer.ts'
import { binMs, timeSeriesOf } from '../../src/domain/query-bin.ts'
import { caretLines } from '../../src/domain/query-caret.ts'
import { queryCost } from '../../src/domain/query-cost.ts'
import { limitIn } from '../../src/domain/query-join.ts'
import { askedColumns, sortKeysOf, statsOf } from '../../src/domain/query-terms.ts'
import { queryText } from '../../src/domain/query-text.ts'

const bodies = (text: string) =>
  queryText(text).commands.map(({ name, bodyStart, end }) => [name, text.slice(bodyStart, end).trim()])

describe('a query is cut into its commands', () => {
  it.each([
    [
      'fields a | filter b = "x | y" | limit 3',
      [
        ['fields', 'a'],
        ['filter', 'b = "x | y"'],
        ['limit', '3'],
      ],
    ],
    [
      'filter a like /x|y\\/|z/ | sort a',
      [
        ['filter', 'a like /x|y\\/|z/'],
        ['sort', 'a'],
      ],
    ],
    [
      'parse @message /(?<a>x|y)/ | limit 1',
      [
        ['parse', '@message /(?<a>x|y)/'],
        ['limit', '1'],
      ],
    ],
    [
      'fields a / b | fields c / d',
      [
        ['fields', 'a / b'],
        ['fields', 'c / d'],
      ],
    ],
    [
      'fields `a|b` | STATS count(*)',
      [
        ['fields', '`a|b`'],
        ['stats', 'count(*)'],
      ],
    ],
    [
      'fields a # | no command\n| limit 2',
      [
        ['fields', 'a'],
        ['limit', '2'],
      ],
    ],
    [
      "filter a = 'it\\'s | one' | limit 1",
      [
        ['filter', "a = 'it\\'s | one'"],
        ['limit', '1'],
      ],
    ],
    [
      'fields x | join (source logGroups() | limit 1) on x',
      [
        ['fields', 'x'],
        ['join', '(source logGroups() | limit 1) on x'],
      ],
    ],
    ['', []],
    [' | ', []],
  ])('%s', (text, expected) => expect(bodies(text)).toEqual(expected))

  it('whatever it is, in pieces that stand where they say', () => {
    const piece = fc.constantFrom('fields ', '|', '"', "'", '`', '/', '#', '\n', '(', ')', 'like ', '\\', 'x', ' ')
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
        (text) => {
          const { plain, commands } = queryText(text)
          expect(plain).toHaveLength(text.length)
          let before = 0
          for (const { start, bodyStart, end } of commands) {
            expect(start).toBeGreaterThanOrEqual(before)
            expect(bodyStart).toBeGreaterThanOrEqual(start)
            expect(end).toBeGreaterThan(start)
            expect(end).toBeGreaterThanOrEqual(bodyStart)
            before = end
          }
        },
      ),
    )
  })
})

describe('what commands say', () => {
  const first = (text: string) => [queryText(text), queryText(text).commands[0]!] as const

  it('stats: what is computed, by what', () =>
    expect(statsOf(...first('stats count(*) as n, sum(a + max(b, c)) by bin(5m) as t, `by x`'))).toEqual({
      values: [
        { expression: 'count(*)', alias: 'n', name: 'n' },
        { expression: 'sum(a + max(b, c))', alias: null, name: 'sum(a + max(b, c))' },
      ],
      by: [
        { expression: 'bin(5m)', alias: 't', name: 't' },
        { expression: '`by x`', alias: null, name: 'by x' },
      ],
    }))

  it('sort: keys and their directions', () =>
    expect(sortKeysOf(...first('sort count(a, b) desc, `x y` asc, z'))).toEqual([
      { expression: 'count(a, b)', descending: true },
      { expression: '`x y`', descending: false },
      { expression: 'z', descending: false },
    ]))

  it.each([
    ['fields a, b as c | fields d', ['a', 'c', 'd']],
    ['fields a, # the first, as it is\n b # and\n as c', ['a', 'c']],
    ['fields a | display b, strlen(c) as d', ['b', 'd']],
    ['fields a | stats count(*) as n by a, bin(1h) | sort n', ['a', 'bin(1h)', 'n']],
    ['filter a = 1', []],
  ])('%s shows %j', (text, columns) => expect(askedColumns(queryText(text))).toEqual(columns))

  it.each([
    ['limit 3', 3],
    ['limit 9 | fields a | limit 5', 5],
    ['limit x', null],
    ['fields a', null],
  ])('%s has the limit %s', (text, limit) => expect(limitIn(queryText(text))).toBe(limit))

  it.each([
    ['bin(5m)', 300_000],
    ['bin( 1 hr )', 3_600_000],
    ['bin(300s)', 60_000],
    ['BIN(2days)', 172_800_000],
    ['bin(1month)', null],
    ['bin(0m)', null],
    ['count(5m)', null],
  ])('%s is %s ms', (text, ms) => expect(binMs(text)).toBe(ms))

  it('counts over time where it says bin', () => {
    expect(timeSeriesOf(queryText('stats count(*), max(a) as most by level, bin(5m) as t'))).toEqual({
      time: 't',
      binMs: 300_000,
      by: ['level'],
      values: [
        { name: 'count(*)', fold: 'sum' },
        { name: 'most', fold: 'max' },
      ],
    })
    expect(timeSeriesOf(queryText('stats count(*) by level'))).toBeNull()
    expect(timeSeriesOf(queryText('fields bin(5m)'))).toBeNull()
  })
})

describe('the place of an error', () => {
  it.each([
    ['fields a\n| fliter b\n| limit 1', 11, 16, '| fliter b', '  ^^^^^^'],
    ['abc', 99, 99, 'abc', '   ^'],
    ['a\tb', 2, 2, 'a b', '  ^'],
  ])('%j', (query, start, end, line, caret) => expect(caretLines(query, start, end)).toEqual([line, caret]))

  it('shows a part of a long line', () => {
    const [line, caret] = caretLines(`${'a'.repeat(300)}!${'b'.repeat(300)}`, 300)
    expect(line).toHaveLength(100)
    expect(line[caret.indexOf('^')]).toBe('!')
  })
})

describe('values of an answer', () => {
  it.each([
    ['1', true],
    ['-0.5', true],
    ['1e21', false],
    ['007', false],
    ['12345678901234567890', false],
    ['1.50', false],
    ['NaN', false],
    ['Infinity', false],
    ['', false],
  ])('%s can be a number unchanged: %s', (value, is) => expect(isNumber(value)).toBe(is))

  it('reads times in UTC', () => {
    expect(timeOf('2026-11-24 12:00:00.250')).toBe(Date.UTC(2026, 10, 24, 12, 0, 0, 250))
    expect(timeOf('2026-13-24 12:00:00.250')).toBeNull()
    expect(timeOf('2026-11-24')).toBeNull()
  })

  it('orders columns as they were asked for, then as rows show them', () => {
    const rows = [
      new Map([
        ['b', '1'],
        ['z', 'x'],
      ]),
      new Map([
        ['b', '2'],
        ['y', '2026-11-24 12:00:00.250'],
        ['z', '1'],
      ]),
    ]
    expect(columnsOf(rows, ['a', 'B'])).toEqual([
      { name: 'a', type: 'text' },
      { name: 'b', type: 'number' },
      { name: 'y', type: 'time' },
      { name: 'z', type: 'text' },
    ])
  })

  it('costs half a cent a GB', () => expect([queryCost(0), queryCost(1e9), queryCost(1)]).toEqual([0, 0.005, 0]))
})
