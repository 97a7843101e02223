import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axis } from '../../../src/domain/trace/axis.ts'
import { bar, dots } from '../../../src/domain/trace/bar.ts'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import { toW3cId, toXrayId, xrayIdTime } from '../../../src/domain/trace/ids.ts'
import { spanLabel, statusWord } from '../../../src/domain/trace/label.ts'
import { isBad, statusGlyph, worst } from '../../../src/domain/trace/status.ts'
import { type Doc, hex, otel, segment, spanIn, traceId, traceOf } from './documents.ts'

const bounds = { start: 1000, end: 1080 }

describe('a bar', () => {
  it.each([
    [1000, 1080, '██████████'],
    [1000, 1040, '█████     '],
    [1040, 1080, '     █████'],
    [1000, 1001, '▏         '],
    [1000, 1004, '▌         '],
    [1004, 1020, '▐█▌       '],
    [1007, 1016, '▕█        '],
    [1000, 1000, '▏         '],
    [1080, 1080, '         ▕'],
    [1079, 1080, '         ▕'],
    [1003, 1004, '▏         '],
    [1006, 1007, '▕         '],
    [1005, 1008, '▐         '],
    [500, 900, '▏         '],
    [2000, 3000, '         ▕'],
    [500, 3000, '██████████'],
    [1040, 1000, '█████     '],
    [Number.NaN, Number.NaN, '▏         '],
  ])('from %d to %d is "%s"', (from, to, text) => {
    expect(bar(from, to, bounds, 10, true)).toBe(text)
  })

  it.each([
    [1000, 1080, '=========='],
    [1008, 1020, ' ==       '],
    [1008, 1009, ' |        '],
  ])('in ASCII from %d to %d is "%s"', (from, to, text) => {
    expect(bar(from, to, bounds, 10, false)).toBe(text)
  })

  it('a wait is dotted', () => {
    expect(dots(1008, 1040, bounds, 10, true)).toBe(' ····     ')
    expect(dots(1008, 1040, bounds, 10, false)).toBe(' ....     ')
    expect(dots(1040, 1008, bounds, 10, false)).toBe(' ....     ')
  })

  const time = fc.oneof(fc.double({ noNaN: false }), fc.double({ min: 900, max: 1200, noNaN: true }))

  it('is exactly as wide as asked and never invisible, whatever the times', () => {
    fc.assert(
      fc.property(
        time,
        time,
        time,
        time,
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        (from, to, start, end, width, unicode) => {
          for (const draw of [bar, dots]) {
            const text = draw(from, to, { start, end }, width, unicode)
            expect([...text]).toHaveLength(width)
            expect(text.trim()).not.toBe('')
          }
          expect(bar(from, to, { start, end }, 0, unicode) + dots(from, to, { start, end }, -1, unicode)).toBe('')
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('the axis', () => {
  it.each([
    [1240, 60, '0         200      400       600       800      1000 ms     ', 200],
    [80, 40, '0         20        40        60 ms     ', 20],
    [0.5, 40, '0               200             400 µs  ', 0.2],
    [14_000, 40, '0             5              10 s       ', 5000],
    [3_600_000, 40, '0         15        30        45 min    ', 900_000],
    [0, 10, '0 ms      ', 0],
    [100, 4, '0 ms', 500],
    [100, 3, '   ', 500],
  ])('of %d ms in %d cells', (total, width, labels, stepMs) => {
    const drawn = axis({ start: 5, end: 5 + total }, width)
    expect([drawn.labels, drawn.labels.length]).toEqual([labels, width])
    if (labels.trim() !== '' && total > 0 && width > 4) expect(drawn.stepMs).toBeCloseTo(stepMs)
  })

  it('is exactly as wide as asked, and each label begins where its time is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (total, width) => {
          const { labels, stepMs } = axis({ start: 0, end: total }, width)
          expect(labels).toHaveLength(width)
          for (const { index } of [...labels.matchAll(/\d+/g)].slice(1)) {
            const ticks = (index / width) * (total / stepMs)
            expect(Math.abs(ticks - Math.round(ticks)) * stepMs).toBeLessThanOrEqual((0.51 * total) / width)
          }
        },
      ),
    )
  })
})

describe('trace ids', () => {
  const [xray, w3c] = ['1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2', '6b49d2a916a5bdd27e45fc9f4a12ddd2']

  it.each([
    [xray, xray, w3c],
    [w3c, xray, w3c],
    [w3c.toUpperCase(), xray, w3c],
    ['1-12de5a99-5d09hh705e56aad0152548cb', null, null],
    [`${w3c}0`, null, null],
    [`x${xray}`, null, null],
    ['', null, null],
  ])('%s', (text, asXray, asW3c) => {
    expect([toXrayId(text), toW3cId(text)]).toEqual([asXray, asW3c])
  })

  it('hold a time where they can', () => {
    expect(xrayIdTime(xray)).toBe(0x6b49d2a9 * 1000)
    expect(xrayIdTime('1-00000001-16a5bdd27e45fc9f4a12ddd2')).toBeNull()
    expect(xrayIdTime('1-ffffffff-16a5bdd27e45fc9f4a12ddd2')).toBeNull()
    expect(xrayIdTime(w3c)).toBeNull()
  })
})

describe('a status', () => {
  it('the worst of several', () => {
    expect(worst([])).toBe('ok')
    expect(worst(['ok', 'running'])).toBe('running')
    expect(worst(['running', 'error', 'ok'])).toBe('error')
    expect(worst(['error', 'throttle'])).toBe('throttle')
    expect(worst(['throttle', 'fault', 'error'])).toBe('fault')
  })

  it('has a glyph of one cell, with and without Unicode', () => {
    const all = ['ok', 'error', 'fault', 'throttle', 'running'] as const
    expect(all.map((status) => statusGlyph(status, true)).join('')).toBe('✓!✗~…')
    expect(all.map((status) => statusGlyph(status, false)).join('')).toBe('+!x~.')
    expect(all.filter(isBad)).toEqual(['error', 'fault', 'throttle'])
  })
})

describe('the label and the word of a span', () => {
  const told = (document: Doc): string[] => {
    const trace = traceOf(segment('root', 'r', 0, 9, { subsegments: [document] }))
    const span = trace.roots[0]!.children[0]!
    return [spanLabel(span), statusWord(span)]
  }
  const call = (name: string, aws: Doc, more: Doc = {}): Doc =>
    segment('a', name, 0, 1, { namespace: 'aws', aws, ...more })

  it.each<[Doc, string, string]>([
    [call('DynamoDB', { operation: 'PutItem', table_name: 'orders' }), 'DynamoDB PutItem orders', 'ok'],
    [
      call('SNS', { operation: 'Publish', topic_arn: 'arn:aws:sns:eu-west-1:1:order-events' }),
      'SNS Publish order-events',
      'ok',
    ],
    [
      call('SQS', { operation: 'SendMessage', queue_url: 'https://sqs.eu-west-1.amazonaws.com/1/fulfilment' }),
      'SQS SendMessage fulfilment',
      'ok',
    ],
    [
      call(
        'Lambda',
        { operation: 'Invoke', function_name: 'fn' },
        { throttle: true, http: { response: { status: 429 } } },
      ),
      'Lambda Invoke fn',
      '429',
    ],
    [call('S3', { operation: 'GetObject', bucket_name: 'photos' }), 'S3 GetObject photos', 'ok'],
    [call('SES', { operation: 'SendEmail' }, { error: true }), 'SES SendEmail', 'error'],
    [
      segment('a', 'shop', 0, 1, {
        namespace: 'remote',
        http: { request: { method: 'GET', url: 'https://api.x.com:8443/health?deep=1' }, response: { status: 200 } },
      }),
      'GET api.x.com:8443/health',
      '200',
    ],
    [
      segment('a', 'shop', 0, 1, { namespace: 'remote', http: { response: { status: 200 } }, fault: true }),
      'shop',
      'fault',
    ],
    [
      segment('a', 'db', 0, 1, {
        namespace: 'remote',
        sql: { database_type: 'PostgreSQL', sanitized_query: ' select *\nfrom x' },
      }),
      'PostgreSQL SELECT',
      'ok',
    ],
    [segment('a', '## index.handler', 0, null), 'index.handler', 'running'],
    [segment('a', 'part', 0, 1, { throttle: true }), 'part', 'throttled'],
  ])('of a subsegment %#', (document, label, word) => {
    expect(told(document)).toEqual([label, word])
  })

  it('of an API goes without the stage; of a function says how that ended, not what Lambda answered', () => {
    const api = segment('a', 'orders-api/dev', 0, 1, {
      origin: 'AWS::ApiGateway::Stage',
      annotations: { 'aws:api_stage': 'dev' },
      http: {
        request: { method: 'POST', url: 'https://x.execute-api.eu-west-1.amazonaws.com/dev/orders' },
        response: { status: 201 },
      },
    })
    const fn = segment('f', 'CreateOrder', 0, 1, {
      origin: 'AWS::Lambda',
      fault: true,
      http: { response: { status: 200 } },
    })
    const trace = traceOf(api, fn)
    expect([spanLabel(spanIn(trace, 'a')), statusWord(spanIn(trace, 'a'))]).toEqual(['POST /orders', '201'])
    expect([spanLabel(spanIn(trace, 'f')), statusWord(spanIn(trace, 'f'))]).toEqual(['CreateOrder', 'fault'])
  })

  it.each([
    [
      {
        name: 'GET /orders/{id}',
        kind: 'SERVER',
        attributes: { 'http.request.method': 'GET', 'url.path': '/orders/7' },
      },
      'GET /orders/{id}',
    ],
    [{ name: 'GET', kind: 3, attributes: { 'http.method': 'GET', 'http.url': 'http://shop/x' } }, 'GET shop/x'],
    [
      {
        name: 'DynamoDB.PutItem',
        kind: 'CLIENT',
        attributes: { 'rpc.system': 'aws-api', 'rpc.method': 'PutItem', 'aws.dynamodb.table_names': ['orders'] },
      },
      'DynamoDB PutItem orders',
    ],
    [
      { name: 'SELECT shop', kind: 'CLIENT', attributes: { 'db.system': 'postgresql', 'db.statement': 'SELECT 1' } },
      'postgresql SELECT',
    ],
  ])('of an OpenTelemetry span %#', (span, label) => {
    const trace = buildTrace(traceId, [otel({ spanId: hex(1), startTimeUnixNano: '1', ...span })])
    expect(spanLabel(trace.roots[0]!)).toBe(label)
  })
})
