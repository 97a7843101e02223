import type { Invoker } from '../domain/access/invokers.ts'
import type { Destinations, FunctionRow, Mapping } from '../domain/functions/detail.ts'
import { deprecatedOn } from '../domain/functions/runtime.ts'
import type { Incomplete } from '../domain/incomplete.ts'
import { type AnswerContext, answer, isoTime } from './json.ts'
import { safeJson } from './safe-text.ts'

/** A function, and what makes it run; null where that was not read. */
export interface WiredRow extends FunctionRow {
  readonly wiring: {
    readonly mappings: readonly Mapping[] | null
    readonly invokers: readonly Invoker[] | null
    readonly destinations: Destinations | null | 'unread'
  } | null
}

export const triggersOf = (wiring: NonNullable<WiredRow['wiring']>) => [
  ...(wiring.mappings ?? []).map((one) => ({
    kind: 'mapping',
    source: one.source,
    state: one.state,
    batchSize: one.batchSize,
    lastResult: one.lastResult,
  })),
  ...(wiring.invokers ?? [])
    .filter(({ effect }) => effect === 'Allow')
    .map(({ who, source }) => ({ kind: who, source, state: null, batchSize: null, lastResult: null })),
]

/** Null: nothing is configured, or it could not be read, which `incomplete` tells then. */
export const configured = (wiring: WiredRow['wiring']): Destinations | null =>
  wiring === null || wiring.destinations === 'unread' ? null : wiring.destinations

export const destinationsRecord = ({ detail, wiring }: WiredRow) => ({
  deadLetter: detail.deadLetterArn,
  onFailure: configured(wiring)?.onFailure ?? null,
  onSuccess: configured(wiring)?.onSuccess ?? null,
})

/** A function as the contract shapes it. */
export const functionRecord = (row: WiredRow) => {
  const { detail, figures, wiring } = row
  return {
    logicalId: detail.logicalId,
    path: detail.path,
    name: detail.name,
    arn: detail.arn,
    packageType: detail.packageType,
    image: detail.image,
    runtime: detail.runtime,
    runtimeDeprecatedOn: deprecatedOn(detail.runtime),
    architecture: detail.architecture,
    memoryMb: detail.memoryMb,
    timeoutMs: detail.timeoutMs,
    state: detail.state,
    stateReason: detail.stateReason,
    lastUpdateStatus: detail.lastUpdate,
    lastModified: isoTime(detail.lastModified),
    // Where nobody could be asked, Lambda's default is a guess.
    logGroup: detail.assumed === null ? detail.logGroup : null,
    tracing: detail.assumed === null ? detail.tracing : null,
    reservedConcurrency: detail.reservedConcurrency,
    triggers: wiring && (wiring.mappings === null && wiring.invokers === null ? null : triggersOf(wiring)),
    destinations: wiring && destinationsRecord(row),
    figures: figures && {
      invocations: figures.invocations,
      errors: figures.errors,
      p95Ms: figures.p95Ms,
      coldStarts: figures.coldStarts,
      maxMemoryMb: figures.maxMemoryMb,
    },
  }
}

/** `slsops.functions/1`. */
export const functionsAnswer = (
  rows: readonly WiredRow[],
  window: { readonly from: number; readonly to: number } | null,
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string =>
  answer(
    'slsops.functions/1',
    context,
    {
      window: window && { from: isoTime(window.from), to: isoTime(window.to) },
      functions: rows.map(functionRecord),
    },
    incomplete,
  )

/** A function a line. */
export const functionsRecords = (rows: readonly WiredRow[]): string =>
  rows.map((row) => `${safeJson(JSON.stringify({ type: 'function', ...functionRecord(row) }))}\n`).join('')
