import { isoTime } from '../json.ts'

export interface Summary {
  readonly events: number
  readonly late: number
  readonly duplicates: number
  readonly throttles: number
  readonly reconnects: number
  /** Times are epoch milliseconds. */
  readonly gaps: readonly {
    readonly logGroup: string
    readonly from: number
    readonly to: number | null
    readonly reason: string
  }[]
  readonly completeUntil: number | null
  readonly stoppedBy: string
}

/** The last record of `tail -o ndjson --summary`, as the contract shapes it. */
export const summaryRecord = ({
  events,
  late,
  duplicates,
  throttles,
  reconnects,
  gaps,
  completeUntil,
  stoppedBy,
}: Summary): string =>
  `${JSON.stringify({
    type: 'summary',
    events,
    late,
    duplicates,
    throttles,
    reconnects,
    gaps: gaps.map(({ logGroup, from, to, reason }) => ({ logGroup, from: isoTime(from), to: isoTime(to), reason })),
    completeUntil: isoTime(completeUntil),
    stoppedBy,
  })}\n`
