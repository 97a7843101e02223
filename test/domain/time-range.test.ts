import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../src/domain/problem.ts'
import { parseRange, parseTime } from '../../src/domain/time-range.ts'
import { instantOf, wallTime } from '../../src/domain/time-zone.ts'

const at = (iso: string): number => Date.parse(iso)
const now = at('2026-11-24T10:20:30.456Z')
const berlin = { timezone: 'Europe/Berlin' }
const fails = (text: string, context = {}) =>
  parseTime(text, now, context).then(
    () => null,
    (error: unknown) => error,
  )

describe('times as people write them', () => {
  it.each<[string, string, { timezone?: string }?]>([
    ['now', '2026-11-24T10:20:30.456Z'],
    ['10m', '2026-11-24T10:10:30.456Z'],
    ['1h30m', '2026-11-24T08:50:30.456Z'],
    ['2d', '2026-11-22T10:20:30.456Z'],
    ['1.5h', '2026-11-24T08:50:30.456Z'],
    ['500ms', '2026-11-24T10:20:29.956Z'],
    ['2h ago', '2026-11-24T08:20:30.456Z'],
    ['90 minutes ago', '2026-11-24T08:50:30.456Z'],
    ['1 day 2 hours', '2026-11-23T08:20:30.456Z'],
    ['10:00', '2026-11-24T10:00:00.000Z', { timezone: 'UTC' }],
    ['9:05:07', '2026-11-24T09:05:07.000Z', { timezone: 'UTC' }],
    ['10:00', '2026-11-24T09:00:00.000Z', berlin],
    ['10:00Z', '2026-11-24T10:00:00.000Z', berlin],
    ['10:00+05:30', '2026-11-24T04:30:00.000Z', berlin],
    ['23:50', '2026-11-23T23:50:00.000Z', { timezone: 'UTC' }],
    ['23:50', '2026-11-23T22:50:00.000Z', berlin],
    ['2026-11-24', '2026-11-24T00:00:00.000Z', { timezone: 'UTC' }],
    ['2026-07-01', '2026-06-30T22:00:00.000Z', berlin],
    ['2026-11-24T09:00', '2026-11-24T08:00:00.000Z', berlin],
    ['2026-11-24 09:00:01.5Z', '2026-11-24T09:00:01.500Z'],
    ['2026-11-24T09:00:00+0200', '2026-11-24T07:00:00.000Z'],
    ['2026-11-24T09:00:00.123456Z', '2026-11-24T09:00:00.123Z'],
    ['1700000000', '2023-11-14T22:13:20.000Z'],
    ['1700000000.5', '2023-11-14T22:13:20.500Z'],
    ['1700000000123', '2023-11-14T22:13:20.123Z'],
    ['today', '2026-11-23T23:00:00.000Z', berlin],
    ['yesterday', '2026-11-23T00:00:00.000Z', { timezone: 'UTC' }],
    ['yesterday 14:00', '2026-11-23T13:00:00.000Z', berlin],
    ['yesterday at 2pm', '2026-11-23T19:00:00.000Z', { timezone: 'America/New_York' }],
    ['last friday 08:00', '2026-11-20T08:00:00.000Z', { timezone: 'UTC' }],
    ['-5m', '2026-11-24T10:15:30.456Z'],
    [' 10M ', '2026-11-24T10:10:30.456Z'],
  ])('%s is %s', async (text, iso, context = {}) => {
    expect(new Date(await parseTime(text, now, context)).toISOString()).toBe(iso)
  })

  it.each([
    '',
    '10',
    '12',
    'ten',
    'yesterdayish',
    '25:00',
    '12:60',
    '2026-13-01',
    '2026-02-30',
    '2026-02-28T24:30',
    '10 parsecs',
    'deployed',
    '11111111111',
    '99999999999999999',
  ])('does not guess what %j means', async (text) => {
    const problem = await fails(text, { timezone: 'UTC' })
    expect(problem).toBeInstanceOf(Problem)
    expect(problem).toMatchObject({ exit: 2, code: 'Usage', hint: expect.stringContaining('1h30m') })
  })

  it('takes what lies ahead as now', async () => {
    expect(await parseTime('2027-01-01T00:00:00Z', now)).toBe(now)
    expect(await parseTime('tomorrow 10:00', now, { timezone: 'UTC' })).toBe(now)
  })

  it('asks for the deploy only where the text says so', async () => {
    const deployAt = async () => now - 5_000
    expect(await parseTime('deploy', now, { deployAt })).toBe(now - 5_000)
    expect(await parseTime('10m', now, { deployAt: () => Promise.reject(new Error('asked')) })).toBe(now - 600_000)
    expect(await fails('deploy', { deployAt: async () => null })).toMatchObject({ code: 'NoDeploy', exit: 2 })
    expect(await fails('deploy')).toMatchObject({ code: 'NoDeploy', exit: 2 })
  })

  it('says what a time zone looks like', async () => {
    expect(await fails('12:00', { timezone: 'Mars/Base' })).toMatchObject({
      exit: 2,
      message: expect.stringContaining('Mars/Base'),
    })
  })

  it('never gives anything but a time up to now', async () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9:.TZ+\-smhd ago]{0,24}$/))
    await fc.assert(
      fc.asyncProperty(text, async (word) => {
        const result = await parseTime(word, now, { timezone: 'UTC' }).catch((error: unknown) => error)
        if (typeof result === 'number') expect(result >= 0 && result <= now).toBe(true)
        else expect(result).toBeInstanceOf(Problem)
      }),
      { numRuns: 300 },
    )
  })

  it('reads back any instant in ISO and epoch form, and any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1_000_000_000_000, max: now }),
        fc.integer({ min: 0, max: 9_999 }),
        async (instant, length) => {
          expect(await parseTime(new Date(instant).toISOString(), now, berlin)).toBe(instant)
          expect(await parseTime(String(instant), now)).toBe(instant)
          expect(await parseTime(String(Math.floor(instant / 1000)), now)).toBe(Math.floor(instant / 1000) * 1000)
          expect(await parseTime(`${length}m`, now)).toBe(now - length * 60_000)
          expect(await parseTime(`${length} seconds ago`, now)).toBe(now - length * 1000)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('wall clocks', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'])(
    'finds the instant of what a clock in %s shows',
    (zone) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (instant) => {
          const found = instantOf(wallTime(instant, zone), zone)!
          // An hour that happens twice has two instants: the first is taken.
          expect(wallTime(found, zone)).toEqual(wallTime(instant, zone))
          expect(found).toBeLessThanOrEqual(instant)
        }),
        { numRuns: 200 },
      )
    },
  )

  it('goes on after an hour that daylight saving skips', () => {
    const skipped = { year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0, ms: 0 }
    expect(new Date(instantOf(skipped, 'Europe/Berlin')!).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })
})

describe('ranges', () => {
  const range = (since: string, until?: string) => parseRange({ since, until }, now, { timezone: 'UTC' })

  it('stays open without an end', async () => expect(await range('1h')).toEqual({ from: now - 3_600_000, to: null }))

  it('takes a clock time before its start for one to come', async () => {
    expect(await range('10:00', '09:00')).toEqual({ from: at('2026-11-24T10:00:00Z'), to: now })
    expect(await range('08:00', '09:00')).toEqual({ from: at('2026-11-24T08:00:00Z'), to: at('2026-11-24T09:00:00Z') })
  })

  it('refuses one that is empty', async () => {
    await expect(range('1h', '2h')).rejects.toMatchObject({ exit: 2, message: expect.stringContaining('empty') })
  })
})
