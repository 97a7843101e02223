import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QueryRow } from '../../src/domain/query-answer.ts'
import { ciGuard } from '../../src/output/ci-commands.ts'
import { csv } from '../../src/output/csv.ts'
import { askedPointers, queryHuman } from '../../src/output/query.ts'
import { bytesText, costText, figureText } from '../../src/output/query-figures.ts'
import { queryAnswer, queryCsv, queryRecords, type ToldQuery } from '../../src/output/query-json.ts'
import { queriesAnswer, queriesTable } from '../../src/output/query-list.ts'
import { queryNext } from '../../src/output/query-next.ts'
import { closingLines, openingLine } from '../../src/output/query-notes.ts'
import { barText, queryProgress } from '../../src/output/query-progress.ts'
import { timesText } from '../../src/output/query-times.ts'

const style = { color: false, unicode: true, width: 80 }
const at = Date.UTC(2026, 10, 24, 14, 3, 21, 118)
const time = '2026-11-24 14:03:21.118'
const window = { from: at - 3_600_000, to: at }
const guard = ciGuard({ GITHUB_ACTIONS: 'true' })
const context = { stack: 'orders', stackId: null, account: null, region: 'eu-west-1', endpoint: null }

const row = (fields: Readonly<Record<string, string>>): QueryRow => new Map(Object.entries(fields))
const told = (rows: readonly QueryRow[], query = 'filter a = 1'): ToldQuery => ({
  ...{ name: null, query, window, groups: ['/a'], missing: [], rows, partial: false, incomplete: [] },
  statistics: { bytesScanned: 12_300_000, recordsMatched: 1204, recordsScanned: 41_207 },
})

const human = async (rows: readonly QueryRow[], query = 'filter a = 1', width: number | null = 80) => {
  const look = { style: { ...style, width }, zone: 'UTC', nameOf: (value: string) => value.split(':')[1] ?? null }
  return queryHuman({ query, rows, window }, look, null)
}

describe('the table', () => {
  it('shows times on a clock, numbers right, and no pointers', async () => {
    const rows = [
      row({ '@timestamp': time, '@log': '1:Create', ms: '12.5', n: '7', '@ptr': 'x' }),
      row({ '@timestamp': '2026-11-24 14:03:22.000', '@log': '1:Fulfil', ms: '3000', '@ptr': 'y' }),
    ]
    expect((await human(rows)).text).toBe(
      ['@timestamp    @log      ms  n', '14:03:21.118  Create    12.5  7', '14:03:22.000  Fulfil  3000.0  —']
        .join('\n')
        .replace('@log      ms', '@log        ms')
        .concat('\n'),
    )
  })

  it('shows pointers where the query asks for them', async () => {
    const rows = [row({ a: 'b', '@ptr': 'CkAB' })]
    expect(askedPointers('fields a, @ptr')).toEqual(['@ptr'])
    expect((await human(rows, 'fields a, @ptr')).text).toContain('CkAB')
    expect((await human(rows, 'fields a | filter @ptr = "x"')).text).not.toContain('CkAB')
  })

  it('is never wider than the terminal, and says what it left out', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`column${n}`, 'a long text that goes on']))
    for (const width of [30, 80, 140]) {
      const { text, left } = await human([row(many)], 'filter a = 1', width)
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
      expect(left.length > 0).toBe(width < 140 + 26)
    }
    expect((await human([row(many)], 'filter a = 1', null)).left).toEqual([])
  })

  it('lets nothing of a log line act on the terminal, nor break the table', async () => {
    const { text } = await human([row({ '@message': 'a\n\tb\u001b[31m\u0007\u202e', '\u001b[1mx': '\r\nc' })])
    expect(text.split('\n')).toHaveLength(3)
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(text).toContain('a b')
  })

  it('is empty for no rows, and leaves out columns that no row has', async () => {
    expect(await human([], 'fields a')).toEqual({ text: '', left: [] })
    expect((await human([row({ b: '1' })], 'fields a, b')).text).toBe('b\n1\n')
  })

  it('stands in the order of the chart under it, unless the query has one', async () => {
    const bins = [
      row({ 'bin(5m)': '2026-11-24 14:00:00.000', n: '2' }),
      row({ 'bin(5m)': '2026-11-24 13:55:00.000', n: '1' }),
    ]
    const query = 'stats count(*) as n by bin(5m)'
    expect((await human(bins, query)).text).toMatch(/13:55 .*\n14:00 .*\n\n.*n\n/)
    expect((await human(bins, `${query} | sort n desc`)).text).toMatch(/14:00 .*\n13:55 /)
  })
})

