import type { Session } from '../../aws/session.ts'
import { xrayCall } from './call.ts'
import type { WireService } from './summary-facts.ts'

/** (X-Ray API: HistogramEntry; seconds) */
export interface WireBucket {
  readonly Value?: number
  readonly Count?: number
}

/** (X-Ray API: ServiceStatistics, EdgeStatistics; seconds) */
export interface WireStatistics {
  readonly OkCount?: number
  readonly ErrorStatistics?: {
    readonly ThrottleCount?: number
    readonly OtherCount?: number
    readonly TotalCount?: number
  }
  readonly FaultStatistics?: { readonly OtherCount?: number; readonly TotalCount?: number }
  readonly TotalCount?: number
  readonly TotalResponseTime?: number
}

export interface WireEdge {
  readonly ReferenceId?: number
  readonly SummaryStatistics?: WireStatistics
  readonly ResponseTimeHistogram?: readonly WireBucket[]
  readonly EdgeType?: string
}

/** (X-Ray API: Service) */
export interface WireNode extends WireService {
  readonly ReferenceId?: number
  readonly Root?: boolean
  readonly Edges?: readonly WireEdge[]
  readonly SummaryStatistics?: WireStatistics
  readonly ResponseTimeHistogram?: readonly WireBucket[]
}

/** X-Ray refuses a window that is longer. */
export const longestGraphMs = 6 * 3_600_000

/** The nodes that were at work between two times (epoch milliseconds, six hours at most). Rejects with a Problem. (X-Ray API: GetServiceGraph) */
export const serviceGraph = async (
  session: Session,
  window: { readonly from: number; readonly to: number },
  signal?: AbortSignal,
): Promise<readonly WireNode[]> => {
  const nodes: WireNode[] = []
  for (let token: string | null = null; ; ) {
    const answer: { readonly Services?: readonly WireNode[]; readonly NextToken?: string | null } = await xrayCall(
      session,
      {
        operation: 'GetServiceGraph',
        path: '/ServiceGraph',
        body: {
          StartTime: Math.floor(window.from / 1000),
          EndTime: Math.ceil(window.to / 1000),
          ...(token === null ? {} : { NextToken: token }),
        },
        signal,
      },
    )
    nodes.push(...(answer.Services ?? []))
    const next: string | null = answer.NextToken || null
    // A server that hands out the token it was given would be asked for ever.
    if (next === null || next === token) return nodes
    token = next
  }
}
