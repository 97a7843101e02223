import { pageOf } from '../protocol/pages.ts'
import type { LocalService, Operation } from '../service.ts'
import { invalid } from './filter.ts'
import { getServiceGraph } from './graph.ts'
import { processed } from './processed.ts'
import { putTraceSegments } from './put.ts'
import type { SegmentDocument, SegmentStore } from './segments.ts'
import { getTraceSummaries } from './summaries.ts'

const routes = Object.entries({
  GetTraceSummaries: '/TraceSummaries',
  BatchGetTraces: '/Traces',
  GetServiceGraph: '/ServiceGraph',
  PutTraceSegments: '/TraceSegments',
  GetTraceSegmentDestination: '/GetTraceSegmentDestination',
  GetIndexingRules: '/GetIndexingRules',
}).map(([operation, path]) => ({ operation, method: 'POST', path }))

const tracesAtOnce = 5
const segmentsInPage = 200
/** X-Ray's quota of a trace; beyond it documents are cut off. */
const traceBytes = 500 * 1024

/** X-Ray writes times with an exponent. */
const documentText = (document: SegmentDocument): string =>
  JSON.stringify(document).replace(/("(?:start|end)_time":)(\d)(\d{9})(?:\.(\d+))?/g, '$1$2.$3$4E9')

const traceOf = (id: string, all: readonly SegmentDocument[]) => {
  let bytes = 0
  const documents = all
    .map((document) => ({ id: document.id, text: documentText(document) }))
    .filter(({ text }) => {
      bytes += Buffer.byteLength(text)
      return bytes <= traceBytes
    })
  const start = Math.min(...all.map(({ start_time }) => start_time))
  const end = Math.max(...all.map(({ start_time, end_time = start_time }) => end_time))
  return { id, seconds: Math.round((end - start) * 1000) / 1000, isCut: documents.length < all.length, documents }
}

const batchGetTraces =
  (store: SegmentStore): Operation =>
  ({ body }) => {
    const asked = (body ?? {}) as Record<string, unknown>
    const ids = Array.isArray(asked['TraceIds']) ? [...new Set(asked['TraceIds'].map(String))] : []
    if (ids.length === 0) throw invalid('TraceIds is required')
    if (ids.length > tracesAtOnce) throw invalid(`At most ${tracesAtOnce} trace IDs can be given at one time`)
    const traces = ids.flatMap((id) => store.get(id) ?? []).map((stored) => traceOf(stored.id, processed(stored)))
    const all = traces.flatMap((trace) => trace.documents.map(({ id, text }) => ({ trace, id, text })))
    const asPage = { token: asked['NextToken'] ?? undefined, size: undefined, most: segmentsInPage }
    const { items, next } = pageOf(all, asPage, () => invalid('Invalid NextToken'))
    return {
      // A trace whose segments do not fit is in both pages.
      Traces: [...Map.groupBy(items, ({ trace }) => trace)].map(([{ id, seconds, isCut }, segments]) => ({
        Id: id,
        Duration: seconds,
        LimitExceeded: isCut,
        Segments: segments.map((one) => ({ Id: one.id, Document: one.text })),
      })),
      // An id that has no trace is left out without a word; one that can't be an id is told.
      UnprocessedTraceIds: ids.filter((id) => !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i.test(id)),
      NextToken: next,
    }
  }

/** X-Ray over the segments that the cloud and its clients wrote: REST-JSON. Transaction Search is off, so all is indexed. */
export const xrayService = (store: SegmentStore, account: string): LocalService => ({
  name: 'xray',
  protocol: { kind: 'rest-json', routes },
  operations: {
    GetTraceSummaries: getTraceSummaries(store, account),
    BatchGetTraces: batchGetTraces(store),
    GetServiceGraph: getServiceGraph(store, account),
    PutTraceSegments: putTraceSegments(store),
    GetTraceSegmentDestination() {
      return { Destination: 'XRay', Status: 'ACTIVE' }
    },
    GetIndexingRules() {
      const Probabilistic = { DesiredSamplingPercentage: 1, ActualSamplingPercentage: 1 }
      return { IndexingRules: [{ Name: 'Default', ModifiedAt: 0, Rule: { Probabilistic } }] }
    },
  },
})
