import fc from 'fast-check'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import { graphOf } from '../../../src/domain/trace/graph.ts'
import type { LinkedTrace } from '../../../src/domain/trace/rows.ts'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import type { Trace, TraceSummary } from '../../../src/domain/trace/trace.ts'
import { ago } from '../../../src/output/ago.ts'
import { durationText } from '../../../src/output/duration.ts'
import { safeText } from '../../../src/output/safe-text.ts'
import type { ExplorerStyle, TraceSource } from '../../../src/tui/trace/data.ts'
import { frame } from '../../../src/tui/trace/frame.ts'
import { paint } from '../../../src/tui/trace/line.ts'
import { type Action, beginning, type Effect, type Model, type Setting } from '../../../src/tui/trace/model.ts'
import { step } from '../../../src/tui/trace/step.ts'

/** 2026-03-04T14:03:21.118Z */
export const at = Date.UTC(2026, 2, 4, 14, 3, 21, 118)

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

const wrapped = {
  exceptions: [
    {
      id: 'e1e1e1e1e1e1e1e1',
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'wrap')",
      stack: [
        { path: 'fulfil.ts', line: 41, label: 'wrapGift' },
        { path: 'fulfil.ts', line: 22, label: 'handler' },
      ],
    },
  ],
}

export interface Order {
  readonly n: number
  readonly bad: boolean
  /** The trace that goes on elsewhere. */
  readonly link?: string
}

export const traceId = (n: number): string => `1-${hex(Math.floor(at / 1000), 8)}-${hex(n, 24)}`

/** An order: the API, a function with two calls, and the one that works it off, which fails on some. */
export const order = ({ n, bad, link }: Order): Trace => {
  const id = traceId(n)
  const start = at / 1000 - n * 20
  const time = (ms: number): number => start + ms / 1000
  const span = (k: number): string => hex(n * 100 + k, 16)
  const documents = [
    {
      id: span(1),
      name: 'orders-api',
      origin: 'AWS::ApiGateway::Stage',
      start_time: time(0),
      end_time: time(53),
      http: { request: { method: 'POST', url: 'https://api.example.com/orders' }, response: { status: 201 } },
    },
    {
      id: span(2),
      parent_id: span(1),
      name: 'CreateOrder',
      origin: 'AWS::Lambda::Function',
      start_time: time(4),
      end_time: time(50),
      annotations: { orderId: `o-${n}`, gift: bad },
      metadata: { default: { items: ['注文書', 'b'] } },
      aws: { request_id: '1c02d9aa-0000-4000-8000-000000000001' },
      ...(link ? { links: [{ trace_id: link, attributes: { 'aws.xray.link.direction': 'child' } }] } : {}),
      subsegments: [
        {
          id: span(3),
          name: 'DynamoDB',
          namespace: 'aws',
          start_time: time(8),
          end_time: time(20),
          aws: { operation: 'PutItem', table_name: 'orders' },
        },
        {
          id: span(4),
          name: 'SNS',
          namespace: 'aws',
          start_time: time(24),
          end_time: time(33),
          aws: { operation: 'Publish', topic_arn: 'arn:aws:sns:eu-west-1:123456789012:order-events' },
        },
      ],
    },
    {
      id: span(5),
      parent_id: span(4),
      name: 'FulfilOrder',
      origin: 'AWS::Lambda::Function',
      start_time: time(700),
      end_time: time(738),
      fault: bad,
      subsegments: [
        {
          id: span(6),
          name: 'wrapGift',
          start_time: time(720),
          end_time: time(731),
          fault: bad,
          ...(bad ? { cause: wrapped } : {}),
        },
      ],
    },
  ]
  return buildTrace(
    id,
    documents.map((one) => ({ format: 'xray', id: one.id, document: JSON.stringify({ trace_id: id, ...one }) })),
  )
}

export const orders = (count: number): Trace[] =>
  Array.from({ length: count }, (_, n) => order({ n: n + 1, bad: n % 3 === 0 }))

export const linkedTo = (trace: Trace): LinkedTrace => ({
  trace,
  through: 'fulfilment',
  carrier: 'SQS',
  waitMs: 690,
  fanIn: 3,
})

export const words = { safe: safeText, duration: durationText, ago }

export const plain: ExplorerStyle = { color: false, unicode: true, timeZone: 'UTC' }

export const setting = (style: ExplorerStyle = plain): Setting => ({
  context: { stack: 'orders-prod', region: 'eu-west-1', window: 'last 15 min', narrowed: ['faults only'] },
  style,
  words,
})

export const listOf = (
  summaries: readonly TraceSummary[],
  { columns = 80, rows = 24, style = plain, canFollow = false } = {},
): Model => {
  const { model } = beginning({ setting: setting(style), size: { columns, rows }, now: at, canFollow, open: null })
  return run(model, { kind: 'summaries', more: summaries }, { kind: 'read', what: 'summaries', why: null }).model
}

/** One trace, opened and there. */
export const opened = (trace: Trace, { columns = 80, rows = 24, style = plain } = {}): Model => {
  const { model } = beginning({
    setting: setting(style),
    size: { columns, rows },
    now: at,
    canFollow: false,
    open: trace.id,
  })
  return run(model, { kind: 'trace', id: trace.id, trace, why: null }).model
}

export const run = (model: Model, ...actions: readonly Action[]): { model: Model; effects: Effect[] } => {
  let now = model
  const effects: Effect[] = []
  for (const action of actions) {
    const next = step(now, action)
    now = next.model
    effects.push(...next.effects)
  }
  return { model: now, effects }
}

/** Keys by name, one after the other: `press(model, 'j j enter')`. */
export const press = (model: Model, keys: string): { model: Model; effects: Effect[] } =>
  run(model, ...keys.split(' ').map((key): Action => ({ kind: 'key', key })))

export const screenOf = (model: Model): string[] =>
  frame(model).map((line) => paint(line, model.setting.style.color).trimEnd())

/** A source of these traces that answers at once. */
export const sourceOf = (traces: readonly Trace[], more: Partial<TraceSource> = {}): TraceSource => ({
  summaries: (async function* () {
    for (const trace of traces) yield summaryOf(trace)
  })(),
  follow: null,
  notes: null,
  fetch: async (id) => traces.find((trace) => trace.id === id)!,
  logs: async (span) => [
    { time: span.start, level: 'ERROR', source: 'FulfilOrder', lines: ['TypeError: it broke', '    at wrapGift'] },
  ],
  links: async () => [],
  graph: async () => graphOf(traces),
  console: (trace) => `https://console.example.com/traces/${trace.id}`,
  ...more,
})

/** Text of any kind as it reaches the screen: wide characters, emoji, marks, and what was hostile before it was made safe. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('注文', '👩‍👩‍👧', 'é', 'e\u0301', '\u001b[31m', '\u202e', '\ttab', 'a b', '한글', '\u0007', '🇩🇪'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => safeText(parts.join('')))
