import { describe, expect, it } from 'vitest'
import type { Comparison, ErrorsReport, JudgedGroup } from '../../src/domain/log/signature-report.ts'
import { ciGuard } from '../../src/output/ci-commands.ts'
import { errorsText } from '../../src/output/errors.ts'
import { errorsAnswer, errorsRecords, shownOf } from '../../src/output/errors-json.ts'
import { nextCommand } from '../../src/output/errors-next.ts'
import { openingLines } from '../../src/output/errors-notes.ts'
import { errorsProgress } from '../../src/output/errors-progress.ts'
import { sparkline } from '../../src/output/sparkline.ts'
import type { Style } from '../../src/output/style.ts'

const NOW = Date.UTC(2026, 10, 24, 14, 3)
const MIN = 60_000
const id = '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77'
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'

const group = (more: Partial<JudgedGroup> = {}): JudgedGroup => ({
  signature: "TypeError: Cannot read properties of undefined (reading '<*>') at wrapGift (fulfil.ts)",
  type: 'TypeError',
  message: "Cannot read properties of undefined (reading 'wrap')",
  frame: { path: 'fulfil.ts', line: 41, label: 'wrapGift' },
  count: 128,
  firstSeen: NOW - 41 * MIN + 41_000,
  lastSeen: NOW - 9_000,
  functions: [{ source: 'FulfilOrder', count: 128, firstSeen: NOW - 40 * MIN }],
  example: {
    at: NOW - 9_000,
    source: 'FulfilOrder',
    requestId: id,
    traceId: trace,
    message: "Cannot read properties of undefined (reading 'wrap')",
    stack: '    at wrapGift (/var/task/fulfil.ts:41:18)',
  },
  histogram: [1, 4, 9, 15, 25, 25, 22, 27],
  isNew: true,
  newIn: ['FulfilOrder'],
  ...more,
})
const timeout = group({
  signature: 'ChargeCard: Task timed out after <*> seconds',
  type: null,
  message: 'Task timed out after 3.00 seconds',
  frame: null,
  count: 4,
  lastSeen: NOW - 4 * MIN,
  functions: [{ source: 'ChargeCard', count: 4, firstSeen: NOW - 30 * MIN }],
  example: {
    at: NOW - 4 * MIN,
    source: 'ChargeCard',
    requestId: id,
    traceId: null,
    message: 'Task timed out after 3.00 seconds',
    stack: null,
  },
  histogram: [0, 0, 1, 0, 1, 0, 2, 0],
  isNew: false,
  newIn: [],
})

const report = (groups: readonly JudgedGroup[], more: Partial<ErrorsReport> = {}): ErrorsReport => ({
  window: { from: NOW - 41 * MIN, to: NOW },
  deploy: { at: NOW - 41 * MIN, what: 'orders UPDATE_COMPLETE' },
  comparison: { kind: 'read', from: NOW - 101 * MIN, to: NOW - 41 * MIN, events: 5270 },
  groups,
  other: 0,
  events: 4812,
  functions: 5,
  ...more,
})
const style = (width: number | null): Style => ({ color: false, unicode: true, width })
const text = (
  of: ErrorsReport,
  width: number | null = null,
  more: {
    onlyNew?: boolean
    limit?: number
    sinceDeploy?: boolean
    flags?: Record<string, unknown>
    style?: Style
    ci?: boolean
  } = {},
) =>
  errorsText(shownOf(of, { onlyNew: more.onlyNew ?? false, limit: more.limit ?? 50 }), {
    style: more.style ?? style(width),
    zone: 'UTC',
    now: NOW,
    sinceDeploy: more.sinceDeploy ?? true,
    flags: more.flags ?? {},
    guard: more.ci ? ciGuard({ GITHUB_ACTIONS: 'true' }) : null,
  })

describe('what stands before it', () => {
  const about = {
    app: 'orders',
    region: 'eu-west-1',
    functions: ['CreateOrder'],
    window: { from: NOW - 41 * MIN, to: NOW },
    since: 'deploy',
    until: undefined,
    deploy: { at: NOW - 41 * MIN + 118, what: 'orders UPDATE_COMPLETE' },
  }
  const heard = { style: style(80), zone: 'Europe/Berlin' }
  it("has the person's time", () => {
    expect(openingLines(about, heard)).toEqual([
      'last deploy: orders UPDATE_COMPLETE, 14:22',
      'orders · eu-west-1 · CreateOrder · since deploy',
    ])
    const old = { ...about, deploy: { ...about.deploy, at: NOW - 26 * 60 * MIN + 7000 }, until: '1m' }
    expect(openingLines(old, heard)).toEqual([
      'last deploy: orders UPDATE_COMPLETE, 11-23 13:03:07',
      'orders · eu-west-1 · CreateOrder · 14:22–15:03',
    ])
  })
})

