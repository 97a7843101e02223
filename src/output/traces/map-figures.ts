import type { GraphEdge, GraphNode } from '../../domain/trace/graph.ts'
import { durationText } from '../duration.ts'

type Counts = Pick<GraphNode, 'requests' | 'errors' | 'faults' | 'throttles'>
type Times = Pick<GraphNode, 'p50Ms' | 'p95Ms'>

/** `31 %`, `0.4 %`, `<0.1 %`; empty where there is none. */
export const share = (part: number, whole: number): string => {
  if (part <= 0 || whole <= 0) return ''
  const percent = (part / whole) * 100
  return percent < 0.1 ? '<0.1 %' : `${Number(percent.toFixed(percent < 10 ? 1 : 0))} %`
}

export const time = (ms: number | null): string => (ms === null ? '' : durationText(ms))

const requestsText = ({ requests }: Counts): string => `${requests} request${requests === 1 ? '' : 's'}`

/** What went wrong, in words: `31 % faults, 2 % errors`. */
const troubles = ({ requests, errors, faults, throttles }: Counts): readonly string[] =>
  (
    [
      [faults, 'faults'],
      [errors, 'errors'],
      [throttles, 'throttled'],
    ] as const
  ).flatMap(([count, word]) => (count > 0 ? [`${share(count, requests)} ${word}`.trim()] : []))

const timesText = ({ p50Ms, p95Ms }: Times): readonly string[] => [
  ...(p50Ms === null ? [] : [`p50 ${time(p50Ms)}`]),
  ...(p95Ms === null ? [] : [`p95 ${time(p95Ms)}`]),
]

/** `407 requests, 31 % faults, p50 36 ms, p95 44 ms`. */
export const nodeFigures = (one: GraphNode): string =>
  one.requests === 0 ? '' : [requestsText(one), ...troubles(one), ...timesText(one)].join(', ')

export const edgeFigures = (one: GraphEdge): string =>
  one.requests === 0 ? '' : [requestsText(one), ...troubles(one), ...timesText(one)].join(', ')

/** More than a caller's own mistakes. */
export const troubled = ({ faults, throttles }: Pick<Counts, 'faults' | 'throttles'>): boolean =>
  faults > 0 || throttles > 0
