import type { Operation } from '../service.ts'
import { type Facts, factsOf, type ServiceId, secondsOf, type TraceFacts } from './facts.ts'
import { invalid, traceFilter } from './filter.ts'
import { processed } from './processed.ts'
import type { AnnotationValue, SegmentStore, StoredTrace } from './segments.ts'
import { windowOf } from './window.ts'

const pageSize = 200

const annotationValue = (value: AnnotationValue) => {
  if (typeof value === 'number') return { NumberValue: value }
  return typeof value === 'boolean' ? { BooleanValue: value } : { StringValue: String(value) }
}

const distinct = (ids: readonly ServiceId[]): ServiceId[] => [
  ...new Map(ids.map((id) => [`${id.Name} ${id.Type}`, id])).values(),
]

const annotationsOf = ({ services }: TraceFacts) => {
  const all = services.flatMap(({ id, annotations }) => annotations.map(([key, value]) => ({ id, key, value })))
  const byKey = Map.groupBy(all, ({ key }) => key)
  return Object.fromEntries(
    [...byKey].map(([key, given]) => [
      key,
      [...Map.groupBy(given, ({ value }) => value)].map(([value, by]) => ({
        AnnotationValue: annotationValue(value),
        ServiceIds: distinct(by.map(({ id }) => id)),
      })),
    ]),
  )
}

/** The service whose exception came first, as the way there is not told: the path has one step. */
const faultRootCauses = ({ services, root }: TraceFacts) => {
  const failed = services
    .filter(({ flags }) => flags.fault)
    .flatMap((one) => {
      const { cause, name } = one.segment
      const exceptions = typeof cause === 'object' ? (cause.exceptions ?? []) : []
      return exceptions.length === 0 ? [] : [{ one, name, exceptions }]
    })
    .sort((a, b) => b.one.segment.start_time - a.one.segment.start_time)
  return failed.slice(0, 1).map(({ one, name, exceptions }) => ({
    Services: [
      {
        ...one.id,
        Inferred: one.segment.inferred === true,
        EntityPath: [
          { Name: name, Exceptions: exceptions.map(({ type, message }) => ({ Name: type, Message: message })) },
        ],
      },
    ],
    ClientImpacting: root.flags.fault,
  }))
}

/** (X-Ray API: TraceSummary.) */
const summaryOf = ({ id, start, documents }: StoredTrace, facts: TraceFacts) => {
  const { root, flags, numbers, texts } = facts
  const { request } = root.segment.http ?? {}
  return {
    Id: id,
    StartTime: start,
    Duration: numbers.duration,
    ResponseTime: secondsOf(root.segment),
    HasFault: flags.fault,
    HasError: flags.error,
    HasThrottle: flags.throttle,
    IsPartial: flags.partial,
    Http: {
      HttpURL: request?.['url'],
      HttpStatus: numbers['http.status'],
      HttpMethod: request?.['method'],
      UserAgent: request?.['user_agent'],
      ClientIp: request?.['client_ip'],
    },
    Annotations: annotationsOf(facts),
    Users: texts.user.map((name) => ({
      UserName: name,
      ServiceIds: distinct(facts.services.filter((one) => one.texts.user.includes(name)).map((one) => one.id)),
    })),
    ServiceIds: distinct(facts.services.map((one) => one.id)),
    ResourceARNs: texts['resource.arn'].map((ARN) => ({ ARN })),
    EntryPoint: root.id,
    FaultRootCauses: faultRootCauses(facts),
    Revision: documents.length,
  }
}

/** Which times of a trace must lie in the window: its start; or, as it goes on, any start or end of its documents. */
const timesOf: Readonly<Record<string, (trace: StoredTrace) => readonly number[]>> = {
  TraceId: ({ start }) => [start],
  Event: ({ documents }) => documents.map(({ start_time, end_time = start_time }) => end_time),
  Service: ({ documents }) => documents.flatMap(({ end_time }) => end_time ?? []),
}

/** A page ends with a trace and the next one begins behind it, whatever came in between. */
const cursorOf = (token: unknown): readonly [start: number, id: string] => {
  if (token === undefined || token === null || token === '') return [Number.NEGATIVE_INFINITY, '']
  const [start = '', id] = Buffer.from(String(token), 'base64url').toString().split(' ')
  if (id === undefined || !Number.isFinite(Number(start))) throw invalid('Invalid NextToken')
  return [Number(start), id]
}

export const getTraceSummaries =
  (store: SegmentStore, account: string): Operation =>
  ({ body }, call) => {
    const asked = (body ?? {}) as Record<string, unknown>
    const [from, to] = windowOf(asked, 24)
    const type = String(asked['TimeRangeType'] ?? 'TraceId')
    const times = Object.hasOwn(timesOf, type) ? timesOf[type] : undefined
    if (times === undefined) throw invalid(`Invalid TimeRangeType: ${type}`)
    const expression = String(asked['FilterExpression'] ?? '')
    const matches: (facts: Facts) => boolean = expression.trim() === '' ? () => true : traceFilter(expression)
    const [start, id] = cursorOf(asked['NextToken'])
    const found: unknown[] = []
    let seen = 0
    for (const trace of store.within(from, to)) {
      if (trace.start < start || (trace.start === start && trace.id <= id)) continue
      const matched = times(trace).filter((time) => time >= from && time <= to)
      if (matched.length === 0) continue
      seen += 1
      const facts = factsOf(processed(trace), account)
      if (!matches(facts)) continue
      found.push({
        ...summaryOf(trace, facts),
        ...(type === 'Event' ? { MatchedEventTime: Math.max(...matched) } : {}),
      })
      if (found.length < pageSize) continue
      const NextToken = Buffer.from(`${trace.start} ${trace.id}`).toString('base64url')
      return { TraceSummaries: found, TracesProcessedCount: seen, ApproximateTime: call.now() / 1000, NextToken }
    }
    return { TraceSummaries: found, TracesProcessedCount: seen, ApproximateTime: call.now() / 1000 }
  }
