import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readQuery } from '../../../../src/local/logs/insights/language.ts'
import type { ScannedEvent } from '../../../../src/local/logs/insights/row.ts'
import { runQuery } from '../../../../src/local/logs/insights/run.ts'
import { NotInSubset, QuerySyntaxError } from '../../../../src/local/logs/insights/scanner.ts'

const NOW = Date.UTC(2026, 10, 24, 12)
const uuid = '054d8776-b852-42f6-a1a6-752552daea41'
const report =
  `REPORT RequestId: ${uuid}\tDuration: 2.03 ms\tBilled Duration: 3 ms\tMemory Size: 512 MB\tMax Memory Used: 70 MB\t` +
  'Init Duration: 119.5 ms\t\nXRAY TraceId: 1-6ac7d63f-0104e99861c65c8039f183da\tSegmentId: 7c4eb6a6d56f2a27\tSampled: true\t\n'

/** Events of one stream, the last the newest, a minute apart; a query meets the newest first. */
const scanned = (messages: readonly string[]): ScannedEvent[] =>
  messages
    .map((message, i) => ({
      log: '123456789012:/g',
      event: {
        timestamp: NOW + i * 60_000,
        ingestionTime: NOW + i * 60_000 + 600,
        seq: i,
        stream: `s${i}`,
        message,
        bytes: 1,
      },
    }))
    .reverse()

