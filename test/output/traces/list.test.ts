import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { ciGuard } from '../../../src/output/ci-commands.ts'
import { type TracesText, tracesText } from '../../../src/output/traces/list.ts'
import { summaryLine, tracesAnswer } from '../../../src/output/traces/list-json.ts'
import { AT, HOSTILE, ORDER, summary } from './story.ts'

const other = '1-6b49d200-0123456789abcdef01234567'
const plain = (width: number | null, more: Partial<TracesText> = {}): TracesText => ({
  style: { color: false, unicode: true, width },
  now: AT + 9_400,
  asked: 'in the last 15 min',
  flags: { stack: 'orders-prod' },
  guard: null,
  ...more,
})
const two = [
  summary(),
  summary({
    id: other,
    start: AT - 120_000,
    durationMs: 61.4,
    status: 'ok',
    root: 'payment',
    services: ['payment'],
    cause: null,
  }),
]
const context = { stack: 's', stackId: null, account: null, region: 'eu-west-1', endpoint: null }

describe('the list of traces', () => {
  test('off a terminal each is one line with its whole id, nothing cut', async () => {
    expect(await tracesText({ traces: two, omitted: 0 }, plain(null))).toBe(
      [
        '  age   total  status   root          services                            id                                   first cause',
        `  9 s  1.24 s  ✗ fault  POST /orders  orders-api CreateOrder FulfilOrder  ${ORDER}  TypeError: Cannot read properties of undefined (reading 'wrap') (fulfil.ts:41)`,
        `2 min   61 ms  ✓ ok     payment       payment                             ${other}`,
        '',
        '2 traces in the last 15 min',
        `next: slsops traces show ${ORDER} --stack orders-prod`,
        '',
      ].join('\n'),
    )
  })

  test('on 80 columns the id and the cause stand below', async () => {
    expect(await tracesText({ traces: two, omitted: 3 }, plain(80))).toBe(
      [
        '  age   total  status   root          services',
        '  9 s  1.24 s  ✗ fault  POST /orders  orders-api CreateOrder FulfilOrder',
        `      ${ORDER}  TypeError: Cannot read properties of…`,
        '2 min   61 ms  ✓ ok     payment       payment',
        `      ${other}`,
        '',
        '2 traces in the last 15 min · 3 more: --limit 5',
        `next: slsops traces show ${ORDER} \\`,
        '      --stack orders-prod',
        '',
      ].join('\n'),
    )
  })

  test('on 60 columns the services go, the id stays whole', async () => {
    const text = await tracesText({ traces: two, omitted: 0 }, plain(60))
    expect(text).toContain(ORDER)
    expect(text).not.toContain('services')
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(60)
  })

  test('the command to type next shows the first that went wrong; under --demo its id would not be found again', async () => {
    const text = await tracesText({ traces: [...two].reverse(), omitted: 0 }, plain(null))
    expect(text).toContain(`next: slsops traces show ${ORDER}`)
    expect(await tracesText({ traces: two, omitted: 0 }, plain(null, { flags: { demo: true } }))).not.toContain('next:')
  })

  test('what is not there, what runs, what is not complete', async () => {
    expect(await tracesText({ traces: [], omitted: 0 }, plain(80, { asked: 'in the last 15 min, faults only' }))).toBe(
      'no trace in the last 15 min, faults only\n',
    )
    const running = await tracesText(
      {
        traces: [summary({ durationMs: null, status: 'running', partial: true }), summary({ partial: true })],
        omitted: 0,
      },
      plain(null),
    )
    expect(running).toContain('… running')
    expect(running).toContain('1.24 s+')
    expect(running).toContain('2 not complete yet (+)')
  })

  test('ASCII and colour', async () => {
    const ascii = await tracesText(
      { traces: two, omitted: 0 },
      plain(80, { style: { color: false, unicode: false, width: 80 } }),
    )
    expect(ascii).toMatch(/^[\u0000-\u007e]*$/)
    expect(ascii).toContain('x fault')
    const colour = await tracesText(
      { traces: two, omitted: 0 },
      plain(80, { style: { color: true, unicode: true, width: 80 } }),
    )
    expect(colour).toContain('\u001b[31m✗ fault\u001b[39m')
  })

  test('no text can act on a terminal, and no line is wider than it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(HOSTILE), fc.constant('日本語🧨'.repeat(9))), {
          minLength: 4,
          maxLength: 4,
        }),
        fc.constantFrom(60, 80, 100, 160),
        async ([id, root, service, cause], width) => {
          const text = await tracesText(
            { traces: [summary({ id: id!, root: root!, services: [service!, 'x'], cause: cause! })], omitted: 1 },
            plain(width, { asked: service! }),
          )
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
          for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('on a CI runner text is no command', async () => {
    const guard = ciGuard({ GITHUB_ACTIONS: 'true' })
    const text = await tracesText({ traces: [summary({ cause: '##[error]x' })], omitted: 0 }, plain(null, { guard }))
    expect(text).toContain('#\\#[error]x')
  })
})

describe('slsops.traces/1', () => {
  test('has the fields of the contract, absent ones as null', () => {
    const answer = JSON.parse(
      tracesAnswer({ traces: [summary({ http: null })], omitted: 4 }, { from: AT - 1000, to: AT }, context, [], null),
    )
    expect(answer).toEqual({
      schema: 'slsops.traces/1',
      context,
      window: { from: '2026-11-24T14:03:20.118Z', to: '2026-11-24T14:03:21.118Z' },
      traces: [
        {
          id: ORDER,
          start: '2026-11-24T14:03:21.118Z',
          durationMs: 1240,
          responseMs: 53,
          status: 'fault',
          http: null,
          root: 'POST /orders',
          services: ['orders-api', 'CreateOrder', 'FulfilOrder'],
          annotations: { orderId: 'o-8841' },
          user: null,
          partial: false,
          cause: summary().cause,
        },
      ],
      omitted: 4,
      incomplete: [],
    })
  })

  test('a line a trace', () => {
    const line = summaryLine(summary(), null)
    expect(line.endsWith('\n') && !line.slice(0, -1).includes('\n')).toBe(true)
    expect(JSON.parse(line)).toMatchObject({ type: 'trace', id: ORDER, http: { method: 'POST', status: 201 } })
  })
})
