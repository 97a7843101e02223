import { describe, expect, it } from 'vitest'
import { type Doc, segment, spanIn, t0, traceOf } from './documents.ts'

const fn = (from: number, to: number, subsegments: Doc[], more: Doc = {}): Doc =>
  segment('f', 'fn', from, to, { origin: 'AWS::Lambda::Function', subsegments, ...more })

describe('what a person should know', () => {
  it('a function that had to be started, though that began before its segment', () => {
    const trace = traceOf(fn(500, 600, [segment('i', 'Initialization', 100, 499)]))
    expect(spanIn(trace, 'f').marks).toEqual(['cold-start'])
    expect(spanIn(trace, 'i').marks).toEqual([])
    expect(trace.start).toBe(t0 * 1000 + 100)
  })

  it('a function that was restored', () => {
    expect(spanIn(traceOf(fn(500, 600, [segment('i', 'Restore', 100, 499)])), 'f').marks).toEqual(['restore'])
  })

  it('one that was made ready long ahead is no cold start, and stretches no axis', () => {
    const trace = traceOf(fn(900_000, 900_100, [segment('i', 'Initialization', 0, 400)]))
    expect(spanIn(trace, 'f').marks).toEqual([])
    expect(trace.start).toBe(t0 * 1000 + 900_000)
  })

  it('what Powertools says of the handler counts for the function', () => {
    const trace = traceOf(fn(0, 9, [segment('h', '## handler', 1, 8, { annotations: { ColdStart: true } })]))
    expect(spanIn(trace, 'f').marks).toEqual(['cold-start'])
    expect(
      spanIn(traceOf(fn(0, 9, [segment('h', '## handler', 1, 8, { annotations: { ColdStart: false } })])), 'f').marks,
    ).toEqual([])
  })

  it.each([
    ['earlier than its caller', { parent_id: 'a' }, -50, ['clock-skew']],
    ['a fraction earlier, as clocks go', { parent_id: 'a' }, -0.8, []],
    ['later', { parent_id: 'a' }, 5, []],
  ])('another service that begins %s', (_, more, from, marks) => {
    const trace = traceOf(segment('a', 'api', 0, 100), segment('b', 'other', from, 50, more))
    expect(spanIn(trace, 'b').marks).toEqual(marks)
    expect(spanIn(trace, 'b').start).toBe(t0 * 1000 + from)
  })

  it('one clock does not disagree with itself', () => {
    const trace = traceOf(segment('a', 'api', 0, 100, { subsegments: [segment('b', 'odd', -50, 50)] }))
    expect(spanIn(trace, 'b').marks).toEqual([])
  })

  const remote = (more: Doc = {}): Doc =>
    segment('b', 'shop', 1, 9, {
      namespace: 'remote',
      http: { request: { method: 'GET', url: 'https://x/', traced: true } },
      ...more,
    })
  const invoke = (more: Doc = {}): Doc =>
    segment('b', 'Lambda', 1, 9, { namespace: 'aws', aws: { operation: 'Invoke', function_name: 'g' }, ...more })

  it.each<[string, Doc, Doc[], boolean]>([
    ['a host that was told to trace', remote(), [], true],
    ['the same, with a segment', remote(), [segment('r', 'shop', 2, 8, { parent_id: 'b' })], false],
    ['the same, still running', segment('b', 'shop', 1, null, { namespace: 'remote', traced: true }), [], false],
    ['a host that was not', remote({ http: { request: { url: 'https://x/' } } }), [], false],
    ['a function', invoke(), [], true],
    [
      'a function, with its segment',
      invoke(),
      [segment('r', 'g', 2, 8, { parent_id: 'b', origin: 'AWS::Lambda' })],
      false,
    ],
    [
      'a function that X-Ray had to infer',
      invoke(),
      [segment('r', 'g', 2, 8, { parent_id: 'b', inferred: true })],
      true,
    ],
    ['a function that refused', invoke({ throttle: true }), [], false],
    ['a table', segment('b', 'DynamoDB', 1, 9, { namespace: 'aws', aws: { operation: 'PutItem' } }), [], false],
  ])('a hop to %s', (_, subsegment, others, untraced) => {
    const trace = traceOf(segment('a', 'api', 0, 10, { subsegments: [subsegment] }), ...others)
    expect(spanIn(trace, 'b').marks).toEqual(untraced ? ['untraced-hop'] : [])
  })

  it('a batch fed by several traces', () => {
    const link = (n: number, type: string): Doc => ({
      trace_id: `1-6b49d200-${'0'.repeat(23)}${n}`,
      attributes: { ReferenceType: type },
    })
    const of = (...links: Doc[]) => traceOf(segment('a', 'x', 0, 1, { links })).roots[0]!.marks
    expect(of(link(1, 'parent'), link(2, 'parent'))).toEqual(['fan-in'])
    expect(of(link(1, 'parent'), link(1, 'parent'))).toEqual([])
    expect(of(link(1, 'child'), link(2, 'child'))).toEqual([])
  })
})

describe('self time', () => {
  it.each<[string, [number, number | null][], number]>([
    ['no children', [], 100],
    ['one', [[10, 30]], 80],
    [
      'two apart',
      [
        [10, 30],
        [50, 60],
      ],
      70,
    ],
    [
      'two that overlap',
      [
        [10, 30],
        [20, 40],
      ],
      70,
    ],
    [
      'one inside another',
      [
        [10, 60],
        [20, 30],
      ],
      50,
    ],
    ['one that outlives it', [[90, 500]], 90],
    ['one from before it', [[-50, 10]], 90],
    ['one wholly outside', [[200, 300]], 100],
    ['one that still runs', [[40, null]], 40],
    [
      'all of it',
      [
        [0, 50],
        [50, 100],
      ],
      0,
    ],
  ])('with %s', (_, children, self) => {
    const subsegments = children.map(([from, to], n) => segment(`c${n}`, 'c', from, to))
    expect(traceOf(segment('a', 'x', 0, 100, { subsegments })).roots[0]!.selfMs).toBe(self)
  })
})