describe('for people', () => {
  it('says just now, not 0 s ago', async () => {
    const now = report([group({ lastSeen: NOW - 900 })])
    expect(await text(now, 140)).toMatch(/128× {2}\S+ {2}just now\n/)
    expect(await text(now, 80)).toMatch(/^ +just now · /m)
  })

  it('a wide terminal has a row for what failed and how often, and one for where', async () => {
    expect(await text(report([group(), timeout]), 140)).toBe(`\
 2 kinds of failure in 41 min since the deploy at 13:22 (1 NEW)

 NEW  FulfilOrder  TypeError: Cannot read properties of undefined (reading 'wrap')  128×  ▂▃▄▅██▇█  last 9 s ago
      fulfil.ts:41 wrapGift · first 41 s after the deploy · example req 8fab6c1e · trace ${trace}
      ChargeCard   Task timed out after 3.00 seconds                                  4×  ▁▁▂▁▂▁▂▁  last 4 min ago
      first 40 min ago · example req 8fab6c1e

 NEW = not in the 1 h before the deploy at 13:22 (12:22–13:22, 5 270 events read)
 next: slsops why ${id}
`)
  })

  it('a narrow one breaks the message between words and drops what matters least', async () => {
    expect(await text(report([group(), timeout]), 80)).toBe(`\
 2 kinds of failure in 41 min since the deploy at 13:22 (1 NEW)

 NEW  FulfilOrder  TypeError: Cannot read properties of undefined          128×
                   (reading 'wrap')
      last 9 s ago · ▂▃▄▅██▇█ · fulfil.ts:41 wrapGift · req 8fab6c1e
      ChargeCard   Task timed out after 3.00 seconds                         4×
      last 4 min ago · ▁▁▂▁▂▁▂▁ · first 40 min ago · req 8fab6c1e

 NEW = not in the 1 h before the deploy at 13:22 (12:22–13:22, 5 270 events
 read)
 next: slsops why ${id}
`)
  })

  it.each([40, 60, 72, 80, 100, 109, 110, 140, 200])('nothing is wider than %i columns', async (width) => {
    const long = group({
      message: `${'very long words of a message '.repeat(20)}漢字漢字漢字`,
      functions: [
        { source: 'AFunctionWithAVeryLongNameIndeed', count: 1, firstSeen: NOW },
        { source: 'B', count: 1, firstSeen: NOW },
      ],
      frame: { path: 'a/b/c.ts', line: 123456, label: 'a.very.long.label.of.something.that.goes.on' },
    })
    const shown = await text(report([group(), long, timeout], { other: 7 }), width, {
      limit: 3,
      flags: { stack: 'orders-prod', region: 'eu-west-1' },
    })
    const { default: stringWidth } = await import('string-width')
    // A word that is meant to be pasted is never cut.
    const rows = shown.split('\n').filter((row) => !row.includes(id))
    expect(rows.filter((row) => stringWidth(row) > width)).toEqual([])
  })

  it('off a terminal nothing is cut', async () => {
    const message = `${'long '.repeat(50)}end`
    expect(await text(report([group({ message })]))).toContain(message)
  })

  it('colour is only where it matters, and never alone', async () => {
    const colored = await text(report([group(), timeout]), 140, { style: { color: true, unicode: true, width: 140 } })
    expect(colored).toContain('\u001b[31mNEW\u001b[39m')
    expect(colored.split('\u001b[31m')).toHaveLength(2)
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(await text(report([group(), timeout]), 140))
  })

  it('a terminal without UTF-8 gets ASCII', async () => {
    const plain = await text(report([group(), timeout]), 100, { style: { color: false, unicode: false, width: 100 } })
    expect(plain).toMatch(/^[\n -~]*$/)
    expect(plain).toContain('128x')
  })

  it.each<readonly [string, Partial<ErrorsReport>, string]>([
    [
      'covered',
      { comparison: { kind: 'covered' } },
      'NEW = not seen before the deploy at 13:22; this window reaches back far enough to tell',
    ],
    ['later', { comparison: { kind: 'later' } }, 'nothing here can be new: the deploy at 13:22 came after it'],
    ['unknown', { comparison: { kind: 'unknown' }, deploy: null }, 'what is new can not be told: no deploy is known'],
  ])('says what was compared: %s', async (_kind, more, line) =>
    expect(await text(report([group()], more))).toContain(line),
  )

  it('marks what could not be told', async () => {
    expect(await text(report([group({ isNew: null })]), 140)).toMatch(/^ \? {4}FulfilOrder/m)
  })

  it('says how many there are that it does not show', async () => {
    expect(await text(report([group(), timeout]), 140, { limit: 1 })).toContain(' 1 kind more: --limit 2\n')
    expect(await text(report([group()], { other: 12 }), 140)).toContain('12 failures of other kinds')
  })

  it('a time of another day has its day', async () => {
    const shown = await text(report([group()], { deploy: { at: NOW - 26 * 60 * MIN, what: 'x' } }), 140, {
      sinceDeploy: false,
    })
    expect(shown).toContain('1 kind of failure in 41 min (13:22–14:03) (1 NEW since the deploy at 2026-11-23 12:03)')
  })

  it.each<readonly [string, ErrorsReport, boolean, string]>([
    [
      'nothing failed',
      report([], { comparison: { kind: 'needless' } }),
      false,
      ' ✓ no failure in 41 min since the deploy at 13:22: 4 812 events of 5 functions read\n',
    ],
    [
      'nothing new',
      report([timeout]),
      true,
      ' ✓ no new failure in 41 min since the deploy at 13:22: 1 kind that was there before, 4 812 events of 5 functions read\n NEW = not in the 1 h before the deploy at 13:22 (12:22–13:22, 5 270 events read)\n',
    ],
    [
      'nothing known to be new',
      report([group({ isNew: null })]),
      true,
      ' ? no failure is known to be new in 41 min since the deploy at 13:22: 4 812 events of 5 functions read\n NEW = not in the 1 h before the deploy at 13:22 (12:22–13:22, 5 270 events read)\n',
    ],
  ])('%s', async (_what, of, onlyNew, expected) => expect(await text(of, null, { onlyNew })).toBe(expected))

  it('a hostile message does nothing to a terminal or a CI runner', async () => {
    const evil = group({
      type: '\u001b[2Jx',
      message: '\u001b]0;t\u0007::set-output a\u202e ##[error]b\n::warning::c',
      frame: { path: 'a\u001b[31m.ts', line: 1, label: 'f\n::error::x' },
      functions: [{ source: '::error::F', count: 1, firstSeen: NOW }],
      example: { ...timeout.example, requestId: '::a\u001b[1m' },
    })
    for (const width of [null, 80, 140]) {
      const shown = await text(report([evil]), width, { ci: true })
      expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
      expect(shown).not.toMatch(/^\s*::|##\[/m)
    }
  })
})

describe('the command to type next', () => {
  const words = (more: Partial<JudgedGroup>, flags: Record<string, unknown> = {}) =>
    nextCommand(group(more), flags, NOW).join(' ')

  it('names the app as the command was told it', () => {
    expect(words({}, { stack: 'orders prod', region: 'eu-west-1', json: true })).toBe(
      `slsops why ${id} --stack 'orders prod' --region eu-west-1`,
    )
  })
  it('shows the errors of the function where there is no request, or none that stays', () => {
    expect(words({ example: { ...group().example, requestId: null } })).toBe(
      'slsops tail FulfilOrder --errors --since 2m --no-follow',
    )
    expect(words({}, { demo: true })).toBe('slsops tail FulfilOrder --errors --since 2m --no-follow --demo')
  })
  it('reaches back far enough', () => {
    expect(words({ example: { ...group().example, at: NOW - 5 * 60 * MIN, requestId: null } })).toContain('--since 6h')
    expect(words({ example: { ...group().example, at: NOW - 5 * 60 * MIN } })).toBe(`slsops why ${id}`)
    expect(words({ example: { ...group().example, at: NOW - 30 * 60 * MIN } })).toBe(`slsops why ${id} --since 31h`)
  })
  it.each(['; rm -rf ~', '$(reboot)', '`x`', "a'b", '-x--------', 'a\nb', 'short'])(
    'has nothing of a log in it that a shell could run: %s',
    (requestId) => {
      expect(words({ example: { ...group().example, requestId, source: requestId } })).toBe(
        `slsops tail ${requestId === 'short' ? 'short ' : ''}--errors --since 2m --no-follow`,
      )
    },
  )
})

const context = {
  stack: 'orders',
  stackId: 'arn',
  account: '123456789012',
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:1',
}

describe('for programs', () => {
  const contract = {
    signature: expect.stringContaining('wrapGift (fulfil.ts)'),
    count: 128,
    firstSeen: '2026-11-24T13:22:41.000Z',
    lastSeen: '2026-11-24T14:02:51.000Z',
    new: true,
    functions: ['FulfilOrder'],
    example: {
      requestId: id,
      traceId: trace,
      message: "Cannot read properties of undefined (reading 'wrap')",
      stack: '    at wrapGift (/var/task/fulfil.ts:41:18)',
    },
    histogram: [1, 4, 9, 15, 25, 25, 22, 27],
  }
  it('slsops.errors/1', () => {
    const incomplete = [
      { what: 'log group x', operation: 'logs:FilterLogEvents', reason: 'denied', action: 'logs:FilterLogEvents' },
    ]
    const answer = JSON.parse(
      errorsAnswer(shownOf(report([group(), timeout]), { onlyNew: false, limit: 50 }), context, incomplete, null),
    )
    expect(Object.keys(answer)).toEqual([
      'schema',
      'context',
      'window',
      'deploy',
      'compared',
      'events',
      'groups',
      'omitted',
      'other',
      'incomplete',
    ])
    expect(answer).toMatchObject({
      schema: 'slsops.errors/1',
      context,
      window: { from: '2026-11-24T13:22:00.000Z', to: '2026-11-24T14:03:00.000Z' },
      deploy: { time: '2026-11-24T13:22:00.000Z', what: 'orders UPDATE_COMPLETE' },
      compared: { from: '2026-11-24T12:22:00.000Z', to: '2026-11-24T13:22:00.000Z', events: 5270 },
      events: 4812,
      incomplete,
    })
    expect(answer.groups).toMatchObject([
      contract,
      { new: false, errorType: null, frame: null, example: { traceId: null, stack: null } },
    ])
    expect(Object.keys(answer.groups[0])).toEqual([
      'signature',
      'errorType',
      'message',
      'frame',
      'count',
      'firstSeen',
      'lastSeen',
      'new',
      'newIn',
      'functions',
      'example',
      'histogram',
    ])
  })
  it.each<Comparison>([{ kind: 'covered' }, { kind: 'later' }, { kind: 'unknown' }, { kind: 'needless' }])(
    'nothing was compared: $kind',
    (comparison) => {
      const answer = JSON.parse(
        errorsAnswer(
          shownOf(report([], { comparison, deploy: null }), { onlyNew: false, limit: 50 }),
          context,
          [],
          null,
        ),
      )
      expect(answer).toMatchObject({ compared: null, deploy: null, groups: [], omitted: 0, other: 0 })
    },
  )
  it('a group a line', () => {
    const lines = errorsRecords(shownOf(report([group(), timeout]), { onlyNew: false, limit: 1 }), null).split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0]!)).toMatchObject({ type: 'group', ...contract })
  })
  it('a hostile message is kept, and has no power', () => {
    const evil = group({ message: '##[error]\u009b31m' })
    const line = errorsRecords(shownOf(report([evil]), { onlyNew: false, limit: 1 }), ciGuard({ GITHUB_ACTIONS: '1' }))
    expect(line).not.toMatch(/##\[|\u009b/)
    expect(JSON.parse(line).message).toBe(evil.message)
  })
})

