/** A segment document as X-Ray stores it (facts of its API: PutTraceSegments). Times are epoch seconds. */
export interface SegmentDocument {
  readonly id: string
  readonly name: string
  readonly trace_id: string
  readonly start_time: number
  readonly end_time: number
  readonly parent_id?: string
  readonly origin?: string
  readonly [field: string]: unknown
}

/** The segments of the cloud, by trace. The X-Ray API reads them; Lambda and the API stages write them. */
export class SegmentStore {
  readonly #traces = new Map<string, SegmentDocument[]>()

  put(document: SegmentDocument): void {
    const known = this.#traces.get(document.trace_id)
    if (known) known.push(document)
    else this.#traces.set(document.trace_id, [document])
  }

  /** The documents of one trace, in the order they came; none for an unknown id. */
  trace(id: string): readonly SegmentDocument[] {
    return this.#traces.get(id) ?? []
  }

  traceIds(): IterableIterator<string> {
    return this.#traces.keys()
  }

  clear(): void {
    this.#traces.clear()
  }
}
