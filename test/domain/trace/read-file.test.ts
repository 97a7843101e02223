import { describe, expect, it } from 'vitest'
import { isProblem } from '../../../src/domain/problem.ts'
import { readTraceFile } from '../../../src/domain/trace/read-file.ts'
import { type Doc, drawn, hex, segment, traceId } from './documents.ts'

const read = (value: unknown) => readTraceFile(typeof value === 'string' ? value : JSON.stringify(value))

const other = '1-6b49d200-000000000000000000000002'
const a = segment('a', 'api', 0, 9)
const b = segment('b', 'fn', 1, 2, { parent_id: 'a' })
const c = segment('c', 'else', 1, 2, { trace_id: other })

const wrapped = (document: Doc): Doc => ({ Id: document['id'], Document: JSON.stringify(document) })

const shapes: readonly [string, unknown][] = [
  [
    'an answer of BatchGetTraces',
    {
      Traces: [
        { Id: traceId, Segments: [wrapped(a), wrapped(b)] },
        { Id: other, Segments: [wrapped(c)] },
      ],
      UnprocessedTraceIds: [],
    },
  ],
  [
    'an answer of ListRetrievedTraces',
    {
      TraceFormat: 'XRAY',
      Traces: [
        { Id: traceId, Spans: [wrapped(a), wrapped(b)] },
        { Id: other, Spans: [wrapped(c)] },
      ],
    },
  ],
  [
    'a list of traces',
    [
      { Id: traceId, Segments: [a, b] },
      { Id: other, Segments: [{ Id: 'c', Document: c }] },
    ],
  ],
  ['a list of documents', [a, b, c]],
  ['a list of lists', [[a, b], [c]]],
  ['a list of wrapped documents', [a, b, c].map(wrapped)],
  ['documents one a line', [a, b, c].map((one) => JSON.stringify(one)).join('\n')],
  [
    'what the daemon is sent',
    [a, b, c].map((one) => `{"format": "json", "version": 1}\n${JSON.stringify(one, null, 2)}`).join('\n'),
  ],
  [
    'what the daemon is sent, one a line',
    [a, b, c].map((one) => `{"format":"json","version":1}\r\n${JSON.stringify(one)}\r\n`).join(''),
  ],
]

describe('a file of traces', () => {
  it.each(shapes)('%s', (_, value) => {
    const traces = read(value)
    expect(traces.map(({ id }) => id)).toEqual([traceId, other])
    expect(traces.map(drawn)).toEqual([['api#a', '  fn#b'], ['else#c']])
    expect(traces.flatMap(({ invalid }) => invalid)).toEqual([])
  })

  it('one document, with a mark of its encoding in front', () => {
    expect(read(`\uFEFF${JSON.stringify(a)}`).map(drawn)).toEqual([['api#a']])
  })

  it('keeps the word of AWS that the trace is cut', () => {
    expect(read({ Id: traceId, Segments: [a], LimitExceeded: true })[0]!.partial).toBe(true)
  })

  it('a document without a trace id belongs to the one trace there is', () => {
    expect(read([a, { ...b, trace_id: undefined }]).map(drawn)).toEqual([['api#a', '  fn#b']])
    expect(read({ ...a, trace_id: undefined })[0]).toMatchObject({ id: 'unknown', w3cId: null })
  })

  it('what is broken in one is told, and the rest is shown', () => {
    const traces = read([JSON.stringify(a), '{"id": ', '{"id":"x","name":"nothing more"}', '"words"'].join('\n'))
    expect(traces.map(drawn)).toEqual([['api#a']])
    expect(traces[0]!.invalid).toEqual([
      { id: null, reason: expect.stringMatching(/^it is no JSON/) },
      { id: 'x', reason: 'it is neither a segment nor a span' },
      { id: null, reason: 'it is neither a segment nor a span' },
    ])
    const answer = read({ Traces: [{ Id: traceId, Segments: [wrapped(a), { Id: 'z', Document: '{' }] }] })
    expect(answer[0]!.invalid).toMatchObject([{ id: 'z' }])
  })

  it.each([
    ['', 'it is no JSON'],
    ['hello', 'it is no JSON'],
    ['{}', 'its JSON is something else'],
    ['{"Services":[]}', 'its JSON is something else'],
    ['[]', 'its JSON is something else'],
    ['7', 'its JSON is something else'],
    ['{"traceId":"x","spanId":"y","body":"a log record"}', 'its JSON is something else'],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'its JSON is something else'],
  ])('%.60s holds none', (text, why) => {
    let told: unknown
    try {
      readTraceFile(text)
    } catch (error) {
      told = error
    }
    if (!isProblem(told)) throw new Error('no Problem')
    expect([told.code, told.message, told.hint]).toEqual([
      'Usage',
      expect.stringContaining(why),
      expect.stringContaining('OTLP JSON'),
    ])
  })
})

