import type { QueryRow } from '../../../src/domain/query-answer.ts'
import type { StoredEvent } from '../../../src/local/logs/event-list.ts'
import { readQuery } from '../../../src/local/logs/insights/language.ts'
import type { ScannedEvent } from '../../../src/local/logs/insights/row.ts'
import { runQuery } from '../../../src/local/logs/insights/run.ts'
import type { Insights, StartInsights } from '../../../src/services/logs/insights.ts'

/** An event of the model; its message is JSON, so that a query finds its fields. */
export interface ModelEvent {
  readonly group: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly fields: Readonly<Record<string, string | number>>
}

const scanned = ({ group, at, fields }: ModelEvent, seq: number): ScannedEvent => {
  const message = JSON.stringify({ ...fields, seq })
  const event: StoredEvent = {
    timestamp: at,
    ingestionTime: at,
    seq,
    message,
    stream: 's',
    bytes: message.length,
  } as StoredEvent
  return { log: `123456789012:${group}`, event }
}

/** All rows of a query over all events that a server of no limits would give: one big query. `wide`: the last second counts to its end. */
export const oneBigQuery = (
  events: readonly ModelEvent[],
  { groups, from, to, query, limit }: StartInsights,
  wide = false,
): readonly QueryRow[] => {
  const found = events
    .map(scanned)
    .filter(({ log, event }) => {
      const inTime = event.timestamp >= from * 1000 && event.timestamp <= to * 1000 + (wide ? 999 : 0)
      return inTime && groups.includes(log.slice(13))
    })
    .sort((a, b) => b.event.timestamp - a.event.timestamp || b.event.seq - a.event.seq)
  return runQuery(readQuery(query), found, limit).results.map(
    (row) => new Map(row.map(({ field, value }) => [field, value])),
  )
}

/** A Logs Insights that gives `rows` of a query at most, `page` at a time, and takes `groups` log groups; it is done at the first look. */
export const modelInsights = (
  events: readonly ModelEvent[],
  { groups, rows, page, wide = false }: { groups: number; rows: number; page: number; wide?: boolean },
): Insights & { readonly started: StartInsights[] } => {
  const started: StartInsights[] = []
  return {
    started,
    start: async (asked) => {
      if (asked.groups.length > groups) throw new Error(`${asked.groups.length} groups in one query`)
      if (asked.limit > rows) throw new Error(`a limit of ${asked.limit}`)
      return String(started.push(asked) - 1)
    },
    read: async (id, { next = null, most = page }) => {
      const asked = started[Number(id)]!
      const all = oneBigQuery(events, asked, wide).slice(0, rows)
      const from = Number(next ?? 0)
      const statistics = { bytesScanned: 100, recordsScanned: 10, recordsMatched: all.length }
      const end = from + Math.min(most, page)
      return { status: 'Complete', rows: all.slice(from, end), statistics, next: end < all.length ? String(end) : null }
    },
    stop: async () => {},
    missing: async () => [],
  }
}
