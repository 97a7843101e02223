export type AnnotationValue = string | number | boolean

/** What segments and subsegments share (X-Ray's segment document). Times are epoch seconds; what has no `end_time` still runs. */
export interface Subsegment {
  readonly id: string
  readonly name: string
  readonly start_time: number
  readonly end_time?: number
  readonly namespace?: string
  readonly error?: boolean
  readonly throttle?: boolean
  readonly fault?: boolean
  readonly user?: string
  readonly http?: {
    readonly request?: Readonly<Record<string, unknown>>
    readonly response?: Readonly<Record<string, unknown>>
  }
  readonly aws?: Readonly<Record<string, unknown>>
  readonly annotations?: Readonly<Record<string, AnnotationValue>>
  readonly cause?: string | { readonly exceptions?: readonly { readonly type?: string; readonly message?: string }[] }
  readonly links?: readonly SegmentLink[]
  readonly subsegments?: readonly Subsegment[]
  readonly [field: string]: unknown
}

export interface SegmentLink {
  readonly trace_id: string
  readonly id: string
  readonly attributes: Readonly<Record<string, unknown>>
}

/** One document, as it is sent: a segment, or a subsegment apart from its segment (`type`). */
export interface SegmentDocument extends Subsegment {
  readonly trace_id: string
  readonly parent_id?: string
  readonly type?: string
  readonly origin?: string
  readonly resource_arn?: string
  readonly inferred?: boolean
}

/** Everything that is known of one trace. */
export interface StoredTrace {
  readonly id: string
  /** In the order they came. */
  readonly documents: readonly SegmentDocument[]
  /** Segments of other traces that name a span of this one as where they come from. */
  readonly followers: readonly SegmentDocument[]
  /** Epoch seconds of the first start and of the last start or end. */
  readonly start: number
  readonly end: number
}

type Kept = { -readonly [K in keyof StoredTrace]: StoredTrace[K] } & {
  documents: SegmentDocument[]
  followers: SegmentDocument[]
}

/** Some hours of the sample app's traffic; the oldest trace makes room for a new one. */
const keptTraces = 20_000
/** X-Ray drops what goes beyond its limits of one trace. */
const keptDocuments = 10_000
const keptFollowers = 100

/** The segments of the cloud, by trace. The X-Ray API reads them; Lambda, the API stage, workflows and PutTraceSegments write them. */
export class SegmentStore {
  readonly #traces = new Map<string, Kept>()
  #past: (() => readonly SegmentDocument[]) | null = null

  put(document: SegmentDocument): void {
    const { start_time: start, end_time: end = start } = document
    const kept = this.#kept(document.trace_id)
    if (kept.documents.length < keptDocuments) kept.documents.push(document)
    kept.start = Math.min(kept.start, start)
    kept.end = Math.max(kept.end, end)
    for (const { trace_id } of document.links ?? []) {
      const { followers } = this.#kept(trace_id)
      if (followers.length < keptFollowers) followers.push(document)
    }
  }

  /** What was before everything that is put: made when somebody asks for traces, as most do not. */
  before(past: () => readonly SegmentDocument[]): void {
    this.#past = past
  }

  #all(): ReadonlyMap<string, Kept> {
    const past = this.#past?.() ?? []
    this.#past = null
    if (past.length === 0) return this.#traces
    const since = [...this.#traces.values()].flatMap(({ documents }) => documents)
    this.#traces.clear()
    for (const document of past) this.put(document)
    for (const document of since) this.put(document)
    return this.#traces
  }

  #kept(id: string): Kept {
    const known = this.#traces.get(id)
    if (known) return known
    const made: Kept = { id, documents: [], followers: [], start: Number.POSITIVE_INFINITY, end: 0 }
    this.#traces.set(id, made)
    for (const oldest of this.#traces.keys()) {
      if (this.#traces.size <= keptTraces) break
      this.#traces.delete(oldest)
    }
    return made
  }

  get(id: string): StoredTrace | undefined {
    const found = this.#all().get(id)
    return found === undefined || found.documents.length === 0 ? undefined : found
  }

  /** Traces of which something lies between two times (epoch seconds), the earliest first. */
  within(from: number, to: number): readonly StoredTrace[] {
    return [...this.#all().values()]
      .filter(({ start, end, documents }) => start <= to && end >= from && documents.length > 0)
      .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
  }

  clear(): void {
    this.#past = null
    this.#traces.clear()
  }
}
