import {
  BatchGetTracesCommand,
  GetIndexingRulesCommand,
  GetServiceGraphCommand,
  GetTraceSegmentDestinationCommand,
  GetTraceSummariesCommand,
  type GetTraceSummariesCommandInput,
  PutTraceSegmentsCommand,
  type TraceSummary,
  XRayClient,
} from '@aws-sdk/client-xray'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseFault } from '../../../src/local/fault-words.ts'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'

const at = Date.UTC(2026, 4, 20, 15, 30)
const hour = 3_600_000
let cloud: RunningCloud
let xray: XRayClient
beforeAll(async () => {
  cloud = await startCloud({ traffic: false, seed: 3, now: () => at })
  const { endpoint, region } = cloud
  xray = new XRayClient({ endpoint, region, maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
})
afterAll(() => cloud.close())
afterEach(() => cloud.faults.reset())

const day = { StartTime: new Date(at - 24 * hour), EndTime: new Date(at) }
const summaries = async (more: Partial<GetTraceSummariesCommandInput> = {}): Promise<TraceSummary[]> => {
  const found: TraceSummary[] = []
  let NextToken: string | undefined
  do {
    const page = await xray.send(new GetTraceSummariesCommand({ ...day, ...more, NextToken }))
    found.push(...(page.TraceSummaries ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found
}
const traces = async (...TraceIds: string[]) => {
  const segments = new Map<string, Record<string, unknown>[]>()
  let NextToken: string | undefined
  let pages = 0
  do {
    const page = await xray.send(new BatchGetTracesCommand({ TraceIds, NextToken }))
    for (const { Id = '', Segments = [] } of page.Traces ?? [])
      segments.set(Id, [...(segments.get(Id) ?? []), ...Segments.map(({ Document = '' }) => JSON.parse(Document))])
    NextToken = page.NextToken
    pages += 1
  } while (NextToken !== undefined)
  return { segments, pages }
}
const put = (...TraceSegmentDocuments: string[]) => xray.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments }))
const refused = (message: string) => ({ name: 'InvalidRequestException', message: expect.stringContaining(message) })

const id = (number: number): string => number.toString(16).padStart(16, '0')
const segment = (traceId: string, number: number, more: object = {}) =>
  JSON.stringify({
    id: id(number),
    name: `s${number}`,
    trace_id: traceId,
    start_time: 1e9 + number,
    end_time: 1e9 + 1 + number,
    ...more,
  })

describe("the sample app's traces", () => {
  it('are listed page by page, each once, and no page tells of another time', async () => {
    const all = await summaries()
    expect(all.length).toBeGreaterThan(2000)
    expect(new Set(all.map((one) => one.Id)).size).toBe(all.length)
    const part = await summaries({ StartTime: new Date(at - 2 * hour), EndTime: new Date(at - hour) })
    const times = part.map(({ StartTime }) => StartTime!.getTime())
    expect(times.length).toBeGreaterThan(20)
    expect(times.every((time) => time >= at - 2 * hour && time <= at - hour)).toBe(true)
    const within = all.filter(({ StartTime: time }) => +time! >= at - 2 * hour && +time! <= at - hour)
    expect(part.map((one) => one.Id)).toEqual(within.map((one) => one.Id))
  })

  it('show the incident: faults of FulfilOrder since the deploy, linked to the orders that caused them', async () => {
    const FilterExpression =
      'fault AND service(id(name: "orders-FulfilOrder", type: "AWS::Lambda::Function")) { fault AND annotation.gift = true }'
    const faults = await summaries({ FilterExpression })
    expect(faults.length).toBeGreaterThan(30)
    expect(Math.min(...faults.map(({ StartTime }) => +StartTime!))).toBeGreaterThan(at - 12 * hour)
    const [first] = faults
    expect(first).toMatchObject({
      HasFault: true,
      HasError: false,
      IsPartial: false,
      EntryPoint: { Name: 'orders-FulfilOrder', Type: 'AWS::Lambda' },
      ResourceARNs: [{ ARN: expect.stringContaining(':function:orders-FulfilOrder') }],
      Annotations: { orderId: [{ AnnotationValue: { StringValue: expect.stringMatching(/^o-\d+$/) } }] },
      Users: [{ UserName: expect.stringMatching(/^c-\d+$/) }],
      FaultRootCauses: [
        { Services: [{ Name: 'orders-FulfilOrder', EntityPath: [{ Exceptions: [{ Name: 'TypeError' }] }] }] },
      ],
    })
    const consumer = (await traces(first!.Id!)).segments.get(first!.Id!)!
    const [{ trace_id, id: spanId }] = consumer[0]!['links'] as [{ trace_id: string; id: string }]
    const producer = (await traces(trace_id)).segments.get(trace_id)!
    expect(producer.map(({ name, origin }) => `${name} ${origin}`).sort()).toEqual([
      'DynamoDB AWS::DynamoDB::Table',
      'SNS AWS::SNS',
      'orders-CreateOrder AWS::Lambda',
      'orders-CreateOrder AWS::Lambda::Function',
      'orders-api/prod AWS::ApiGateway::Stage',
    ])
    // Three receives of one message: three traces that all come from the same call, which tells of them.
    const text = JSON.stringify(producer)
    expect(text).toContain(`"id":"${spanId}"`)
    expect(text.match(/"ReferenceType":"child"/g)).toHaveLength(3)
    expect(text).toContain(first!.Id)
  })

  it('have a workflow with its functions in one trace', async () => {
    const FilterExpression = 'fault AND service(id(type: "AWS::StepFunctions::StateMachine"))'
    const [declined] = await summaries({ FilterExpression })
    const { segments } = await traces(declined!.Id!)
    expect(segments.get(declined!.Id!)!.map(({ origin }) => origin)).toEqual([
      'AWS::Lambda',
      'AWS::Lambda::Function',
      'AWS::StepFunctions::StateMachine',
      'remote',
    ])
  })

  it('make a graph of services, with a link where a queue lies between', async () => {
    const window = { StartTime: new Date(at - 6 * hour), EndTime: new Date(at) }
    const { Services = [] } = await xray.send(new GetServiceGraphCommand(window))
    const of = (name: string, type: string) => Services.find((one) => one.Name === name && one.Type === type)!
    const edge = (from: (typeof Services)[0], to: (typeof Services)[0]) =>
      from.Edges!.find(({ ReferenceId }) => ReferenceId === to.ReferenceId)
    const stage = of('orders-api/prod', 'AWS::ApiGateway::Stage')
    const create = of('orders-CreateOrder', 'AWS::Lambda::Function')
    const fulfil = of('orders-FulfilOrder', 'AWS::Lambda')
    expect(stage).toMatchObject({ Root: true, State: 'active' })
    expect(edge(of('orders-api/prod', 'client'), stage)?.SummaryStatistics?.TotalCount).toBe(
      stage.SummaryStatistics?.TotalCount,
    )
    expect(edge(create, of('orders', 'AWS::DynamoDB::Table'))).toBeDefined()
    expect(edge(create, fulfil)).toMatchObject({ EdgeType: 'link' })
    expect(fulfil.SummaryStatistics!.FaultStatistics!.TotalCount).toBeGreaterThan(0)
    const failing = (await summaries({ ...window, FilterExpression: 'fault AND service("orders-FulfilOrder")' })).length
    expect(Math.abs(fulfil.SummaryStatistics!.FaultStatistics!.TotalCount! - failing)).toBeLessThan(2)
    const longer = { ...window, StartTime: new Date(at - 7 * hour) }
    await expect(xray.send(new GetServiceGraphCommand(longer))).rejects.toMatchObject(
      refused('Time range cannot be longer than 6 hours'),
    )
  })
})

describe('the X-Ray API', () => {
  it('takes segments and gives back what it made of them', async () => {
    const traceId = '1-3b9aca00-000000000000000000000001'
    const answer = await put(
      segment(traceId, 1, { end_time: undefined, in_progress: true }),
      segment(traceId, 2, { type: 'subsegment', parent_id: id(1), namespace: 'aws', name: 'SQS' }),
    )
    expect(answer.UnprocessedTraceSegments).toEqual([])
    const window = { StartTime: new Date(1e12), EndTime: new Date(1e12 + 60_000) }
    expect(await summaries(window)).toMatchObject([{ Id: traceId, IsPartial: true, Revision: 2 }])
    await put(segment(traceId, 1))
    expect(await summaries(window)).toMatchObject([{ Id: traceId, IsPartial: false, Revision: 3, Duration: 2 }])
    const late = { StartTime: new Date(1e12 + 2500), EndTime: new Date(1e12 + 3000) }
    expect(await summaries(late)).toEqual([])
    expect(await summaries({ ...late, TimeRangeType: 'Event' })).toMatchObject([
      { Id: traceId, MatchedEventTime: new Date(1e12 + 3000) },
    ])
    const { Traces } = await xray.send(new BatchGetTracesCommand({ TraceIds: [traceId] }))
    expect(Traces).toMatchObject([{ Id: traceId, Duration: 2, LimitExceeded: false }])
    expect(Traces![0]!.Segments!.map(({ Document }) => JSON.parse(Document!))).toMatchObject([
      { id: id(1), start_time: 1e9 + 1, subsegments: [{ id: id(2) }] },
      { name: 'SQS', inferred: true, parent_id: id(2), origin: 'AWS::SQS::Queue' },
    ])
    // As AWS writes times.
    expect(Traces![0]!.Segments![0]!.Document).toMatch(/"start_time":1\.000000001E9/)
  })

  it('tells which documents it did not take, and why', async () => {
    const traceId = '1-3b9aca00-000000000000000000000002'
    const { UnprocessedTraceSegments } = await put(
      'not json',
      segment('1-2-3', 1),
      segment(traceId, 2, { end_time: undefined }),
      segment(traceId, 3, { subsegments: [{ id: 'x' }] }),
      segment(traceId, 4, { metadata: { text: 'x'.repeat(70_000) } }),
      segment(traceId, 5),
    )
    expect(UnprocessedTraceSegments!.map(({ Id, ErrorCode }) => [Id, ErrorCode])).toEqual([
      [undefined, 'ParseError'],
      [id(1), 'InvalidTraceId'],
      [id(2), 'InvalidEndTime'],
      [id(3), 'InvalidId'],
      [id(4), 'SegmentTooLarge'],
    ])
    expect((await traces(traceId)).segments.get(traceId)).toHaveLength(1)
  })

  it('gives five traces at most, leaves out what it does not know, and pages large ones', async () => {
    const large = '1-3b9aca00-000000000000000000000003'
    for (let from = 0; from < 450; from += 50)
      await put(...Array.from({ length: 50 }, (_, index) => segment(large, 1000 + from + index)))
    const unknown = '1-3b9aca00-ffffffffffffffffffffffff'
    const { segments, pages } = await traces(large, unknown)
    expect(segments.get(large)).toHaveLength(450)
    expect([pages, segments.has(unknown)]).toEqual([3, false])
    const { UnprocessedTraceIds } = await xray.send(new BatchGetTracesCommand({ TraceIds: [unknown, 'nonsense'] }))
    expect(UnprocessedTraceIds).toEqual(['nonsense'])
    const six = Array.from({ length: 6 }, (_, index) => unknown.slice(0, -1) + index)
    await expect(traces(...six)).rejects.toMatchObject(refused('At most 5'))
  })

  it('cuts a trace at its limit and says so', async () => {
    const traceId = '1-3b9aca00-000000000000000000000004'
    const metadata = { text: 'x'.repeat(60_000) }
    for (let number = 1; number <= 10; number += 1) await put(segment(traceId, number, { metadata }))
    const { Traces } = await xray.send(new BatchGetTracesCommand({ TraceIds: [traceId] }))
    expect(Traces).toMatchObject([{ LimitExceeded: true }])
    expect(Traces![0]!.Segments).toHaveLength(8)
  })

  it.each<[string, Partial<GetTraceSummariesCommandInput>, string]>([
    ['a window of more than a day', { StartTime: new Date(at - 25 * hour) }, 'longer than 24 hours'],
    ['a window that ends before it starts', { StartTime: new Date(at + hour) }, 'before EndTime'],
    ['a filter that it can not answer', { FilterExpression: 'group.name = "x"' }, '"group.name" is not supported'],
    ['a token of its own making', { NextToken: 'x' }, 'Invalid NextToken'],
    ['a range it does not know', { TimeRangeType: 'Other' as 'Event' }, 'Invalid TimeRangeType'],
  ])('refuses %s', async (_, input, why) => {
    await expect(xray.send(new GetTraceSummariesCommand({ ...day, ...input }))).rejects.toMatchObject(refused(why))
  })

  it('indexes all, as Transaction Search is off', async () => {
    expect(await xray.send(new GetTraceSegmentDestinationCommand({}))).toMatchObject({
      Destination: 'XRay',
      Status: 'ACTIVE',
    })
    expect((await xray.send(new GetIndexingRulesCommand({}))).IndexingRules).toMatchObject([{ Name: 'Default' }])
  })

  it('meets the faults that are asked for', async () => {
    cloud.faults.add(parseFault(['xray', 'throttle=1']))
    await expect(summaries()).rejects.toMatchObject({ name: 'ThrottledException' })
  })
})
