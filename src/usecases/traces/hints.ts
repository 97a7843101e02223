import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import { isProblem } from '../../domain/problem.ts'
import {
  indexedPercent,
  type SpanDestination,
  samplingRules,
  spanDestination,
} from '../../services/xray/span-destination.ts'

/** What a person has to know to judge a list of traces: why something may not be on it. */
export interface TraceHints {
  /** Functions without active tracing. */
  readonly untraced: readonly string[]
  /** Null where it could not be asked. */
  readonly destination: SpanDestination | null
  /** Of Transaction Search: the part of the spans that X-Ray indexes, percent; null where nothing told. */
  readonly indexedPercent: number | null
}

/** Asked beside the search: nobody is kept from the answer by what only explains it. */
const quietly = async <T>(session: Session, signal: AbortSignal, run: () => Promise<T>): Promise<T | null> => {
  try {
    return await run()
  } catch (error) {
    if (signal.aborted || !isProblem(error)) throw error
    session.debug(`not told: ${error.message}`)
    return null
  }
}

/** Functions that Lambda has said of that they are not traced. (Lambda API: TracingConfig) */
export const untracedFunctions = (functions: readonly FunctionInfo[]): readonly string[] =>
  functions.filter(({ tracing, assumed }) => !tracing && assumed === null).map(({ path }) => path)

/** Rejects only with the signal's reason. (X-Ray API: GetTraceSegmentDestination, GetIndexingRules) */
export const traceHints = async (
  session: Session,
  functions: readonly FunctionInfo[],
  signal: AbortSignal,
): Promise<TraceHints> => {
  const destination = await quietly(session, signal, () => spanDestination(session, signal))
  const percent =
    destination === 'CloudWatchLogs' ? await quietly(session, signal, () => indexedPercent(session, signal)) : null
  return { untraced: untracedFunctions(functions), destination, indexedPercent: percent }
}

export interface Sampling {
  readonly rule: string
  readonly perSecond: number
  readonly percent: number
  /** Told by X-Ray; else what it does unless it is told otherwise. */
  readonly told: boolean
}

/** The rule that all requests fall under which no other one takes. Rejects only with the signal's reason. (X-Ray API: GetSamplingRules) */
export const sampling = async (session: Session, signal: AbortSignal): Promise<Sampling> => {
  const rules = (await quietly(session, signal, () => samplingRules(session, signal))) ?? []
  const rule = rules.find(({ name }) => name === 'Default') ?? rules.at(-1)
  if (rule === undefined) return { rule: 'Default', perSecond: 1, percent: 5, told: false }
  return { rule: rule.name, perSecond: rule.reservoir, percent: Number((rule.fixedRate * 100).toFixed(2)), told: true }
}
