import type { Clock } from '../../domain/clock.ts'
import { type BatchPage, idsAtOnce, type TraceDocuments } from '../../services/xray/batch-get-traces.ts'
import { type Emit, gather } from './gather.ts'

/** Calls at a time: more of them gain nothing on a line of 30 ms. */
const CALLS_AT_ONCE = 10
/** Before ids that X-Ray left out are asked for again. */
const pauses = [100, 400, 1_000, 3_000, 8_000] as const

export type FetchBatch = (ids: readonly string[], token: string | null, signal: AbortSignal) => Promise<BatchPage>

export interface BatchDeps {
  readonly fetchBatch: FetchBatch
  readonly clock: Clock
}

export type Fetched =
  | { readonly kind: 'documents'; readonly documents: TraceDocuments }
  /** `unknown`: X-Ray has nothing under this id; `unprocessed`: it did not get to it, however often it was asked. */
  | { readonly kind: 'missing'; readonly id: string; readonly why: 'unknown' | 'unprocessed' }

/** Ids, each once; those that still turn up wait for nobody: a batch goes as soon as it is full. */
export type TraceIds = readonly string[] | AsyncIterable<string>

async function* batchesOf(ids: TraceIds): AsyncGenerator<readonly string[]> {
  const seen = new Set<string>()
  let batch: string[] = []
  for await (const id of ids) {
    if (seen.has(id)) continue
    seen.add(id)
    batch.push(id)
    if (batch.length < idsAtOnce) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** All pages of up to five traces: what they say of one trace stands together. */
const wholeBatch = async (ids: readonly string[], { fetchBatch }: BatchDeps, signal: AbortSignal) => {
  const traces = new Map<string, TraceDocuments>()
  const unprocessed = new Set<string>()
  for (let token: string | null = null; ; ) {
    const page: BatchPage = await fetchBatch(ids, token, signal)
    for (const part of page.traces) {
      const known = traces.get(part.id)
      traces.set(
        part.id,
        known === undefined
          ? part
          : {
              id: part.id,
              limitExceeded: known.limitExceeded || part.limitExceeded,
              documents: [...known.documents, ...part.documents],
            },
      )
    }
    for (const id of page.unprocessed) unprocessed.add(id)
    if (page.next === null || page.next === token) return { traces, unprocessed }
    token = page.next
  }
}

/**
 * The documents of traces, by ids in X-Ray's form, each id once, as they come and in no order. Ids that X-Ray leaves out are asked for again.
 * Rejects with a Problem, or the signal's reason. (X-Ray API: BatchGetTraces)
 */
export const fetchDocuments = (ids: TraceIds, deps: BatchDeps, signal: AbortSignal): AsyncGenerator<Fetched> =>
  gather(
    async function* () {
      for await (const batch of batchesOf(ids))
        yield (emit: Emit<Fetched>, stop: AbortSignal) => fetchBatch(batch, deps, emit, stop)
    },
    CALLS_AT_ONCE,
    signal,
  )

const fetchBatch = async (
  batch: readonly string[],
  deps: BatchDeps,
  emit: Emit<Fetched>,
  stop: AbortSignal,
): Promise<void> => {
  for (let left = batch, attempt = 0; left.length > 0; attempt++) {
    const { traces, unprocessed } = await wholeBatch(left, deps, stop)
    for (const documents of traces.values())
      if (!unprocessed.has(documents.id)) await emit({ kind: 'documents', documents })
    for (const id of left)
      if (!traces.has(id) && !unprocessed.has(id)) await emit({ kind: 'missing', id, why: 'unknown' })
    left = left.filter((id) => unprocessed.has(id))
    if (left.length === 0) return
    const pause = pauses[attempt]
    if (pause === undefined) {
      for (const id of left) await emit({ kind: 'missing', id, why: 'unprocessed' })
      return
    }
    await deps.clock.sleep(pause, stop)
  }
}
