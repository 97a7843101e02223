import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spans } from '../../../src/domain/trace/flatten.ts'
import { readTraceFile } from '../../../src/domain/trace/read-file.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { chromeJson } from '../../../src/output/traces/chrome.ts'
import { chromeLanes } from '../../../src/output/traces/chrome-lanes.ts'
import { ganttText } from '../../../src/output/traces/mermaid.ts'
import { otlpJson } from '../../../src/output/traces/otlp.ts'
import { nanos } from '../../../src/output/traces/otlp-value.ts'
import { isSecretName, withoutSecrets } from '../../../src/output/traces/secrets.ts'
import { traceAnswer } from '../../../src/output/traces/trace-json.ts'
import { fixtures } from '../../support/fixtures.ts'
import { AT, FULFIL, fulfil, HOSTILE, hostile, large, ORDER, order } from './story.ts'

const masked = { showSecrets: false, guard: null }
const context = { stack: 's', stackId: null, account: null, region: 'eu-west-1', endpoint: null }
const answer = (trace: Trace, showSecrets = false) =>
  JSON.parse(traceAnswer(trace, { context, incomplete: [], guard: null, showSecrets }))

describe('slsops.trace/1', () => {
  test('has the fields of the contract', () => {
    const told = answer(fulfil())
    expect(Object.keys(told)).toEqual([
      'schema',
      'context',
      'id',
      'w3cId',
      'start',
      'end',
      'durationMs',
      'status',
      'partial',
      'orphans',
      'invalid',
      'cause',
      'spans',
      'incomplete',
    ])
    expect(told).toMatchObject({
      schema: 'slsops.trace/1',
      id: FULFIL,
      w3cId: FULFIL.replaceAll('-', '').slice(1),
      start: '2026-11-24T14:03:21.842Z',
      end: '2026-11-24T14:03:21.880Z',
      durationMs: 38,
      status: 'fault',
      partial: false,
      orphans: 0,
      invalid: [],
      cause: { summary: expect.stringContaining('FulfilOrder failed: TypeError') },
    })
    const [first, second] = told.spans
    for (const key of [
      'id',
      'parentId',
      'depth',
      'segmentId',
      'name',
      'kind',
      'origin',
      'resource',
      'start',
      'end',
      'durationMs',
      'selfMs',
      'status',
      'http',
      'annotations',
      'metadata',
      'exceptions',
      'inferred',
      'mergedIds',
      'attempts',
      'links',
      'requestId',
    ])
      expect(first).toHaveProperty(key)
    expect(first).toMatchObject({
      id: 'b000000000000001',
      parentId: null,
      depth: 0,
      http: null,
      exceptions: [
        {
          id: 'e000000000000001',
          type: 'TypeError',
          message: "Cannot read properties of undefined (reading 'wrap')",
          remote: false,
          stack: [{ path: 'fulfil.ts', line: 41, label: 'wrapGift' }, expect.anything(), expect.anything()],
        },
      ],
      links: [{ traceId: ORDER, spanId: 'a000000000000004', direction: 'parent' }],
      requestId: '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77',
    })
    expect(second).toMatchObject({ parentId: 'b000000000000001', depth: 1, segmentId: 'b000000000000001' })
  })

  test('secrets are masked unless they are asked for', () => {
    const whole = JSON.stringify(answer(order()))
    expect(whole).not.toMatch(/hunter2|abc\.def/)
    expect(answer(order()).spans[0].http.url).toMatch(/\/prod\/orders\?token=\*\*\*$/)
    expect(answer(order()).spans[1].metadata).toEqual({
      default: { headers: { Authorization: '***', accept: '*/*' }, tries: 1.5 },
    })
    expect(JSON.stringify(answer(order(), true))).toMatch(/hunter2.*abc\.def/)
  })
})

describe('secrets', () => {
  test.each([
    ['Authorization', true],
    ['authorization', true],
    ['http.request.header.authorization', true],
    ['x-api-key', true],
    ['Set-Cookie', true],
    ['dbPassword', true],
    ['client_secret', true],
    ['accessToken', true],
    ['X-Amz-Security-Token', true],
    ['DB_PASSWORD', true],
    ['orderId', false],
    ['tokens_used', false],
    ['author', false],
    ['cookies_eaten', false],
    ['keyboard', false],
    ['http.status', false],
  ] as const)('%s: %s', (name, secret) => {
    expect(isSecretName(name)).toBe(secret)
  })

  test('nothing else changes', () => {
    const trace = fulfil()
    expect(withoutSecrets(trace)).toEqual(trace)
  })
})

