import type { TraceSummary } from '../../domain/trace/trace.ts'

/** A service of a trace: what X-Ray calls a node. */
export interface ServiceId {
  readonly name: string
  readonly type: string | null
}

/** A summary, and what else of it decides whether a trace is one of the app. */
export interface FoundTrace extends TraceSummary {
  readonly serviceIds: readonly ServiceId[]
  readonly resourceArns: readonly string[]
  readonly users: readonly string[]
  /** Every value of an annotation: several services may have written it. */
  readonly annotated: Readonly<Record<string, readonly (string | number | boolean)[]>>
}

/** (X-Ray API: ServiceId) */
export interface WireService {
  readonly Name?: string
  readonly Names?: readonly string[]
  readonly Type?: string
}

interface WireValue {
  readonly NumberValue?: number
  readonly BooleanValue?: boolean
  readonly StringValue?: string
}

interface WireCause {
  readonly Services?: readonly {
    readonly Name?: string
    readonly EntityPath?: readonly {
      readonly Name?: string
      readonly Exceptions?: readonly { readonly Name?: string; readonly Message?: string }[]
    }[]
  }[]
}

/** (X-Ray API: TraceSummary; times are epoch seconds, durations seconds.) */
export interface WireSummary {
  readonly Id?: string
  readonly StartTime?: number
  readonly Duration?: number
  readonly ResponseTime?: number
  readonly HasFault?: boolean
  readonly HasError?: boolean
  readonly HasThrottle?: boolean
  readonly IsPartial?: boolean
  readonly Http?: { readonly HttpURL?: string; readonly HttpStatus?: number; readonly HttpMethod?: string }
  readonly Annotations?: Readonly<Record<string, readonly { readonly AnnotationValue?: WireValue }[]>>
  readonly Users?: readonly { readonly UserName?: string }[]
  readonly ServiceIds?: readonly WireService[]
  readonly ResourceARNs?: readonly { readonly ARN?: string }[]
  readonly EntryPoint?: WireService
  readonly FaultRootCauses?: readonly WireCause[]
  readonly ErrorRootCauses?: readonly WireCause[]
  readonly Revision?: number
}

const written = ({ NumberValue, BooleanValue, StringValue }: WireValue = {}): string | number | boolean | null =>
  StringValue ?? NumberValue ?? BooleanValue ?? null

/** The exception that is farthest from the root: `TypeError: cannot read ...`; null where none was told. */
const causeOf = (causes: readonly WireCause[]): string | null => {
  const exceptions = causes.flatMap(({ Services = [] }) =>
    Services.flatMap(({ EntityPath = [] }) => EntityPath.flatMap(({ Exceptions = [] }) => Exceptions)),
  )
  const last = exceptions.at(-1)
  if (last === undefined) return null
  const text = [last.Name, last.Message].filter(Boolean).join(': ')
  return text === '' ? null : text
}

/** The root's word is the worst there is of a trace, but for faults further down: those have root causes. */
const statusOf = (wire: WireSummary): TraceSummary['status'] => {
  if (wire.HasFault || (wire.FaultRootCauses?.length ?? 0) > 0) return 'fault'
  if (wire.HasThrottle) return 'throttle'
  if (wire.HasError || (wire.ErrorRootCauses?.length ?? 0) > 0) return 'error'
  return wire.IsPartial ? 'running' : 'ok'
}

const pathOf = (url: string): string => {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url
  return path === '' ? '/' : path
}

const STAGE = 'AWS::ApiGateway::Stage'

/** `POST /orders`: a REST API has its stage in front of the path, which nobody wrote in his routes. */
const rootOf = ({ Http, EntryPoint, ServiceIds }: WireSummary): string => {
  const name = EntryPoint?.Name ?? ServiceIds?.[0]?.Name ?? ''
  if (!Http?.HttpURL || EntryPoint?.Type?.startsWith('AWS::Lambda')) return name
  const path = pathOf(Http.HttpURL)
  const stage = EntryPoint?.Type === STAGE ? name.slice(name.lastIndexOf('/')) : null
  const own = stage !== null && path.startsWith(`${stage}/`) ? path.slice(stage.length) : path
  return [Http.HttpMethod, own].filter(Boolean).join(' ')
}

/** What runs code, or hands requests to it; all else on the map is what such a service called. */
const isService = ({ type }: ServiceId): boolean =>
  type === null ||
  type === '' ||
  /^AWS::(Lambda|ApiGateway|StepFunctions|AppSync|AppRunner|EC2|ECS|EKS|ElasticBeanstalk)\b/.test(type)

/** An API's node is called NAME/STAGE. */
const shortName = ({ name, type }: ServiceId): string => (type === STAGE ? name.replace(/\/[^/]*$/, '') : name)

/** The services of a trace, the one that it came in by first, each name once. */
const servicesOf = (all: readonly ServiceId[], entry: string | null): readonly string[] => {
  const names = all.filter(isService).sort((a, b) => Number(b.name === entry) - Number(a.name === entry))
  return [...new Set(names.map(shortName))]
}

const serviceId = ({ Name, Names, Type }: WireService): ServiceId => ({
  name: Name ?? Names?.[0] ?? '',
  type: Type ?? null,
})

/** To the microsecond: what follows it is the noise of a double. */
const inMs = (seconds: number | undefined): number | null =>
  typeof seconds === 'number' && Number.isFinite(seconds) ? Math.round(seconds * 1e6) / 1e3 : null

/** Null for a summary without an id, which is none. */
export const summaryFacts = (wire: WireSummary): FoundTrace | null => {
  const id = wire.Id
  if (id === undefined || id === '') return null
  const annotated = Object.fromEntries(
    Object.entries(wire.Annotations ?? {}).map(([key, values]) => [
      key,
      values.flatMap(({ AnnotationValue }) => written(AnnotationValue) ?? []),
    ]),
  )
  const serviceIds = (wire.ServiceIds ?? []).map(serviceId)
  const users = (wire.Users ?? []).flatMap(({ UserName }) => UserName ?? [])
  const named = Number.parseInt(id.slice(2, 10), 16) * 1000
  return {
    id,
    start: inMs(wire.StartTime) ?? (Number.isNaN(named) ? 0 : named),
    durationMs: inMs(wire.Duration),
    responseMs: inMs(wire.ResponseTime),
    status: statusOf(wire),
    http: wire.Http
      ? { method: wire.Http.HttpMethod ?? null, url: wire.Http.HttpURL ?? null, status: wire.Http.HttpStatus ?? null }
      : null,
    root: rootOf(wire),
    services: servicesOf(serviceIds, wire.EntryPoint?.Name ?? null),
    annotations: Object.fromEntries(
      Object.entries(annotated).flatMap(([key, [first]]) => (first === undefined ? [] : [[key, first]])),
    ),
    user: users[0] ?? null,
    partial: wire.IsPartial ?? false,
    revision: wire.Revision ?? 0,
    cause: causeOf(wire.FaultRootCauses?.length ? wire.FaultRootCauses : (wire.ErrorRootCauses ?? [])),
    serviceIds,
    resourceArns: (wire.ResourceARNs ?? []).flatMap(({ ARN }) => ARN ?? []),
    users,
    annotated,
  }
}
