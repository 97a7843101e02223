import type { LoggedError, ParsedLine } from '../log-event.ts'
import { traceIdKeys, traceIdOf } from './ids.ts'
import { errorPayload } from './json-error.ts'
import { line } from './line.ts'
import { nestsTooDeep } from './nesting.ts'

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** An event of an execution: no other JSON has all three. (Step Functions: logging to CloudWatch Logs.) */
export const isWorkflow = (record: Json): boolean =>
  typeof record['execution_arn'] === 'string' &&
  typeof record['type'] === 'string' &&
  record['event_timestamp'] !== undefined

const parsed = (text: string): unknown => {
  if (!text.startsWith('{') || nestsTooDeep(text)) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Why a state or an execution failed. The cause of a failed function is its whole answer as JSON, of which a person reads the message. */
const failureOf = (details: Json): LoggedError => {
  const cause = word(details['cause'])
  const answer = cause === null ? null : parsed(cause)
  const told = isRecord(answer) ? (errorPayload(answer)?.error ?? null) : null
  // Its stack is in the function's own log.
  return { type: word(details['error']) ?? told?.type ?? null, message: told?.message ?? cause, stack: null }
}

const failing = /(?:Failed|TimedOut|Aborted)$/

/** An event of an execution as Step Functions logs it: `TaskStateEntered ChargeCard`. */
export const workflowLine = (record: Json): ParsedLine => {
  const { type: given, ...fields } = record
  const details = isRecord(record['details']) ? record['details'] : {}
  const type = word(given) ?? ''
  const isFailure = failing.test(type)
  const trace = traceIdKeys.map((key) => traceIdOf(record[key])).find((id) => id !== null)
  return line('workflow', 'json', [type, word(details['name'])].filter(Boolean).join(' '), {
    level: isFailure ? 'ERROR' : null,
    traceId: trace ?? null,
    fields: Object.keys(fields).length === 0 ? null : fields,
    error: isFailure ? failureOf(details) : null,
  })
}

/** `LambdaFunctionScheduled`, `TaskStarted`, `TaskStateExited`: steps that tell nothing beside the state that was entered. */
const step = /^(?!Execution)\w+(?:Scheduled|Started|Succeeded|StateExited)(?: |$)/

/** Whether a workflow's line is one of the many that say only that all goes its way. */
export const isRoutine = ({ kind, level, text }: ParsedLine): boolean =>
  kind === 'workflow' && level === null && step.test(text)
