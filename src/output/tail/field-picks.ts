import { fieldAt } from '../../domain/log/field-path.ts'
import { type Json, jsonRecord } from '../../domain/log/json-record.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { usage } from '../../domain/problem.ts'

/** Gives the fields that were asked for, in the order they were asked for; those that a line does not have are left out. */
export type FieldPicks = (event: LogEvent) => Json

/** `--fields orderId,user.id` (repeatable): paths into a line's JSON, each once. */
export const parseFields = (values: readonly string[]): readonly string[] => {
  const paths = values.flatMap((value) => value.split(',')).map((path) => path.trim())
  if (paths.length === 0 || paths.includes('')) {
    throw usage('--fields names a field that is empty', 'write it like --fields orderId,user.id')
  }
  return [...new Set(paths)]
}

/** Picks by path from what is shown as fields, then from the line's JSON as it was logged (its level, its time, its ids). */
export const fieldPicks = (paths: readonly string[]): FieldPicks => {
  return ({ message, parsed: { fields, requestId, traceId } }) => {
    let whole: Json | null | undefined
    const picked: Record<string, unknown> = {}
    for (const path of paths) {
      let value = fields === null ? undefined : fieldAt(fields, path)
      if (value === undefined) {
        whole ??= whole === undefined ? jsonRecord(message) : whole
        value = whole === null ? undefined : fieldAt(whole, path)
      }
      if (value === undefined && path === 'requestId') value = requestId ?? undefined
      if (value === undefined && path === 'traceId') value = traceId ?? undefined
      if (value !== undefined) Object.defineProperty(picked, path, { value, enumerable: true })
    }
    return picked
  }
}
