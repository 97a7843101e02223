import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { ciGuard } from '../../../src/output/ci-commands.ts'
import { type WaterfallText, waterfallText } from '../../../src/output/traces/waterfall.ts'
import { indentOf } from '../../../src/output/traces/waterfall-rows.ts'
import { event } from '../../domain/log/event.ts'
import { AT, FULFIL, fulfil, HOSTILE, hostile, large, linked, ORDER, order, traceOf } from './story.ts'

const options = (width: number | null, more: Partial<WaterfallText> = {}): WaterfallText => ({
  style: { color: false, unicode: true, width },
  zone: 'UTC',
  now: AT + 60_000,
  flags: {},
  guard: null,
  ...more,
})
const show = (trace: Trace, width: number | null, more: Partial<WaterfallText> = {}) =>
  waterfallText(trace, options(width, more))
const line = (ms: number, text: string) => ({
  ...event(`2026-11-24T14:03:21.118Z\t8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77\t${text}\n`),
  at: AT + ms,
})

describe('the waterfall', () => {
  test('one trace on 80 columns', async () => {
    expect(
      await show(fulfil(), 80),
    ).toBe(`1-6b49d2aa-0b7c2e11a4f35d6c7e8f9012 · 14:03:21.842 · 38 ms · 2 spans · 2 faults
  complete
✗ FulfilOrder failed: TypeError: Cannot read properties of undefined (reading
  'wrap') (fulfil.ts:41)

                                  0         10         20        30 ms
• FulfilOrder            ✗ fault ▕███████████████████████████████████████▏ 38 ms
•   wrapGift             ✗ fault ▕                          ▐███████████ ▏ 11 ms
    ⇢ trace 1-6b49d2a9…          ▕                                       ▏

✗ wrapGift, FulfilOrder: TypeError: Cannot read properties of undefined (reading
  'wrap')
    at wrapGift (fulfil.ts:41)
    at handler (fulfil.ts:22)  +1 frame

• where the time went: FulfilOrder 27 ms, wrapGift of FulfilOrder 11 ms
next: slsops traces show 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2
`)
  })

  test('linked traces stand below the span that sent them, with the wait on the axis', async () => {
    const text = await show(order(), 100, { linked: linked() })
    const rows = text.split('\n')
    expect(rows[0]).toBe(`${ORDER} · 14:03:21.118 · 53 ms · 6 spans · with 1 linked trace`)
    expect(rows[1]).toBe('  2 faults · complete')
    expect(rows[2]).toBe(
      "✗ FulfilOrder failed: TypeError: Cannot read properties of undefined (reading 'wrap') (fulfil.ts:41)",
    )
    expect(text).toMatch(/\n {8}⇢ fulfilment \(SQS\) +▕ +·{20,} *▏ \+690 ms\n• {9}FulfilOrder /)
    // The link back to where it came from tells nothing.
    expect(text).not.toContain('⇢ trace')
  })

  test('a link that was not followed is told, with what to type', async () => {
    const text = await show(order(), null, { flags: { stack: 'orders prod' } })
    expect(text).toContain(`⇢ trace ${FULFIL}`)
    expect(text).toContain(`next: slsops traces show ${FULFIL} --stack 'orders prod'\n`)
  })

  test('log lines stand below their span', async () => {
    const logs = new Map([
      [`${FULFIL}/b000000000000001`, [line(726, 'INFO\tpicking up'), line(760, 'ERROR\tit broke')]],
    ])
    const rows = (await show(fulfil(), 80, { logs })).split('\n')
    const at = rows.findIndex((row) => row.startsWith('• FulfilOrder'))
    expect(rows.slice(at + 1, at + 3)).toEqual([
      '    14:03:21.844  INFO   picking up',
      '    14:03:21.878  ERROR  it broke',
    ])
  })

  test("an exception once, with the app's own frames", async () => {
    expect(await show(fulfil(), null)).toContain(
      [
        '',
        "✗ wrapGift, FulfilOrder: TypeError: Cannot read properties of undefined (reading 'wrap')",
        '    at wrapGift (fulfil.ts:41)',
        '    at handler (fulfil.ts:22)  +1 frame',
        '',
      ].join('\n'),
    )
  })

  test('what is missing is said', async () => {
    const trace = traceOf(ORDER, [
      { id: 'a000000000000001', name: 'one', start_time: AT / 1000, in_progress: true },
      {
        id: 'a000000000000002',
        name: 'two',
        start_time: AT / 1000,
        end_time: AT / 1000 + 1,
        parent_id: 'ffffffffffffffff',
      },
      { id: 'a000000000000003', name: 'three' },
    ])
    const text = await show(trace, null)
    expect(text).toContain('· partial\n')
    expect(text).toContain('! not complete: something still runs, or AWS cut the trace at its limit')
    expect(text).toContain('! 1 span names a parent that is not there: shown at the top level')
    expect(text).toContain("! a document that can't be read (a000000000000003): it has no start_time")
    expect(text).toContain('two  its parent is missing')
    expect(text).toMatch(/one +… running/)
  })

  test('where the time went', async () => {
    expect(await show(order(), null)).toContain(
      '• where the time went: CreateOrder 25 ms, DynamoDB PutItem orders 12 ms, SNS Publish order-events 9 ms, POST /orders 7 ms\n',
    )
  })

  test('another day is told', async () => {
    expect(await show(order(), null, { now: AT + 86_400_000 })).toContain('· 2026-11-24 14:03:21.118 ·')
  })

  test('ASCII', async () => {
    const text = await show(order(), 80, { style: { color: false, unicode: false, width: 80 }, linked: linked() })
    expect(text).toMatch(/^[\u0000-\u007e]*$/)
    expect(text).toMatch(/x fault \|/)
  })

  test('colour says nothing that words do not', async () => {
    const style = { unicode: true, width: 100 }
    const colour = await show(order(), 100, { style: { ...style, color: true }, linked: linked() })
    expect(colour).toContain('\u001b[31m✗ fault')
    expect(colour.replace(/\u001b\[[0-9;]*m/g, '')).toBe(await show(order(), 100, { linked: linked() }))
  })

  test('a tree deeper than the terminal is wide says how deep', async () => {
    expect(indentOf(3, 20, true)).toBe('      ')
    expect(indentOf(12, 20, true)).toBe('                12› ')
    expect(indentOf(12, 20, false)).toBe('                12> ')
    const deep = traceOf(
      ORDER,
      Array.from({ length: 120 }, (_, at) => ({
        id: (at + 1).toString(16).padStart(16, 'a'),
        name: `level ${at}`,
        start_time: AT / 1000,
        end_time: AT / 1000 + 1,
        ...(at === 0 ? {} : { parent_id: at.toString(16).padStart(16, 'a') }),
      })),
    )
    const text = await show(deep, 80)
    expect(text).toContain('119› level 119')
    for (const row of text.split('\n')) expect(stringWidth(row)).toBeLessThanOrEqual(80)
  })

  test('ten thousand spans are one string, a line each', async () => {
    const text = await show(large(10_000), 120)
    expect(text.split('\n').filter((row) => row.includes('▕'))).toHaveLength(10_000)
  })

  test('no text can act on a terminal or a CI runner, and no line is wider than the terminal', async () => {
    const unsafe = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(HOSTILE, '日本語🧨👩‍👩‍👧'.repeat(12), '\u001b[2J\u009b31m', '::set-output::x'),
    )
    const guard = ciGuard({ GITHUB_ACTIONS: '1' })
    await fc.assert(
      fc.asyncProperty(unsafe, fc.constantFrom(60, 72, 80, 100, 160), async (text, width) => {
        const trace = hostile(text)
        const logs = new Map([[`${trace.id}/c000000000000001`, [{ ...event(text), at: AT }]]])
        const shown = await show(trace, width, { logs })
        expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/)
        for (const row of shown.split('\n')) expect(stringWidth(row)).toBeLessThanOrEqual(width)
        const guarded = await show(trace, width, { logs, guard })
        expect(guarded).not.toMatch(/^\s*::/m)
        expect(guarded).not.toContain('##[')
      }),
      { numRuns: 80 },
    )
  })
})