describe('chrome', () => {
  const read = (traces: readonly Trace[]) => JSON.parse(chromeJson(traces, masked))
  type Event = {
    ph: string
    name: string
    ts: number
    dur: number
    pid: number
    tid: number
    id?: number
    args?: Record<string, unknown>
    cat?: string
  }

  test('complete events in microseconds, a process a service, arrows along calls and links', () => {
    const { traceEvents, displayTimeUnit } = read([order(), fulfil()]) as {
      traceEvents: Event[]
      displayTimeUnit: string
    }
    expect(displayTimeUnit).toBe('ms')
    const complete = traceEvents.filter(({ ph }) => ph === 'X')
    expect(complete).toHaveLength(6)
    for (const one of complete) expect([one.ts, one.dur, one.pid, one.tid].every(Number.isInteger)).toBe(true)
    expect(complete[0]).toMatchObject({ name: 'POST /orders', ts: AT * 1000, dur: 53_000 })
    const names = traceEvents.filter(({ name }) => name === 'process_name').map(({ pid, args }) => [pid, args!['name']])
    expect(names).toEqual([
      [1, 'orders-api'],
      [2, 'CreateOrder'],
      [3, 'FulfilOrder'],
    ])
    const arrows = traceEvents.filter(({ ph }) => ph === 's' || ph === 'f')
    expect(arrows.map(({ ph, name }) => `${ph} ${name}`)).toEqual(['s call', 'f call', 's link', 'f link'])
    expect(new Set(arrows.map(({ id }) => id)).size).toBe(2)
    expect(complete.find(({ name }) => name === 'wrapGift')).toMatchObject({
      cat: 'internal,fault',
      args: { status: 'fault' },
    })
    expect(JSON.stringify(traceEvents)).not.toMatch(/hunter2|abc\.def/)
  })

  test('on one thread stretches lie apart or inside each other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(40), fc.nat(20)), { maxLength: 40 }), (given) => {
        const stretches = given.map(([pid, from, long]) => ({ pid, from, to: from + long }))
        const lanes = chromeLanes(stretches)
        stretches.forEach((a, at) => {
          stretches.forEach((b, other) => {
            if (other <= at || a.pid !== b.pid || lanes[at] !== lanes[other]) return
            const apart = a.to <= b.from || b.to <= a.from
            const inside = (a.from <= b.from && b.to <= a.to) || (b.from <= a.from && a.to <= b.to)
            expect(apart || inside).toBe(true)
          })
        })
      }),
    )
  })

  test('what still runs lasts to the end of its trace', () => {
    const { traceEvents } = read([hostile(HOSTILE)]) as { traceEvents: Event[] }
    for (const { ph, dur } of traceEvents) if (ph === 'X') expect(dur).toBeGreaterThanOrEqual(0)
  })
})

/** What must be the same after OTLP and back. */
const shape = (trace: Trace) =>
  Array.from(spans(trace), (span) => ({
    id: span.id,
    parentId: span.parentId,
    name: span.name,
    kind: span.kind,
    service: span.service,
    start: span.start,
    end: span.end,
    status: span.status,
    http: span.http && { method: span.http.method, url: span.http.url, status: span.http.status },
    resource: span.resource,
    exceptions: span.exceptions.map(({ type, message }) => ({ type, message })),
    links: span.links,
  }))

const roundTrip = (trace: Trace): Trace => {
  const back = readTraceFile(otlpJson([trace], { ...masked, showSecrets: true }))
  expect(back).toHaveLength(1)
  return back[0]!
}

