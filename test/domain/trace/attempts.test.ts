import { describe, expect, it } from 'vitest'
import { type Doc, drawn, segment, traceOf } from './documents.ts'

const put = (id: string, from: number, more: Doc = {}): Doc =>
  segment(id, 'DynamoDB', from, from + 5, {
    namespace: 'aws',
    aws: { operation: 'PutItem', table_name: 'orders' },
    ...more,
  })

const below = (...subsegments: Doc[]): string[] => drawn(traceOf(segment('a', 'fn', 0, 100, { subsegments }))).slice(1)

describe('a call tried again', () => {
  it('counts the same call after each failure, on the last', () => {
    expect(below(put('b', 0, { throttle: true }), put('c', 10, { fault: true }), put('d', 20))).toEqual([
      '  DynamoDB#b try 1',
      '  DynamoDB#c try 2',
      '  DynamoDB#d try 3 2 of 3 failed',
    ])
  })

  it('a call after one that went well begins anew', () => {
    expect(below(put('b', 0, { fault: true }), put('c', 10), put('d', 20))).toEqual([
      '  DynamoDB#b try 1',
      '  DynamoDB#c try 2 1 of 2 failed',
      '  DynamoDB#d',
    ])
  })

  it.each<[string, Doc, Doc]>([
    ['another table', { fault: true }, { aws: { operation: 'PutItem', table_name: 'other' } }],
    ['another operation', { fault: true }, { aws: { operation: 'GetItem', table_name: 'orders' } }],
    ['a caller that did wrong (4xx)', { fault: true, http: { response: { status: 400 } } }, {}],
    ['an error that is no fault', { error: true }, {}],
    ['no call at all', { fault: true, namespace: 'local' }, { namespace: 'local' }],
  ])('is none with %s', (_, first, second) => {
    expect(below(put('b', 0, first), put('c', 10, second)).join()).not.toContain('try')
  })

  it('is none while the first still ran', () => {
    expect(below(put('b', 0, { fault: true }), put('c', 3)).join()).not.toContain('try')
  })

  it('other calls may come between, and the query of a URL does not matter', () => {
    const get = (id: string, from: number, url: string, more: Doc = {}): Doc =>
      segment(id, 'api', from, from + 5, { namespace: 'remote', http: { request: { method: 'GET', url } }, ...more })
    expect(
      below(get('b', 0, 'https://x/a?n=1', { fault: true }), put('c', 6), get('d', 20, 'https://x/a?n=2')),
    ).toEqual(['  api#b try 1', '  DynamoDB#c', '  api#d try 2 1 of 2 failed'])
  })

  it("counts an SDK's own attempts below the call, and retries that have no span", () => {
    const tries = [segment('x', 'attempt', 1, 2, { fault: true }), segment('y', 'attempt', 3, 4)]
    expect(below(put('b', 0, { subsegments: tries }))).toEqual([
      '  DynamoDB#b 1 of 2 failed',
      '    attempt#x try 1',
      '    attempt#y try 2',
    ])
    expect(below(put('b', 0, { aws: { retries: 2 } }))).toEqual(['  DynamoDB#b 2 of 3 failed'])
    expect(below(put('b', 0, { fault: true, aws: { retries: '2' } }))).toEqual(['  DynamoDB#b 3 of 3 failed'])
    expect(below(put('b', 0, { aws: { retries: 0 } }))).toEqual(['  DynamoDB#b'])
  })

  it('is seen among roots too', () => {
    const run = (id: string, from: number, more: Doc = {}): Doc =>
      segment(id, 'fn', from, from + 5, { origin: 'AWS::Lambda', ...more })
    expect(drawn(traceOf(run('a', 0, { fault: true }), run('b', 10)))).toEqual([
      'fn#a try 1',
      'fn#b try 2 1 of 2 failed',
    ])
  })
})
