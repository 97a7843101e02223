import { nodesOf } from './processed.ts'
import type { AnnotationValue, SegmentDocument, Subsegment } from './segments.ts'

/** (X-Ray API: ServiceId.) */
export interface ServiceId {
  readonly Name: string
  readonly Names: readonly string[]
  readonly AccountId: string
  readonly Type: string
}

/** What a filter expression may ask: of a whole trace, or of one service in it. Times in seconds. */
export interface Facts {
  readonly flags: Readonly<Record<'ok' | 'error' | 'throttle' | 'fault' | 'partial', boolean>>
  readonly numbers: Readonly<Record<'responsetime' | 'duration' | 'http.status', number | undefined>>
  readonly texts: Readonly<Record<'http.url' | 'http.method' | 'user' | 'name' | 'resource.arn', readonly string[]>>
  readonly annotations: readonly (readonly [key: string, value: AnnotationValue])[]
  /** Of a whole trace only. */
  readonly services: readonly ServiceFacts[]
}

export interface ServiceFacts extends Facts {
  readonly id: ServiceId
  readonly segment: SegmentDocument
}

export interface TraceFacts extends Facts {
  /** The segment that the trace begins with: the first one whose parent is not in the trace. */
  readonly root: ServiceFacts
}

const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6
const texts = (...values: unknown[]): string[] => values.filter((value) => typeof value === 'string')

export const secondsOf = ({ start_time, end_time }: Pick<Subsegment, 'start_time' | 'end_time'>): number | undefined =>
  end_time === undefined ? undefined : rounded(end_time - start_time)

/** Tables and buckets are services by their own name, all else that is inferred by the name of its AWS service. */
const nameOf = ({ inferred, origin = '', aws, name }: SegmentDocument): string => {
  const names = aws?.['resource_names']
  return inferred && /Table|Bucket/.test(origin) && Array.isArray(names) ? String(names[0] ?? name) : name
}

const serviceFacts = (segment: SegmentDocument, account: string): ServiceFacts => {
  const { http, error = false, throttle = false, fault = false, resource_arn, aws } = segment
  const nodes = nodesOf(segment)
  const name = nameOf(segment)
  const exceptions = nodes.flatMap(({ cause }) => (typeof cause === 'object' ? (cause.exceptions ?? []) : []))
  const status = Number(http?.response?.['status'])
  return {
    id: { Name: name, Names: [name], AccountId: account, Type: segment.origin ?? '' },
    segment,
    flags: {
      ok: !(error || fault || throttle),
      error,
      throttle: throttle || nodes.some((node) => node.throttle === true),
      fault,
      partial: nodes.some(({ end_time }) => end_time === undefined),
    },
    numbers: {
      responsetime: secondsOf(segment),
      duration: secondsOf(segment),
      'http.status': Number.isFinite(status) ? status : undefined,
    },
    texts: {
      'http.url': texts(http?.request?.['url']),
      'http.method': texts(http?.request?.['method']),
      user: texts(...nodes.map(({ user }) => user)),
      name: texts(name, ...exceptions.map(({ type }) => type)),
      'resource.arn': texts(resource_arn, aws?.['function_arn'], aws?.['topic_arn']),
    },
    annotations: nodes.flatMap(({ annotations }) => Object.entries(annotations ?? {})),
    services: [],
  }
}

/** `documents`: as X-Ray processes them, at least one. */
export const factsOf = (documents: readonly SegmentDocument[], account: string): TraceFacts => {
  const services = documents.map((one) => serviceFacts(one, account))
  const spans = new Set(documents.flatMap((one) => nodesOf(one).map(({ id }) => id)))
  const roots = services.filter(({ segment: { parent_id } }) => parent_id === undefined || !spans.has(parent_id))
  const root = [...(roots.length > 0 ? roots : services)].sort(
    (a, b) => a.segment.start_time - b.segment.start_time,
  )[0] as ServiceFacts
  const start = Math.min(...documents.map(({ start_time }) => start_time))
  const end = Math.max(...documents.map(({ start_time, end_time = start_time }) => end_time))
  const all = (key: keyof Facts['texts']) => [...new Set(services.flatMap((one) => one.texts[key]))]
  return {
    root,
    services,
    flags: {
      ...root.flags,
      throttle: services.some(({ flags }) => flags.throttle),
      partial: services.some(({ flags }) => flags.partial),
    },
    numbers: { ...root.numbers, duration: rounded(end - start) },
    texts: { ...root.texts, user: all('user'), name: all('name'), 'resource.arn': all('resource.arn') },
    annotations: services.flatMap(({ annotations }) => annotations),
  }
}