const rows = (query: string, messages: readonly string[], limit = 10_000): Record<string, string>[] =>
  runQuery(readQuery(query), scanned(messages), limit).results.map((fields) =>
    Object.fromEntries(fields.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  )

/** The values of one expression for one event. */
const value = (expression: string, message = '{}'): string | undefined =>
  rows(`fields ${expression} as x | display x`, [message])[0]?.['x']

describe('fields of an event', () => {
  it.each([
    ['@timestamp', 'm', '2026-11-24 12:00:00.000'],
    ['@ingestionTime', 'm', '2026-11-24 12:00:00.600'],
    ['@message', 'm\n', 'm\n'],
    ['@log', 'm', '123456789012:/g'],
    ['@logStream', 'm', 's0'],
    ['@type', report, 'REPORT'],
    ['@requestId', report, uuid],
    ['@duration', report, '2.03'],
    ['@billedDuration', report, '3'],
    ['@initDuration', report, '119.5'],
    ['@memorySize', report, '512000000'],
    ['@maxMemoryUsed', report, '70000000'],
    ['@xrayTraceId', report, '1-6ac7d63f-0104e99861c65c8039f183da'],
    ['@xraySegmentId', report, '7c4eb6a6d56f2a27'],
    ['@type', `START RequestId: ${uuid} Version: $LATEST\n`, 'START'],
    ['@requestId', `END RequestId: ${uuid}\n`, uuid],
    ['@requestId', `2026-11-24T12:00:00.000Z\t${uuid}\tINFO\thello\n`, uuid],
    ['@requestId', `[INFO]\t2026-11-24T12:00:00.000Z\t${uuid}\thello\n`, uuid],
    ['@requestId', `2026-11-24T12:00:00.000Z ${uuid} Task timed out after 3.00 seconds`, uuid],
    ['@requestId', `RequestId: ${uuid} Error: Runtime exited with error: signal: killed`, uuid],
    ['@requestId', '2026-11-24T12:00:00.000Z\tundefined\tINFO\thello', undefined],
    ['@duration', `START RequestId: ${uuid}`, undefined],
    ['record.metrics.durationMs', '{"type":"platform.report","record":{"metrics":{"durationMs":11.642}}}', '11.642'],
    ['a.b.1.c', '{"a":{"b":[1,{"c":"deep"}]}}', 'deep'],
    ['`a-b`', '{"a-b":1}', '1'],
    ['ok', '{"ok":true}', '1'],
    ['no', '{"no":false}', '0'],
    ['none', '{"none":null}', undefined],
    ['user', `2026-11-24T12:00:00.000Z\t${uuid}\tINFO\torder {"user":"a}","n":{}} taken`, 'a}'],
    ['user', 'order {"user": taken', undefined],
    ['constructor', '{}', undefined],
    ['big', '{"big":0.123456789}', '0.123456789'],
  ])('%s of %j', (field, message, expected) => {
    expect(value(field, message)).toBe(expected)
  })
})

describe('expressions', () => {
  const message = '{"n":7,"s":"Warn","t":"12.5","ok":true,"list":["a"],"neg":-3}'
  it.each([
    ['n + 1 * 2', '9'],
    ['(n + 1) * 2', '16'],
    ['n / 3', '2.3333'],
    ['n % 4', '3'],
    ['2 ^ 3', '8'],
    ['-n', '-7'],
    ['n-1', '6'],
    ['t * 2', '25'],
    ['s * 2', undefined],
    ['n / 0', undefined],
    ['abs(neg)', '3'],
    ['ceil(t)', '13'],
    ['floor(t)', '12'],
    ['strlen(s)', '4'],
    ['strlen("😀")', '1'],
    ['tolower(s)', 'warn'],
    ['toupper(s)', 'WARN'],
    ['concat(s, "-", n, gone)', 'Warn-7'],
    ['coalesce(gone, s)', 'Warn'],
    ['coalesce(gone)', undefined],
    ['ispresent(gone)', '0'],
    ['ispresent(n) + ispresent(s)', '2'],
    ['bin(1h)', '2026-11-24 12:00:00.000'],
    ['"a \\" quoted"', 'a " quoted'],
    ["'single'", 'single'],
    ['1.5e3', '1500'],
    ['n > 5', '1'],
    ['n > 5 and s = "Warn"', '1'],
  ])('%s = %s', (expression, expected) => {
    expect(value(expression, message)).toBe(expected)
  })

  it.each([
    ['n = 7', true],
    ['n = "7"', true],
    ['n != 7', false],
    ['n < 10', true],
    ['n <= 7', true],
    ['n >= 8', false],
    ['t > 12', true],
    ['s = "warn"', false],
    ['s < "X"', true],
    ['ok = 1', true],
    ['ok = true', true],
    ['ok', true],
    ['gone = 1', false],
    ['gone != 1', false],
    ['not gone = 1', true],
    ['s like "ar"', true],
    ['s like "AR"', false],
    ['s like /^W.*n$/', true],
    ['s like /(?i)warn/', true],
    ['s =~ /arn/', true],
    ['s not like /arn/', false],
    ['gone not like /arn/', false],
    ['s like /a\\/b/', false],
    ['s in ["Info", "Warn"]', true],
    ['n in [1, 7]', true],
    ['n not in [1, 7]', false],
    ['gone not in [1]', false],
    ['n = 1 or n = 7 and s = "x"', false],
    ['(n = 1 or n = 7) and s = "Warn"', true],
    ['ISPRESENT(n) AND NOT ispresent(gone)', true],
    ['@message like "Warn"', true],
    ['interval = 1 or inner = 1', false],
  ])('filter %s: %s', (condition, expected) => {
    expect(rows(`filter ${condition}`, [message])).toHaveLength(expected ? 1 : 0)
  })
})

describe('commands', () => {
  const numbers = ['{"n":1,"k":"a"}', '{"n":2,"k":"b"}', '{"n":3,"k":"a"}', 'no number', '{"n":10,"k":"b"}']

  it('without any columns give time and message, the newest first, and a pointer', () => {
    const { results } = runQuery(readQuery('limit 1'), scanned(['old', 'new']), 10)
    expect(results).toEqual([
      [
        { field: '@timestamp', value: '2026-11-24 12:01:00.000' },
        { field: '@message', value: 'new' },
        { field: '@ptr', value: expect.any(String) },
      ],
    ])
  })

  it('fields add up, display takes their place, a field that is not there is left out', () => {
    const [row] = rows('fields n, k | fields n * 2, strlen(k) as size', ['{"n":4}'])
    expect(row).toEqual({ n: '4', 'n * 2': '8' })
    expect(rows('fields n, k | display k | limit 1', numbers)).toEqual([{ k: 'b' }])
  })

  it('sort orders numbers as numbers, by several keys, what is not there lowest', () => {
    expect(rows('fields n | sort n desc', numbers).map(({ n }) => n)).toEqual(['10', '3', '2', '1', undefined])
    expect(rows('fields n | sort n', numbers).map(({ n }) => n)).toEqual([undefined, '1', '2', '3', '10'])
    expect(rows('filter ispresent(k) | fields n | sort k asc, n desc', numbers).map(({ n }) => n)).toEqual([
      '3',
      '1',
      '10',
      '2',
    ])
    expect(rows('fields n | sort @timestamp asc', numbers).map(({ n }) => n)).toEqual(['1', '2', '3', undefined, '10'])
  })

  it('limit, and the limit of the call where there is none', () => {
    expect(rows('limit 2', numbers, 1)).toHaveLength(2)
    expect(rows('fields n', numbers, 3)).toHaveLength(3)
  })

  it('dedup keeps the first of each, and what has no such field', () => {
    expect(rows('fields n | sort n | dedup k', numbers).map(({ n }) => n)).toEqual([undefined, '1', '2'])
  })

  it('comments and line breaks', () => {
    expect(rows('# all of it\nfields n # not k\n| filter n > 2 # "|"\n  | sort n', numbers)).toEqual([
      { n: '3' },
      { n: '10' },
    ])
  })

  it.each([
    ['parse @message "user=*, took * ms" as user, ms', 'x user=eve, took 12 ms', { user: 'eve', ms: '12' }],
    ['parse "[*] *" as level, rest', '[WARN] a [b] c', { level: 'WARN', rest: 'a [b] c' }],
    ['parse @message /user=(?<user>\\w+)/', 'x user=eve,', { user: 'eve' }],
    ['parse detail "id-*" as id', '{"detail":"id-7"}', { id: '7' }],
    ['parse @message "user=*" as user', 'nobody', {}],
    ['parse @message "(*)" as inner', 'f(x)', { inner: 'x' }],
  ])('%s', (command, message, expected) => {
    const [row = {}] = rows(command, [message])
    expect(row).toEqual({ '@timestamp': '2026-11-24 12:00:00.000', '@message': message, ...expected })
  })

  it('what parse found can be filtered and counted', () => {
    const messages = ['user=a ms=1', 'user=b ms=5', 'user=a ms=3', 'other']
    const query = 'parse @message "user=* ms=*" as user, ms | filter ispresent(user) | stats max(ms) as most by user'
    expect(rows(`${query} | sort user`, messages)).toEqual([
      { user: 'a', most: '3' },
      { user: 'b', most: '5' },
    ])
  })
})

describe('stats', () => {
  const reports = [100, 200, 300, 400].map((ms, i) =>
    report.replace('2.03', String(ms)).replace(i % 2 ? /\tInit Duration: 119.5 ms/ : '\0', ''),
  )
  const one = (stats: string, messages: readonly string[] = reports) => rows(`stats ${stats}`, messages)[0]

  it.each([
    ['count(*)', '4'],
    ['count()', '4'],
    ['count(@initDuration)', '2'],
    ['count_distinct(@requestId)', '1'],
    ['sum(@duration)', '1000'],
    ['avg(@duration)', '250'],
    ['avg(@duration / 3)', '83.3333'],
    ['min(@duration)', '100'],
    ['max(@duration)', '400'],
    ['max(@memorySize / 1000 / 1000)', '512'],
    ['pct(@duration, 50)', '200'],
    ['pct(@duration, 99)', '400'],
    ['earliest(@duration)', '100'],
    ['latest(@duration)', '400'],
    ['max(@timestamp)', '2026-11-24 12:03:00.000'],
    ['min(@logStream)', 's0'],
    ['sum(ispresent(@initDuration)) / count(*) * 100', '50'],
    ['sum(strlen(gone))', '0'],
    ['avg(gone)', undefined],
  ])('%s', (aggregate, expected) => {
    expect(one(aggregate)?.[aggregate]).toBe(expected)
  })

  it('names columns, computes with names before, groups first', () => {
    expect(one('max(@duration) as most, min(@duration) as least, most - least as spread by @type')).toEqual({
      '@type': 'REPORT',
      most: '400',
      least: '100',
      spread: '300',
    })
    expect(Object.keys(one('count(*) by @type, @log') ?? {})).toEqual(['@type', '@log', 'count(*)'])
  })

  it('by bin: a row for each stretch of time, the newest first', () => {
    const messages = Array.from({ length: 7 }, () => 'x')
    expect(rows('stats count(*) as n by bin(5m)', messages)).toEqual([
      { 'bin(5m)': '2026-11-24 12:05:00.000', n: '2' },
      { 'bin(5m)': '2026-11-24 12:00:00.000', n: '5' },
    ])
    expect(rows('stats count(*) by bin(300s) as t | sort t | limit 1', messages)).toEqual([
      { t: '2026-11-24 12:00:00.000', 'count(*)': '1' },
    ])
    expect(rows('stats count(*) by bin(1m) | sort bin(1m) asc | limit 1', messages)[0]?.['bin(1m)']).toBe(
      '2026-11-24 12:00:00.000',
    )
  })

  it('can be filtered, sorted and summed up again', () => {
    const messages = ['{"k":"a"}', '{"k":"b"}', '{"k":"a"}', '{"k":"c"}']
    expect(rows('stats count(*) as n by k | filter n > 1', messages)).toEqual([{ k: 'a', n: '2' }])
    expect(rows('stats count(*) by k | sort count(*) desc | limit 1', messages)).toEqual([{ k: 'a', 'count(*)': '2' }])
    expect(rows('stats count(*) as n by k | stats max(n) as most, count(*) as kinds', messages)).toEqual([
      { most: '2', kinds: '3' },
    ])
  })

  it('of nothing is nothing', () => {
    expect(rows('filter @message = "x" | stats count(*)', reports)).toEqual([])
  })
})

it('tells how many events matched: those that every filter before stats, limit and dedup let through', () => {
  const messages = ['{"n":1}', '{"n":2}', '{"n":3}', 'x']
  const matched = (query: string) => runQuery(readQuery(query), scanned(messages), 10).matched
  expect(matched('fields n')).toBe(4)
  expect(matched('filter n > 1 | limit 1')).toBe(2)
  expect(matched('filter n > 1 | stats count(*) as c | filter c > 5')).toBe(2)
  expect(runQuery(readQuery('filter n = 1'), scanned(messages), 10)).toMatchObject({ scanned: 4, bytes: 4, matched: 1 })
})

describe('what is not here', () => {
  it.each([
    ['pattern @message', 'the Insights command pattern'],
    ['fields @message | diff', 'the Insights command diff'],
    ["SOURCE logGroups(namePrefix: ['x']) | fields @message", 'the Insights command SOURCE'],
    ['fields @message | unnest a into b', 'the Insights command unnest'],
    ['filterIndex a = 1', 'the Insights command filterIndex'],
    ['fields trim(a)', 'the Insights function trim'],
    ['stats stddev(a)', 'the Insights function stddev'],
    ['stats count(*) by bin(1mo)', 'the unit mo of the Insights function bin'],
  ])('%s', (query, what) => {
    expect(() => readQuery(query)).toThrow(new NotInSubset(what))
  })
})

describe('what is no query', () => {
  it.each([
    ['', 'unexpected end of the query at line 1 and position 1', 0, 0],
    ['fields', 'unexpected end of the query at line 1 and position 7', 6, 6],
    ['fieldz a', 'unknown command fieldz at line 1 and position 8', 7, 7],
    ['fields a |', 'unexpected end of the query at line 1 and position 11', 10, 10],
    ['fields a\n| filter b >> 3', 'unexpected symbol found > at line 2 and position 13', 21, 21],
    ['filter (a = 1', 'unexpected end of the query at line 1 and position 14', 13, 13],
    ['filter a like b', 'unexpected symbol found b at line 1 and position 15', 14, 14],
    ['filter a like /(/', 'invalid regular expression /(/ at line 1 and position 15', 14, 14],
    ['filter nope(a)', 'unknown function nope at line 1 and position 13', 12, 12],
    ['filter count(*) > 1', 'unknown function count at line 1 and position 14', 13, 13],
    ['fields abs(a, b)', 'wrong number of arguments for abs at line 1 and position 17', 16, 16],
    ['stats a by b', 'stats takes at least one aggregate, such as count(*) at line 1 and position 9', 8, 9],
    ['limit 0', 'limit takes a number from 1 to 100000 at line 1 and position 8', 7, 7],
    [
      'parse @message "*" as a, b',
      'parse takes as many names as its glob has asterisks at line 1 and position 27',
      26,
      26,
    ],
    ['parse @message /x/', 'parse takes an expression with named groups at line 1 and position 19', 18, 18],
    ['fields a; drop', 'unexpected symbol found ; at line 1 and position 9', 8, 8],
  ])('%j', (query, message, start, end) => {
    expect(() => readQuery(query)).toThrow(expect.objectContaining({ message, start, end }))
    expect(() => readQuery(query)).toThrow(QuerySyntaxError)
  })

  it('nothing but its own errors is thrown, whatever the query, and what is read runs over whatever there is', () => {
    const word = fc.constantFrom(
      ...'fields filter parse stats sort limit display dedup by as and or not like in | ( ) [ ] , = != > * / + -'.split(
        ' ',
      ),
      ...[
        '@message',
        '@timestamp',
        'a.b',
        '"x * y"',
        '/a(?<n>.)/',
        '5',
        'count(*)',
        'bin(5m)',
        'pct(a, 9)',
        'strlen(a)',
      ],
    )
    const queries = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
      fc.array(word, { maxLength: 8 }).map((words) => `fields @message | ${words.join(' ')}`),
    )
    fc.assert(
      fc.property(queries, fc.array(fc.oneof(fc.string(), fc.json()), { maxLength: 5 }), (query, messages) => {
        try {
          expect(runQuery(readQuery(query), scanned(messages), 10).scanned).toBe(messages.length)
        } catch (error) {
          expect(error instanceof QuerySyntaxError || error instanceof NotInSubset, String(error)).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
