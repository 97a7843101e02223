import { describe, expect, it } from 'vitest'
import { type Doc, drawn, segment, spanIn, t0, traceOf } from './documents.ts'

const call = (id: string, more: Doc = {}): Doc =>
  segment(id, 'DynamoDB', 10, 20, { namespace: 'aws', aws: { operation: 'PutItem' }, ...more })

const inferred = (id: string, parent: string, more: Doc = {}): Doc =>
  segment(id, 'DynamoDB', 10, 20, { inferred: true, parent_id: parent, origin: 'AWS::DynamoDB::Table', ...more })

describe('inferred segments', () => {
  it('are shown as the call that caused them, and tell it what they know', () => {
    const trace = traceOf(
      inferred('i', 'b', { aws: { table_name: 'orders' }, http: { response: { status: 200 } }, metadata: { m: 1 } }),
      segment('a', 'api', 0, 100, { subsegments: [call('b', { aws: undefined })] }),
    )
    expect(drawn(trace)).toEqual(['api#a', '  DynamoDB#b =i'])
    expect(spanIn(trace, 'b')).toMatchObject({
      origin: 'AWS::DynamoDB::Table',
      resource: 'orders',
      http: { status: 200 },
      metadata: { m: 1 },
      inferred: false,
      kind: 'client',
    })
  })

  it('do not overrule what the call said itself, but the worse status stands', () => {
    const trace = traceOf(
      inferred('i', 'b', { fault: true, cause: { message: 'theirs' }, aws: { table_name: 'theirs' } }),
      segment('a', 'api', 0, 100, {
        subsegments: [
          call('b', { error: true, cause: { exceptions: [{ message: 'own' }] }, aws: { table_name: 'own' } }),
        ],
      }),
    )
    expect(spanIn(trace, 'b')).toMatchObject({ status: 'fault', resource: 'own', exceptions: [{ message: 'own' }] })
  })

  it('a call that has a real segment below it shows that one', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 100, { subsegments: [segment('b', 'shop', 10, 20, { namespace: 'remote' })] }),
      inferred('i', 'b', { fault: true }),
      segment('r', 'shop', 11, 19, { parent_id: 'b' }),
    )
    expect(drawn(trace)).toEqual(['api#a', '  shop#b', '    shop#r =i'])
    expect(spanIn(trace, 'r').status).toBe('ok')
  })

  it('what stands below one goes below the call', () => {
    const trace = traceOf(
      segment('a', 'api', 0, 100, { subsegments: [call('b')] }),
      inferred('i', 'b', { subsegments: [segment('n', 'nested', 11, 12)] }),
      segment('f', 'fn', 12, 19, { parent_id: 'i' }),
    )
    expect(drawn(trace)).toEqual(['api#a', '  DynamoDB#b =i', '    nested#n', '    fn#f'])
  })

  it('one below another, and several of one call, are all told', () => {
    const trace = traceOf(
      inferred('j', 'i'),
      inferred('i', 'b'),
      inferred('k', 'b'),
      segment('a', 'api', 0, 100, { subsegments: [call('b')] }),
    )
    expect(trace.spanCount).toBe(2)
    expect([...spanIn(trace, 'b').mergedIds].sort()).toEqual(['i', 'j', 'k'])
  })

  it('stay where their caller is missing, a segment, or a ring', () => {
    expect(drawn(traceOf(inferred('i', 'gone')))).toEqual(['DynamoDB#i orphan'])
    expect(drawn(traceOf(segment('a', 'api', 0, 100), inferred('i', 'a')))).toEqual(['api#a', '  DynamoDB#i'])
    const ring = traceOf(inferred('i', 'j'), inferred('j', 'i'))
    expect(ring.spanCount).toBe(1)
    expect(ring.roots[0]!.marks).toContain('cycle')
  })
})

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:Fulfil'

const service = (more: Doc = {}): Doc =>
  segment('A', 'Fulfil', 0, 100, {
    origin: 'AWS::Lambda',
    resource_arn: arn,
    aws: { request_id: 'req-1' },
    http: { response: { status: 200 } },
    ...more,
  })

