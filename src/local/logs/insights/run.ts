import type { Plan } from './language.ts'
import { eventRow, type Row, type ScannedEvent } from './row.ts'
import { textOf } from './values.ts'

export interface ResultField {
  readonly field: string
  readonly value: string
}

export interface QueryOutcome {
  readonly results: readonly (readonly ResultField[])[]
  /** Events that every `filter` let through. */
  readonly matched: number
  readonly scanned: number
  readonly bytes: number
}

/** Runs a query over events that come newest first. `limit` holds where the query has no limit of its own. */
export const runQuery = (plan: Plan, events: readonly ScannedEvent[], limit: number): QueryOutcome => {
  let rows: Row[] = events.map(eventRow)
  let matched = rows.length
  let counting = true
  for (const command of plan.commands) {
    rows = command.run(rows)
    counting &&= command.matches
    if (counting) matched = rows.length
  }
  const told = plan.limited ? rows : rows.slice(0, limit)
  return {
    results: told.map((row) => fieldsOf(row, plan.columns)),
    matched,
    scanned: events.length,
    bytes: events.reduce((sum, { event }) => sum + event.bytes, 0),
  }
}

/** What a row has not is left out; `@ptr` comes last. */
const fieldsOf = (row: Row, columns: readonly string[]): ResultField[] => {
  const fields = columns.flatMap((field) => {
    const value = row.get(field)
    return value === null ? [] : [{ field, value: textOf(value) }]
  })
  if (row.pointer !== null && !columns.includes('@ptr')) fields.push({ field: '@ptr', value: row.pointer })
  return fields
}
