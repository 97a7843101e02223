import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { WhyAnswer } from '../../../src/domain/why.ts'
import { whyText } from '../../../src/output/traces/why.ts'
import { whyAnswer } from '../../../src/output/traces/why-json.ts'
import { AT, HOSTILE, ORDER } from './story.ts'

const request = '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77'
const why = (more: Partial<WhyAnswer> = {}): WhyAnswer => ({
  id: request,
  kind: 'request',
  traceId: ORDER,
  cause: {
    summary:
      "FulfilOrder failed: TypeError: Cannot read properties of undefined (reading 'wrap') (fulfil.ts:41), on 3 of 3 attempts",
    spanId: 'b000000000000001',
    requestId: request,
    exception: { type: 'TypeError', message: 'x', frame: { path: 'fulfil.ts', line: 41, label: 'wrapGift' } },
  },
  timeline: [
    {
      time: AT,
      source: 'orders-api',
      kind: 'span',
      text: 'POST /orders → 201',
      ref: ORDER,
      status: 'ok',
      durationMs: 53,
    },
    { time: AT + 46, source: 'CreateOrder', kind: 'log', text: 'order accepted', ref: null },
    {
      time: AT + 813,
      source: 'FulfilOrder',
      kind: 'invocation',
      text: "TypeError: … reading 'wrap'",
      ref: request,
      status: 'fault',
      durationMs: 38,
    },
  ],
  searched: [{ where: 'X-Ray', found: 2 }],
  ...more,
})
const show = (answer: WhyAnswer, width: number | null, flags: Record<string, unknown> = { stack: 's' }) =>
  whyText(answer, { style: { color: false, unicode: true, width }, zone: 'UTC', now: AT + 60_000, flags, guard: null })

describe('why', () => {
  test('a sentence, the timeline, what to type next', async () => {
    expect(
      await show(why(), 100),
    ).toBe(`FulfilOrder failed: TypeError: Cannot read properties of undefined (reading 'wrap') (fulfil.ts:41),
on 3 of 3 attempts

14:03:21.118  orders-api    POST /orders → 201           53 ms  trace 1-6b49d2a9
14:03:21.164  CreateOrder   order accepted
14:03:21.931  FulfilOrder ✗ TypeError: … reading 'wrap'  38 ms  req 8fab6c1e

next: slsops traces show ${ORDER} --stack s
`)
  })

  test('an id that leads nowhere says what was searched', async () => {
    const nothing = why({
      cause: null,
      timeline: [],
      traceId: null,
      kind: 'unknown',
      searched: [
        { where: 'X-Ray', found: 0 },
        { where: '/aws/lambda/f', found: 0 },
      ],
    })
    expect(await show(nothing, 100)).toBe(
      `? nothing was found of id ${request}\nsearched: X-Ray (nothing), /aws/lambda/f (nothing)\n`,
    )
  })

  test('what went well is said', async () => {
    expect(await show(why({ cause: null }), null)).toContain(
      `✓ nothing went wrong in request ${request}, as far as its spans and lines tell\n`,
    )
  })

  test('no text can act on a terminal, and no line is wider than it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(HOSTILE, '日本語🧨'.repeat(40))),
        fc.constantFrom(60, 80, 100, 160),
        async (text, width) => {
          const moment = {
            time: AT,
            source: text,
            kind: 'log',
            text,
            ref: text,
            status: 'fault',
            durationMs: 3,
          } as const
          const answer = why({
            id: text,
            timeline: [moment, { ...moment, time: AT + 90_000_000 }],
            cause: { summary: text, spanId: null, requestId: null, exception: null },
          })
          for (const row of (await show(answer, width)).split('\n')) {
            expect(row).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
            expect(stringWidth(row)).toBeLessThanOrEqual(width)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('slsops.why/1', () => {
    const context = { stack: 's', stackId: null, account: null, region: 'eu-west-1', endpoint: null }
    const told = JSON.parse(whyAnswer(why(), context, [], null))
    for (const key of ['schema', 'context', 'id', 'kind', 'cause', 'timeline', 'searched', 'incomplete'])
      expect(told).toHaveProperty(key)
    expect(Object.keys(told.cause)).toEqual(['summary', 'spanId', 'requestId', 'exception', 'sinceDeploy'])
    expect(told.timeline[1]).toMatchObject({
      time: '2026-11-24T14:03:21.164Z',
      source: 'CreateOrder',
      kind: 'log',
      text: 'order accepted',
      ref: null,
      status: null,
      durationMs: null,
    })
  })
})
