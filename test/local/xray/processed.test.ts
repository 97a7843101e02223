import { expect, it } from 'vitest'
import { processed } from '../../../src/local/xray/processed.ts'
import { type SegmentDocument, SegmentStore, type Subsegment } from '../../../src/local/xray/segments.ts'

const traceId = '1-6b05729a-e8723612ba324fc2dbb733b4'
const id = (number: number): string => String(number).padStart(16, '0')
const span = (number: number, more: Partial<SegmentDocument> = {}): SegmentDocument => ({
  id: id(number),
  name: `s${number}`,
  trace_id: traceId,
  start_time: 100 + number,
  end_time: 110 + number,
  ...more,
})
const running = (number: number): SegmentDocument => {
  const { end_time: _, ...rest } = span(number, { in_progress: true })
  return rest
}
const apart = (number: number, parent: number): SegmentDocument =>
  span(number, { type: 'subsegment', parent_id: id(parent) })

const given = (...documents: SegmentDocument[]): SegmentDocument[] => {
  const store = new SegmentStore()
  for (const document of documents) store.put(document)
  return processed(store.get(traceId)!)
}
const tree = ({ name, subsegments }: Pick<Subsegment, 'name' | 'subsegments'>): unknown =>
  subsegments === undefined ? name : [name, ...subsegments.map(tree)]
const names = (documents: readonly SegmentDocument[]): unknown => documents.map(tree)

it('keeps the finished one of two documents of a segment, in whatever order they came', () => {
  expect(given(running(1), span(1))).toEqual([span(1)])
  expect(given(span(1), running(1))).toEqual([span(1)])
  expect(given(running(1))).toEqual([running(1)])
})

it('puts subsegments that came apart where they belong, also into one another and before their segment', () => {
  const documents = given(apart(3, 2), apart(2, 1), span(1, { subsegments: [span(9)] }))
  expect(names(documents)).toEqual([['s1', 's9', ['s2', 's3']]])
  expect(documents[0]!.subsegments![1]).not.toHaveProperty('parent_id')
})

it('leaves what has no segment yet as it came, a circle included', () => {
  expect(names(given(span(1), apart(3, 2), apart(4, 3)))).toEqual(['s1', ['s3', 's4']])
  expect(names(given(apart(3, 4), apart(4, 3)))).toEqual([['s3', 's4']])
})

it('infers the segment of a called service that sends none, and only of that', () => {
  const aws = { operation: 'PutItem', table_name: 'orders', resource_names: ['orders'] }
  const calls = [
    span(2, { name: 'DynamoDB', namespace: 'aws', aws, error: true }),
    span(3, { name: 'Lambda', namespace: 'aws' }),
    span(4, { name: 'example.com', namespace: 'remote' }),
    span(5, { name: 'other.example.com', namespace: 'remote', http: { request: { traced: true } } }),
    span(6),
  ]
  const documents = given(span(1, { subsegments: calls }), span(7, { parent_id: id(3) }))
  expect(documents.slice(2)).toMatchObject([
    { name: 'DynamoDB', inferred: true, parent_id: id(2), origin: 'AWS::DynamoDB::Table', aws, error: true },
    { name: 'example.com', inferred: true, parent_id: id(4), origin: 'remote', start_time: 104, end_time: 114 },
  ])
  expect(documents).toHaveLength(4)
})

it('tells the sender of its followers in other traces, twenty at most', () => {
  const store = new SegmentStore()
  store.put(span(1, { subsegments: [span(2)] }))
  const links = [{ trace_id: traceId, id: id(2), attributes: { ReferenceType: 'parent' } }]
  for (let number = 100; number < 130; number += 1)
    store.put({ ...span(number), trace_id: `1-6b05729a-${id(number)}00000000`, origin: 'AWS::Lambda', links })
  const [segment] = processed(store.get(traceId)!)
  const back = segment!.subsegments![0]!.links!
  expect(back).toHaveLength(20)
  expect(back[0]).toMatchObject({
    trace_id: `1-6b05729a-${id(100)}00000000`,
    id: id(100),
    attributes: { ReferenceType: 'child', 'aws.xray.reserved.names': ['s100'] },
  })
})

it('makes what was before only when somebody asks, once, and takes it for older than what was put', () => {
  const store = new SegmentStore()
  let made = 0
  store.before(() => {
    made += 1
    return [span(1), { ...span(5), trace_id: `1-6b05729a-${id(5)}00000000` }]
  })
  store.put(span(2))
  expect(made).toBe(0)
  expect(store.get(traceId)?.documents.map(({ name }) => name)).toEqual(['s1', 's2'])
  expect(store.within(0, 1000)).toHaveLength(2)
  expect(made).toBe(1)
})

it('forgets the oldest traces beyond twenty thousand', () => {
  const store = new SegmentStore()
  for (let number = 0; number < 20_010; number += 1)
    store.put({ ...span(1), trace_id: `1-6b05729a-${id(number)}00000000` })
  expect(store.within(0, 1000)).toHaveLength(20_000)
  expect(store.get(`1-6b05729a-${id(9)}00000000`)).toBeUndefined()
  expect(store.get(`1-6b05729a-${id(10)}00000000`)).toBeDefined()
})