describe('sparklines', () => {
  it.each([
    [[0, 1, 4, 8], 8, '▁▂▅█'],
    [[0, 0], 0, '▁▁'],
    [[1], 1000, '▂'],
    [[9], 3, '█'],
  ])('%j of %i', (counts, most, bars) => expect(sparkline(counts, most, { unicode: true })).toBe(bars))
  it('in ASCII', () => expect(sparkline([0, 1, 8], 8, { unicode: false })).toBe('_.#'))
})

describe('progress', () => {
  it('is one row that is written over, at times, and taken away', () => {
    const written: string[] = []
    let now = NOW
    const row = errorsProgress({ write: (part) => written.push(part), columns: 60 }, style(60), () => now)
    const show = (events: number) => row.show({ part: 'window', events, kinds: 2, at: NOW - 10 * MIN })
    show(1)
    row.clear()
    expect(written).toEqual([])
    now += 1000
    show(12)
    show(13)
    now += 1000
    row.show({ part: 'before', events: 99, kinds: 2, at: NOW - 60 * MIN })
    row.clear()
    expect(written).toEqual([
      '\r… reading: 12 events · 2 kinds of failure · at 10 min ago\u001b[K',
      expect.stringMatching(/^\r… comparing with the time before the deploy: 99 events/),
      '\r\u001b[K',
    ])
    expect(written[1]!.length).toBeLessThan(60 + '\r\u001b[K'.length)
  })
})