const run = (id: string, parent: string, from: number, to: number | null, more: Doc = {}): Doc =>
  segment(id, 'Fulfil', from, to, {
    origin: 'AWS::Lambda::Function',
    parent_id: parent,
    aws: { function_arn: arn, account_id: '123456789012', cloudwatch_logs: [{ log_group: '/aws/lambda/Fulfil' }] },
    subsegments: [segment(`${id}1`, 'Invocation', from + 1, to ?? from + 2)],
    ...more,
  })

describe('the two segments of a Lambda invocation', () => {
  it('are one row named for the function, over the whole time, with what both know', () => {
    const trace = traceOf(
      run('F', 'A', 40, 110, {
        error: true,
        cause: { exceptions: [{ message: 'boom' }] },
        subsegments: [
          segment('O', 'Overhead', 100, 105),
          segment('I', 'Initialization', 5, 39),
          segment('V', 'Invocation', 41, 99),
        ],
      }),
      service(),
    )
    expect(drawn(trace)).toEqual(['Fulfil#A =F cold-start', '  Initialization#I', '  Invocation#V', '  Overhead#O'])
    expect(trace.roots[0]).toMatchObject({
      origin: 'AWS::Lambda::Function',
      kind: 'server',
      start: t0 * 1000,
      end: t0 * 1000 + 110,
      status: 'error',
      requestId: 'req-1',
      resource: arn,
      exceptions: [{ message: 'boom' }],
      aws: { functionArn: arn, requestId: 'req-1', accountId: '123456789012', logGroups: ['/aws/lambda/Fulfil'] },
    })
    expect(spanIn(trace, 'V').segmentId).toBe('F')
  })

  it('a function that was killed never ends; Lambda says when it was over', () => {
    const trace = traceOf(service({ fault: true }), run('F', 'A', 10, null))
    expect(trace.roots[0]).toMatchObject({ end: t0 * 1000 + 100, status: 'fault' })
    expect(trace.partial).toBe(true)
  })

  it('runs while Lambda says that it does', () => {
    const trace = traceOf({ ...service(), end_time: undefined, in_progress: true }, run('F', 'A', 10, 20))
    expect(trace.roots[0]).toMatchObject({ end: null, status: 'running' })
  })

  it.each([
    ['another name and ARN', run('F', 'A', 1, 2, { name: 'Other', aws: {} }), 2],
    [
      'another name, the same ARN with a version',
      run('F', 'A', 1, 2, { name: 'Other', aws: { function_arn: `${arn}:7` } }),
      1,
    ],
    ['the same name without an ARN', run('F', 'A', 1, 2, { aws: {} }), 1],
  ])('with %s', (_, other, rows) => {
    expect(traceOf(service(), other).spanCount).toBe(rows + 1)
  })

  it('the function alone is a row of its own', () => {
    expect(drawn(traceOf(run('F', 'gone', 1, 2)))).toEqual(['Fulfil#F orphan', '  Invocation#F1'])
  })

  it('an asynchronous invocation has one row, its attempts below', () => {
    const trace = traceOf(
      service({
        fault: true,
        subsegments: [
          segment('D', 'Dwell Time', 0, 10),
          segment('T1', 'Attempt #1', 10, 40, { fault: true }),
          segment('T2', 'Attempt #2', 60, 100, { fault: true }),
        ],
      }),
      run('F', 'T1', 11, 39, { fault: true, cause: { exceptions: [{ message: 'boom' }] } }),
      run('G', 'T2', 61, 99, { fault: true }),
    )
    expect(drawn(trace)).toEqual([
      'Fulfil#A 2 of 2 failed',
      '  Dwell Time#D',
      '  Attempt #1#T1 =F try 1',
      '    Invocation#F1',
      '  Attempt #2#T2 =G try 2',
      '    Invocation#G1',
    ])
    expect(spanIn(trace, 'T1')).toMatchObject({
      origin: 'AWS::Lambda::Function',
      service: 'Fulfil',
      kind: 'internal',
      requestId: 'req-1',
      exceptions: [{ message: 'boom' }],
      aws: { functionArn: arn },
    })
  })

  it('runs below one request without attempts of their own are its attempts', () => {
    const trace = traceOf(service(), run('F', 'A', 1, 20, { fault: true }), run('G', 'A', 30, 50))
    expect(drawn(trace)).toEqual([
      'Fulfil#A',
      '  Fulfil#F try 1',
      '    Invocation#F1',
      '  Fulfil#G try 2 1 of 2 failed',
      '    Invocation#G1',
    ])
  })
})