describe('json', () => {
  it('is slsops.query/1', () => {
    const rows = [row({ a: '1', at: time, '@ptr': 'p' }), row({ a: '2.5', text: '007' })]
    expect(JSON.parse(queryAnswer(told(rows, 'fields b, a'), context, null))).toEqual({
      schema: 'slsops.query/1',
      context,
      query: 'fields b, a',
      name: null,
      window: { from: '2026-11-24T13:03:21.118Z', to: '2026-11-24T14:03:21.118Z' },
      logGroups: ['/a'],
      missingLogGroups: [],
      statistics: { bytesScannedBytes: 12_300_000, recordsMatched: 1204, recordsScanned: 41_207, costUsd: 0.0000615 },
      columns: [
        { name: 'b', type: 'text' },
        { name: 'a', type: 'number' },
        { name: 'text', type: 'text' },
        { name: 'at', type: 'time' },
        { name: '@ptr', type: 'text' },
      ],
      rows: [
        { b: null, a: 1, at: '2026-11-24T14:03:21.118Z', text: null, '@ptr': 'p' },
        { b: null, a: 2.5, at: null, text: '007', '@ptr': null },
      ],
      partial: false,
      incomplete: [],
    })
  })

  it('keeps every field name, and every value, a row a line', () => {
    const hostile = row({ ['__proto__']: '##[error]x', constructor: '\u001b[31m\u202e' })
    const lines = queryRecords(told([hostile, row({ constructor: 'b' })]), guard)
    expect(lines).not.toMatch(/##|\u001b|\u202e/)
    const [first, second] = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(Object.entries(first)).toEqual([
      ['__proto__', '##[error]x'],
      ['constructor', '\u001b[31m\u202e'],
    ])
    expect(Object.entries(second)).toEqual([
      ['__proto__', null],
      ['constructor', 'b'],
    ])
  })
})

/** A reader of RFC 4180, as plain as its grammar. */
const readCsv = (text: string): string[][] => {
  const rows: string[][] = [[]]
  const form = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y
  while (form.lastIndex < text.length) {
    const [, quoted, plain = '', end] = form.exec(text)!
    rows.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  rows.pop()
  return rows
}

describe('csv', () => {
  it('says to a reader what it was told', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a,b', '"', 'x\r\ny', '=1+1', '', ' '))
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 4 })
          .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 })),
        (lines) => {
          const [names, ...rows] = lines as [string[], ...string[][]]
          expect(readCsv(csv(names, rows))).toEqual(lines)
        },
      ),
    )
  })

  it('has the columns of the query first, times in UTC, figures as they came, no pointer', () => {
    const rows = [row({ b: '0.1', at: time, '@ptr': 'p' }), row({ a: '=cmd|x' })]
    const text = queryCsv(told(rows, 'fields a, b'), { pointers: [], screen: false, guard: null })
    expect(text).toBe('a,b,at\r\n,0.1,2026-11-24T14:03:21.118Z\r\n=cmd|x,,\r\n')
  })

  it('keeps its names where there are no rows', () =>
    expect(queryCsv(told([], 'fields a, b'), { pointers: [], screen: false, guard: null })).toBe('a,b\r\n'))

  it('is as it was logged in a pipe, and harmless on a terminal and in a CI run', () => {
    const rows = [row({ a: '::error::x\u001b[31m' })]
    expect(queryCsv(told(rows), { pointers: [], screen: false, guard: null })).toBe('a\r\n::error::x\u001b[31m\r\n')
    expect(queryCsv(told(rows), { pointers: [], screen: true, guard: null })).toBe('a\n::error::x\n')
    expect(queryCsv(told(rows), { pointers: [], screen: false, guard })).not.toMatch(/^::/m)
  })
})

