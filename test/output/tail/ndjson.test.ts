import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ciGuard } from '../../../src/output/ci-commands.ts'
import { ndjson } from '../../../src/output/tail/ndjson.ts'
import { event, source } from '../../domain/log/event.ts'

const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const at = Date.UTC(2026, 10, 23, 14, 3, 21, 118)

test("the contract's record, its fields in order", () => {
  const message = `2026-11-23T14:03:21.118Z\t${id}\tINFO\torder accepted\n`
  const text = ndjson()(event(message))
  expect(text).toBe(
    `{"type":"event","time":"2026-11-23T14:03:21.118Z","ingestedAt":"2026-11-23T14:03:21.400Z","stack":"orders","source":"CreateOrder","sourceType":"function","function":"orders-CreateOrder","logicalId":"CreateOrder","version":"$LATEST","logGroup":"/aws/lambda/orders-CreateOrder","logStream":"2026/11/23/[$LATEST]e34ea4d32b8f441c96246bbee30ff465","eventId":"38000000000000000000000000000000000000000000000000000001","level":"INFO","requestId":"${id}","traceId":null,"kind":"app","format":"text","message":${JSON.stringify(message)},"fields":null,"error":null,"late":false}\n`,
  )
})

test('fields, errors, lateness, and what is absent', () => {
  const message = JSON.stringify({
    level: 'ERROR',
    message: 'm',
    orderId: 1,
    error: { name: 'E', message: 'x', stack: 'E: x\n    at f (a.js:1:2)' },
  })
  const group = source('g', { sourceType: 'group', logicalId: null, functionName: null, stack: null })
  const record = JSON.parse(
    ndjson()(event(message, { id: null, ingestedAt: null, late: true, source: group, stream: 'app/1' })),
  )
  expect(record).toMatchObject({
    ingestedAt: null,
    stack: null,
    sourceType: 'group',
    function: null,
    logicalId: null,
    version: null,
    eventId: null,
    level: 'ERROR',
    fields: { orderId: 1 },
    error: { type: 'E', message: 'x', stack: '    at f (a.js:1:2)' },
    late: true,
  })
})

test('streams, sources and seconds in turn keep their own', () => {
  const format = ndjson()
  const one = event('a', { stream: '2026/11/23/[1]x' })
  const two = event('b', { source: source('Other'), at: at + 1000, stream: '2026/11/23/Other[22]x' })
  const seen = [one, two, { ...one, at: at - 119 }, two].map((each) => JSON.parse(format(each)))
  expect(seen.map(({ source: name, version, time }) => [name, version, time])).toEqual([
    ['CreateOrder', '1', '2026-11-23T14:03:21.118Z'],
    ['Other', '22', '2026-11-23T14:03:22.118Z'],
    ['CreateOrder', '1', '2026-11-23T14:03:20.999Z'],
    ['Other', '22', '2026-11-23T14:03:22.118Z'],
  ])
})

test('any message is one line, byte-equal when parsed, with nothing for a terminal or a runner in it', () => {
  const format = ndjson(ciGuard({ GITHUB_ACTIONS: 'true' }))
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.constantFrom(
      '::error::x',
      '##[error]x\n##vso[y]',
      '\u009b31m',
      '{"message":"\\u009b31m","##[a]":"\\u202e"}',
      '\ud800',
    ),
  )
  fc.assert(
    fc.property(hostile, fc.integer({ min: 0, max: 4e12 }), (message, time) => {
      const text = format(event(message, { at: time }))
      expect(text.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]|##\[|##vso\[/)
      expect(text.endsWith('}\n')).toBe(true)
      const record = JSON.parse(text)
      expect(record.message).toBe(message)
      expect(record.time).toBe(new Date(time).toISOString())
    }),
    { numRuns: 500 },
  )
})

test('a time that is none is null', () => {
  expect(JSON.parse(ndjson()(event('a', { at: 1e20 }))).time).toBeNull()
})