describe('otlp', () => {
  test('read back it is the same tree', () => {
    for (const trace of [order(), fulfil(), large(200)]) {
      expect(roundTrip(trace).id).toBe(trace.id)
      expect(shape(roundTrip(trace))).toEqual(shape(trace))
    }
  })

  test('ids are hex, times are nanoseconds in text', () => {
    const { resourceSpans } = JSON.parse(otlpJson([fulfil()], masked))
    expect(resourceSpans).toHaveLength(1)
    expect(resourceSpans[0].resource.attributes).toEqual([
      { key: 'service.name', value: { stringValue: 'FulfilOrder' } },
    ])
    const [first, second] = resourceSpans[0].scopeSpans[0].spans
    expect(first).toMatchObject({
      traceId: '6b49d2aa0b7c2e11a4f35d6c7e8f9012',
      spanId: 'b000000000000001',
      kind: 2,
      startTimeUnixNano: `${AT + 724}000000`,
      endTimeUnixNano: `${AT + 762}000000`,
      status: { code: 2 },
    })
    expect(second).toMatchObject({ parentSpanId: 'b000000000000001', name: '## wrapGift' })
    expect(first.events[0].attributes[2].value.stringValue).toContain('    at wrapGift (fulfil.ts:41)')
  })

  test('nanoseconds are exact', () => {
    expect(nanos(1700000000123.456)).toBe('1700000000123456000')
    expect(nanos(0)).toBe('0')
    expect(nanos(1700000000999.9998)).toBe('1700000001000000000')
  })

  const folder = fixtures('xray/traces')
  const files = [
    '1-643aca1d-02e095f7341508e00b9b6d2b',
    '1-643ef76d-088256fd5cddd763143da983',
    '1-64404ad4-0372b96637c899165e908034',
    '1-64404ad9-6d57ad881ff49788478d7743',
  ]
  test.skipIf(folder === null).each(files)('real trace %s: the same ids, parents, times and statuses', (id) => {
    const [trace] = readTraceFile(readFileSync(`${folder}/trace-${id}.json`, 'utf8'))
    const brief = (of: Trace) =>
      shape(of).map(({ id: span, parentId, start, end, status, exceptions }) => ({
        span,
        parentId,
        start,
        end,
        status,
        exceptions,
      }))
    expect(brief(roundTrip(trace!))).toEqual(brief(trace!))
  })
})

describe('mermaid', () => {
  test('a gantt chart', () => {
    expect(ganttText(fulfil(), null)).toBe(
      [
        '%%{init: {"gantt": {"leftPadding": 97}}}%%',
        'gantt',
        `    title ${FULFIL} #183; 38 ms #183; 2 spans`,
        '    dateFormat x',
        '    axisFormat %L',
        '    tickInterval 5millisecond',
        '    section FulfilOrder',
        '    FulfilOrder 38 ms fault :crit, 0, 38',
        '    wrapGift 11 ms fault :crit, 26, 37',
        "%% TypeError#58; Cannot read properties of undefined (reading 'wrap')",
        '',
      ].join('\n'),
    )
  })

  test('of ten thousand spans those that went wrong and the longest', () => {
    const text = ganttText(large(10_000), null)
    expect(text.length).toBeLessThan(50_000)
    expect(text).toContain('9800 shorter ones are left out')
    expect(text.match(/ fault :crit/g)!.length).toBeGreaterThan(90)
  })

  test('no text can end its task, begin a comment or become markup', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom(HOSTILE, '%%{init:{}}%%', 'x:crit, 0, 1\n%% y', '```\n<b>'),
        ),
        (text) => {
          const lines = ganttText(hostile(text), null).split('\n')
          for (const line of lines.slice(6).filter((one) => one !== '' && !one.startsWith('%% '))) {
            expect(line).toMatch(/^ {4}(?:section [^:<>"`%]*|[^:<>"`%]* :(?:crit, |active, )?\d+, \d+)$/)
            expect(line.replace(/#\d+;/g, '')).not.toMatch(/[#;{}]/)
          }
          for (const line of lines) expect(line).not.toMatch(/[<>`\u0000-\u001f\u202e]/)
        },
      ),
      { numRuns: 60 },
    )
  })
})

test('every JSON of hostile text parses and can not act on a terminal', () => {
  for (const json of [
    chromeJson([hostile(HOSTILE)], masked),
    otlpJson([hostile(HOSTILE)], masked),
    JSON.stringify(answer(hostile(HOSTILE))),
  ]) {
    expect(() => JSON.parse(json)).not.toThrow()
  }
  for (const json of [chromeJson([hostile(HOSTILE)], masked), otlpJson([hostile(HOSTILE)], masked)])
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
})
