import type { Incomplete } from '../domain/incomplete.ts'
import type { InvocationType } from '../domain/invoke.ts'
import type { Bin, InvokeFigures, Spread } from '../domain/invoke-figures.ts'
import { timeIn } from '../domain/invoke-log-tail.ts'
import { payloadValue } from '../domain/invoke-payload.ts'
import type { LogEvent } from '../domain/log-event.ts'
import type { Problem } from '../domain/problem.ts'
import type { Trace } from '../domain/trace/trace.ts'
import type { CiGuard } from './ci-commands.ts'
import type { InvokeTold } from './invoke.ts'
import { type AnswerContext, answer, isoTime } from './json.ts'
import { withoutSecrets } from './traces/secrets.ts'
import { traceRecord } from './traces/trace-json.ts'

/** A line as `tail -o ndjson` shapes it. What the answer's own log holds has neither id nor stream, and a time only where the line tells it. */
const lineRecord = (event: LogEvent, version: string | null) => {
  const { level, requestId, traceId, kind, format, fields, error } = event.parsed
  const fromAnswer = event.id === null && event.stream === ''
  return {
    type: 'event',
    time: isoTime(fromAnswer ? timeIn(event.message) : event.at),
    ingestedAt: isoTime(event.ingestedAt),
    stack: event.source.stack,
    source: event.source.name,
    sourceType: event.source.sourceType,
    function: event.source.functionName,
    logicalId: event.source.logicalId,
    version,
    logGroup: event.group,
    logStream: fromAnswer ? null : event.stream,
    eventId: event.id,
    ...{ level, requestId, traceId, kind, format },
    message: event.message,
    fields,
    error: error && { type: error.type, message: error.message, stack: error.stack },
    late: event.late,
  }
}

export interface InvokeJson {
  readonly context: AnswerContext
  readonly incomplete: readonly Incomplete[]
  readonly guard: CiGuard | null
  /** The function's name. */
  readonly function: string
  readonly qualifier: string | null
  readonly type: InvocationType
}

/** `slsops.invoke/1`. */
export const invokeAnswer = (
  told: InvokeTold,
  json: InvokeJson & { readonly trace: Trace | null; readonly showSecrets: boolean },
): string => {
  const { reply, outcome, report, lines, logsComplete } = told
  const { value, base64 } = payloadValue(reply.payload)
  const { trace } = json
  return answer(
    'slsops.invoke/1',
    json.context,
    {
      function: json.function,
      qualifier: json.qualifier,
      executedVersion: reply.executedVersion,
      invocationType: json.type,
      statusCode: reply.statusCode,
      outcome,
      functionError: reply.functionError,
      payload: value,
      payloadBase64: base64,
      durationMs: report?.durationMs,
      billedMs: report?.billedMs,
      memoryMb: report?.memoryMb,
      maxMemoryMb: report?.maxMemoryMb,
      initMs: report?.initMs,
      requestId: reply.requestId,
      traceId: reply.traceId,
      durableExecutionArn: reply.durableExecutionArn,
      logs: lines.map((line) => lineRecord(line, reply.executedVersion)),
      logsComplete,
      trace: trace && traceRecord(json.showSecrets ? trace : withoutSecrets(trace)),
    },
    json.incomplete,
    json.guard,
  )
}

export interface RepeatTold {
  readonly figures: InvokeFigures
  readonly asked: number
  readonly sent: number
  readonly concurrency: number
  readonly lost: readonly Problem[]
  readonly elapsedMs: number
}

const spread = ({ count, p50Ms, p95Ms, p99Ms, maxMs }: Spread) => ({ count, p50Ms, p95Ms, p99Ms, maxMs })
const bin = ({ fromMs, toMs, count }: Bin) => ({ fromMs, toMs, count })

/** How many problems there were of each sort, with the words of the first. */
export const lostBySort = (lost: readonly Problem[]): readonly { code: string; count: number; message: string }[] => {
  const sorts = new Map<string, { code: string; count: number; message: string }>()
  for (const { code, message } of lost) {
    const known = sorts.get(code)
    if (known) known.count++
    else sorts.set(code, { code, count: 1, message })
  }
  return [...sorts.values()]
}

/** `slsops.invocations/1`: what `--repeat` measured. */
export const repeatAnswer = (told: RepeatTold, json: InvokeJson): string => {
  const { figures } = told
  return answer(
    'slsops.invocations/1',
    json.context,
    {
      function: json.function,
      qualifier: json.qualifier,
      asked: told.asked,
      sent: told.sent,
      answered: figures.count,
      concurrency: told.concurrency,
      elapsedMs: told.elapsedMs,
      outcomes: figures.outcomes,
      lost: lostBySort(told.lost),
      warm: spread(figures.warm),
      cold: spread(figures.cold),
      init: spread(figures.init),
      roundTrip: spread(figures.roundTrip),
      billedMs: figures.billedMs,
      memoryMb: figures.memoryMb,
      maxMemoryMb: figures.maxMemoryMb,
      histogram: figures.histogram.map(bin),
    },
    json.incomplete,
    json.guard,
  )
}