describe('what is said around it', () => {
  const heard = { style, zone: 'UTC' }
  const closing = {
    ...{ rows: 20, atLimit: 'asked' as const, isEvents: true, partial: false, missing: [], left: [], incomplete: [] },
    statistics: { bytesScanned: 12_300_000, recordsMatched: 1204, recordsScanned: 41_207 },
  }

  it('opens with what is asked, where and for which time', () => {
    const about = { title: ['orders', 'eu-west-1', '5 functions'], name: 'slow', from: 'slsops', window }
    expect(openingLine(about, heard)).toBe('orders · eu-west-1 · 5 functions · slow · 13:03:21–14:03:21')
    expect(openingLine({ ...about, from: 'slsops.yaml', window: { from: at - 86_400_000, to: at } }, heard)).toBe(
      'orders · eu-west-1 · 5 functions · slow (slsops.yaml) · 11-23 14:03:21–11-24 14:03:21',
    )
  })

  it.each([
    [{}, '20 rows of 1 204 · --limit N shows more · 12.3 MB scanned · under $0.0001'],
    [{ atLimit: 'query' as const }, '20 rows of 1 204 that match · 41 207 records, 12.3 MB scanned · under $0.0001'],
    [{ isEvents: false, atLimit: null }, '20 rows · 41 207 records, 12.3 MB scanned · under $0.0001'],
    [{ rows: 1, isEvents: false, atLimit: null }, '1 row · 41 207 records, 12.3 MB scanned · under $0.0001'],
    [{ rows: 0, atLimit: null }, 'no rows · 41 207 records, 12.3 MB scanned · under $0.0001'],
    [{ partial: true }, '20 rows of 1 204 that match · not complete · 12.3 MB scanned · under $0.0001'],
  ])('closes with what it took: %j', (more, line) =>
    expect(closingLines({ ...closing, ...more }, heard)).toEqual([line]),
  )

  it('names what is missing first', () => {
    const incomplete = [{ what: 'a part\u0007', operation: 'x', reason: 'denied', action: null }]
    const lines = closingLines({ ...closing, missing: ['/a', '/b'], left: ['request'], incomplete }, heard)
    expect(lines.slice(0, 3)).toEqual([
      'not read: a part\\x07: denied',
      'no such log group yet: /a, /b',
      'no room for the column request: a wider terminal, or -o csv',
    ])
  })

  it('breaks no word of what is missing', () => {
    const narrow = { ...heard, style: { ...style, width: 40 } }
    const lines = closingLines({ ...closing, left: ['durationMs', 'request'] }, narrow)
    expect(lines).toEqual([
      'no room for the columns durationMs,',
      'request: a wider terminal, or -o csv',
      '20 rows of 1 204 · --limit N shows more',
      '12.3 MB scanned · under $0.0001',
    ])
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
  })

  it.each<[string, Record<string, string>, Record<string, unknown>, readonly string[], string]>([
    [
      'a request',
      { request: 'r-12345678', functionName: 'Pay' },
      { region: 'x' },
      [],
      'Pay --request-id r-12345678 --since 2m --no-follow --region x',
    ],
    [
      'a group',
      { '@requestId': 'r-12345678', '@log': '1:/g' },
      {},
      ['/g'],
      '--log-group /g --request-id r-12345678 --since 2m --no-follow',
    ],
    [
      'a name',
      { requestId: 'r-12345678', '@log': '1:Pay' },
      {},
      [],
      'Pay --request-id r-12345678 --since 2m --no-follow',
    ],
    ['no id', { requestId: '$(x)', '@log': '1:a b' }, {}, [], '--since 2m --no-follow'],
    ['a demo', { request: 'r-12345678', functionName: 'Pay' }, { demo: true }, [], 'Pay --since 2m --no-follow --demo'],
  ])('says what shows more of %s', (_what, fields, flags, logGroups, words) => {
    const about = { flags, logGroups, now: at + 1000, nameOf: (value: string) => value.split(':')[1] ?? null }
    const rows = [row({ n: '1' }), row({ '@timestamp': time, ...fields })]
    expect(queryNext(rows, about, { ...style, width: null })).toEqual([`next: slsops tail ${words}`])
    expect(queryNext(rows, about, { ...style, width: 34 }).length).toBeGreaterThan(1)
    expect(queryNext([row({ n: '1' }), row(fields)], about, style)).toEqual([])
  })

  it('lists the queries that have a name', async () => {
    const queries = [{ name: 'big', from: 'slsops.yaml', about: 'a\u001b[31m', text: 'filter a' }]
    expect(await queriesTable(queries, style)).toBe('query  about  from\nbig    a      slsops.yaml\n')
    expect(JSON.parse(queriesAnswer(queries, context))).toMatchObject({
      schema: 'slsops.queries/1',
      queries: [{ name: 'big', from: 'slsops.yaml', about: 'a\u001b[31m', query: 'filter a' }],
    })
  })
})

