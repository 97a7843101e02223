import type { AppLine, FunctionShape, Invocation } from './shape.ts'

/**
 * What Lambda itself writes around a handler's lines, in both of its formats ("Text" and "JSON" of LoggingConfig).
 * The runtime version's ARN is one of AWS's form; its hash is nobody's.
 */
const runtimeArn = (arn: string): string => `arn:aws:lambda:${arn.split(':')[3]}::runtime:${'5f3c8e1d'.repeat(8)}`

const ms = (value: number): string => `${value.toFixed(2)} ms`
const rounded = (value: number): number => Math.round(value * 1000) / 1000
const json = (at: number, type: string, record: Readonly<Record<string, unknown>>): AppLine => ({
  at,
  message: JSON.stringify({ time: new Date(at).toISOString(), type, record }),
})

type Opening = Pick<Invocation, 'fn' | 'requestId' | 'start' | 'init' | 'trace' | 'ids'>

const tracing = ({ trace, ids }: Opening) => ({
  spanId: ids.invocation,
  type: 'X-Amzn-Trace-Id',
  value: `Root=${trace.traceId};Parent=${ids.fn};Sampled=${trace.sampled ? 1 : 0}`,
})

const version = (fn: FunctionShape): string => fn.runtime.replace(/^nodejs(\d+)\.x$/, 'nodejs:$1.v18')

export const openingLines = (of: Opening): AppLine[] => {
  const { fn, init, requestId, start } = of
  if (fn.logFormat === 'JSON')
    return [
      ...(init === null
        ? []
        : [
            json(init.start, 'platform.initStart', {
              initializationType: 'on-demand',
              phase: 'init',
              ...(fn.packageType === 'Image'
                ? {}
                : { runtimeVersion: version(fn), runtimeVersionArn: runtimeArn(fn.arn) }),
              functionName: fn.name,
              functionVersion: '$LATEST',
            }),
          ]),
      json(start, 'platform.start', {
        requestId,
        functionArn: fn.arn,
        version: '$LATEST',
        ...(fn.tracing ? { tracing: tracing(of) } : {}),
      }),
    ]
  return [
    // A container image has no managed runtime, and so no such line.
    ...(init === null || fn.packageType === 'Image'
      ? []
      : [
          {
            at: init.start,
            message: `INIT_START Runtime Version: ${version(fn)}\tRuntime Version ARN: ${runtimeArn(fn.arn)}\n`,
          },
        ]),
    { at: start, message: `START RequestId: ${requestId} Version: $LATEST\n` },
  ]
}

/** Initialisation is billed too, since August 2025. */
export const billedMs = (of: Pick<Invocation, 'durationMs' | 'init'>): number =>
  Math.ceil(of.durationMs + (of.init?.durationMs ?? 0))

export const timeoutMessage = (fn: FunctionShape): string =>
  `Task timed out after ${(fn.timeoutMs / 1000).toFixed(2)} seconds`

export const closingLines = (of: Invocation): AppLine[] => {
  const { fn, requestId, outcome } = of
  // Lines carry whole milliseconds of another thread's clock: an end is never before the last of them.
  const at = Math.max(of.start + of.durationMs, of.app.at(-1)?.at ?? 0)
  const errorType = outcome.kind === 'error' ? outcome.failure.errorType : null
  const timedOut: AppLine[] =
    outcome.kind === 'timeout'
      ? [{ at, message: `${new Date(at).toISOString()} ${requestId} ${timeoutMessage(fn)}\n\n` }]
      : []
  if (fn.logFormat === 'JSON') {
    const status = { requestId, status: outcome.kind, ...(errorType === null ? {} : { errorType }) }
    return [
      ...timedOut,
      json(at, 'platform.runtimeDone', {
        ...status,
        ...(fn.tracing ? { tracing: tracing(of) } : {}),
        metrics: { durationMs: rounded(of.durationMs) },
      }),
      json(at, 'platform.report', {
        ...status,
        metrics: {
          durationMs: rounded(of.durationMs),
          billedDurationMs: billedMs(of),
          memorySizeMB: fn.memoryMb,
          maxMemoryUsedMB: of.maxMemoryMb,
          ...(of.init === null ? {} : { initDurationMs: rounded(of.init.durationMs) }),
        },
        ...(fn.tracing ? { tracing: tracing(of) } : {}),
      }),
    ]
  }
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${ms(of.durationMs)}`,
    `Billed Duration: ${billedMs(of)} ms`,
    `Memory Size: ${fn.memoryMb} MB`,
    `Max Memory Used: ${of.maxMemoryMb} MB`,
    ...(of.init === null ? [] : [`Init Duration: ${ms(of.init.durationMs)}`]),
    ...(outcome.kind === 'success' ? [] : [`Status: ${outcome.kind}`]),
    ...(errorType === null ? [] : [`Error Type: ${errorType}`]),
  ]
  const xray = fn.tracing
    ? `XRAY TraceId: ${of.trace.traceId}\tSegmentId: ${of.ids.fn}\tSampled: ${of.trace.sampled}\t\n`
    : ''
  return [
    ...timedOut,
    { at, message: `END RequestId: ${requestId}\n` },
    { at, message: `${report.join('\t')}\t\n${xray}` },
  ]
}

/** `YYYY/MM/DD/[$LATEST]HEX`; in a group that is not the function's own, with its name. UTC. */
export const streamName = (fn: FunctionShape, at: number, hex: string): string => {
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')
  return fn.sharedGroup ? `${day}/${fn.name}[$LATEST]${hex}` : `${day}/[$LATEST]${hex}`
}
