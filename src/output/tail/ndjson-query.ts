import type { LogEvent } from '../../domain/log-event.ts'
import type { CiGuard } from '../ci-commands.ts'
import { safeJson } from '../safe-text.ts'
import { ndjson } from './ndjson.ts'
import type { Query } from './query.ts'

/** `tail -o ndjson --query`: what the query finds in the contract's record of each event, as JSON, one a line; `null` where it finds nothing. */
export const ndjsonQuery = (query: Query, guard: CiGuard | null = null): ((event: LogEvent) => string) => {
  const record = ndjson(null)
  return (event) => {
    const json = `${safeJson(JSON.stringify(query(JSON.parse(record(event)))))}\n`
    return guard === null ? json : guard.json(json)
  }
}