describe('OTLP JSON', () => {
  const attribute = (key: string, value: Doc): Doc => ({ key, value })
  const request = (...spans: Doc[]): Doc => ({
    resourceSpans: [
      {
        resource: { attributes: [attribute('service.name', { stringValue: 'shop' })] },
        scopeSpans: [{ scope: {}, spans }],
      },
    ],
  })
  const span = (spanId: string, more: Doc = {}): Doc => ({
    traceId: '6b49d20016a5bdd27e45fc9f4a12ddd2',
    spanId,
    name: 'x',
    kind: 2,
    startTimeUnixNano: '1800000000000000000',
    endTimeUnixNano: '1800000000100000000',
    ...more,
  })

  it('a request, several one a line, and a list of them', () => {
    const [one, two] = [request(span(hex(1))), request(span(hex(2), { parentSpanId: hex(1) }))]
    for (const text of [`${JSON.stringify(one)}\n${JSON.stringify(two)}\n`, JSON.stringify([one, two])]) {
      const traces = readTraceFile(text)
      expect(traces.map(drawn)).toEqual([[`x#${hex(1)}`, `  x#${hex(2)}`]])
      expect(traces[0]!.id).toBe(traceId)
      expect(traces[0]!.roots[0]!.service).toBe('shop')
    }
  })

  it('ids in base64 and in capitals are the same ids', () => {
    const base64 = { traceId: 'a0nSABalvdJ+RfyfShLd0g==', spanId: 'AAAAAAAAAAE=' }
    const traces = read(
      request(
        span('x', base64),
        span('00000000000000AB', { traceId: '6B49D20016A5BDD27E45FC9F4A12DDD2', parentSpanId: hex(1) }),
      ),
    )
    expect(traces.map(({ id }) => id)).toEqual([traceId])
    expect(drawn(traces[0]!)).toEqual([`x#${hex(1)}`, `  x#${hex(0xab)}`])
  })

  it('spans of the older form, and events of aws/spans', () => {
    const older = { resourceSpans: [{ instrumentationLibrarySpans: [{ spans: [span(hex(1))] }] }] }
    expect(read(older).map(drawn)).toEqual([[`x#${hex(1)}`]])
    expect(read(span(hex(1))).map(drawn)).toEqual([[`x#${hex(1)}`]])
  })

  it('attributes of every type by their dotted names', () => {
    const attributes = [
      attribute('text', { stringValue: 't' }),
      attribute('yes', { boolValue: true }),
      attribute('count', { intValue: '11' }),
      attribute('huge', { intValue: '9223372036854775807' }),
      attribute('share', { doubleValue: 0.5 }),
      attribute('bytes', { bytesValue: 'AA==' }),
      attribute('list', { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 2 }] } }),
      attribute('map', {
        kvlistValue: {
          values: [
            attribute('in', { kvlistValue: { values: [attribute('ner', { intValue: 1 })] } }),
            attribute('b', { boolValue: false }),
          ],
        },
      }),
      attribute('none', {}),
      attribute('__proto__', { stringValue: 'p' }),
      { value: { stringValue: 'no key' } },
    ]
    const { annotations, metadata } = read(request(span(hex(1), { attributes })))[0]!.roots[0]!
    expect(Object.entries(annotations)).toEqual([
      ['text', 't'],
      ['yes', true],
      ['count', 11],
      ['huge', '9223372036854775807'],
      ['share', 0.5],
      ['bytes', 'AA=='],
      ['map.in.ner', 1],
      ['map.b', false],
      ['__proto__', 'p'],
    ])
    expect(metadata['list']).toEqual(['a', 2])
  })
})
