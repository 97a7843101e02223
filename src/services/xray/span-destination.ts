import type { Session } from '../../aws/session.ts'
import { xrayCall } from './call.ts'

/** Where the account's spans go: to X-Ray, or (Transaction Search) to the log group `aws/spans`, with X-Ray indexing a part of them. */
export type SpanDestination = 'XRay' | 'CloudWatchLogs'

/** (X-Ray API: GetTraceSegmentDestination) */
export const spanDestination = async (session: Session, signal?: AbortSignal): Promise<SpanDestination> => {
  const answer = await xrayCall<{ readonly Destination?: SpanDestination }>(session, {
    operation: 'GetTraceSegmentDestination',
    body: {},
    signal,
  })
  return answer.Destination ?? 'XRay'
}

/** The part of the spans that X-Ray indexes under Transaction Search, percent; null where no rule tells. (X-Ray API: GetIndexingRules) */
export const indexedPercent = async (session: Session, signal?: AbortSignal): Promise<number | null> => {
  const answer = await xrayCall<{
    readonly IndexingRules?: readonly {
      readonly Rule?: {
        readonly Probabilistic?: {
          readonly DesiredSamplingPercentage?: number
          readonly ActualSamplingPercentage?: number
        }
      }
    }[]
  }>(session, { operation: 'GetIndexingRules', body: {}, signal })
  const rule = answer.IndexingRules?.map(({ Rule }) => Rule?.Probabilistic).find((one) => one !== undefined)
  return rule?.ActualSamplingPercentage ?? rule?.DesiredSamplingPercentage ?? null
}

export interface SamplingRule {
  readonly name: string
  readonly fixedRate: number
  readonly reservoir: number
}

/** The rules by which requests are traced at all, the one that is asked first first. (X-Ray API: GetSamplingRules) */
export const samplingRules = async (session: Session, signal?: AbortSignal): Promise<readonly SamplingRule[]> => {
  const answer = await xrayCall<{
    readonly SamplingRuleRecords?: readonly {
      readonly SamplingRule?: {
        readonly RuleName?: string
        readonly FixedRate?: number
        readonly ReservoirSize?: number
        readonly Priority?: number
      }
    }[]
  }>(session, { operation: 'GetSamplingRules', body: {}, signal })
  return (answer.SamplingRuleRecords ?? [])
    .flatMap(({ SamplingRule }) => SamplingRule ?? [])
    .sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
    .map(({ RuleName = '', FixedRate = 0, ReservoirSize = 0 }) => ({
      name: RuleName,
      fixedRate: FixedRate,
      reservoir: ReservoirSize,
    }))
}