describe('how far it is', () => {
  const statistics = { bytesScanned: 2_000_000_000, recordsMatched: 0, recordsScanned: 1_204_000 }
  const follow = (columns = 100) => {
    const written: string[] = []
    let now = 1000
    const row = queryProgress({ write: (text) => written.push(text), columns }, style, () => now)
    return { row, written, wait: (ms: number) => (now += ms) }
  }

  it('is not told of what is quick', () => {
    const { row, written } = follow()
    row.tell({ started: 1, done: 0, statistics })
    row.clear()
    expect(written).toEqual([])
  })

  it('is records, bytes and what they cost, on one row that goes away', () => {
    const { row, written, wait } = follow()
    row.tell({ started: 1, done: 0, statistics })
    wait(500)
    row.draw()
    row.draw()
    expect(written).toEqual(['\r░░░░░█████░░░░░░  1 204 000 records · 2 GB · $0.01 · Ctrl-C stops it\u001b[K'])
    row.clear()
    row.clear()
    expect(written.slice(1)).toEqual(['\r\u001b[K'])
  })

  it('is the share of the queries that are over, where there are several', () => {
    const { row, written, wait } = follow(40)
    wait(500)
    row.tell({ started: 4, done: 1, statistics })
    expect(written).toEqual(['\r████░░░░░░░░░░░░  1 of 4 queries · 1 2…\u001b[K'])
  })

  it('moves to and fro, and never breaks out', () => {
    for (let step = 0; step < 50; step++) expect(barText({ started: 1, done: 0 }, step, false)).toMatch(/^\.*#####\.*$/)
    for (let step = 0; step < 50; step++) expect(barText({ started: 1, done: 0 }, step, false)).toHaveLength(16)
  })
})

describe('figures', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [999_600, '1 MB'],
    [12_340, '12.3 kB'],
    [340_000_000, '340 MB'],
    [5e12, '5 TB'],
  ])('%s bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text))
  it.each([
    [0, '$0'],
    [0.00001, 'under $0.0001'],
    [0.00494, '$0.0049'],
    [0.5, '$0.50'],
    [12.3456, '$12.35'],
  ])('%s dollars are %s', (usd, text) => expect(costText(usd)).toBe(text))
  it('are readable', () =>
    expect([figureText(4812), figureText(12), figureText(1e6)]).toEqual(['4 812', '12', '1 000 000']))
})

describe('times of a column', () => {
  const midnight = Date.UTC(2026, 10, 24)
  it.each([
    [[midnight, midnight + 60_000], '00:00'],
    [[midnight, midnight + 1000], '00:00:00'],
    [[midnight, midnight + 1], '00:00:00.000'],
    [[midnight, midnight - 60_000], '11-24 00:00'],
    [[midnight, Date.UTC(2025, 10, 24)], '2026-11-24 00:00'],
  ])('%j', (times, text) => expect(timesText(times, 'UTC')(midnight)).toBe(text))
  it('are on the clock of the zone', () => expect(timesText([midnight], 'Asia/Kolkata')(midnight)).toBe('05:30'))
})
