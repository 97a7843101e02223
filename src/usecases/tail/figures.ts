/** A span of time in which events of a group may be missing, and why. */
export interface Gap {
  readonly logGroup: string
  readonly from: number
  readonly to: number | null
  readonly reason: string
}

/** What the closing line tells. Counted where it happens, read at the end. */
export interface Figures {
  events: number
  late: number
  duplicates: number
  throttles: number
  reconnects: number
  readonly gaps: Gap[]
  /** Minutes of Live Tail sessions, as AWS bills them: each session's own, a begun one counts. */
  liveMinutes: number
  /** Every event that was ingested in time and is older than this has been printed; null before the first answer. */
  completeUntil: number | null
}

export const noFigures = (): Figures => ({
  events: 0,
  late: 0,
  duplicates: 0,
  throttles: 0,
  reconnects: 0,
  gaps: [],
  liveMinutes: 0,
  completeUntil: null,
})
