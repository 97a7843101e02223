import type { InvocationReport, LogEvent, ParsedLine } from '../log-event.ts'
import { endsInvocation } from './invocation-watch.ts'

/** How an invocation ended. `unfinished`: nothing that was read says how. */
export type Outcome = 'ok' | 'error' | 'timeout' | 'oom' | 'init-error' | 'unfinished'

/** What the lines of an invocation have said so far about how it ends, and its figures. */
export interface Evidence {
  report: InvocationReport | null
  /** END, `platform.runtimeDone`: the handler is through, the report may be missing for good. */
  ended: boolean
  status: InvocationReport['status']
  errorType: string | null
  killed: boolean
  initFailed: boolean
  /** An INIT or RESTORE line was among them: the environment was made for this invocation. */
  cold: boolean
  initMs: number | null
  /** The runtime's own figure; Lambda's report has the better one. */
  runtimeMs: number | null
}

export const noEvidence = (): Evidence => ({
  report: null,
  ended: false,
  status: 'success',
  errorType: null,
  killed: false,
  initFailed: false,
  cold: false,
  initMs: null,
  runtimeMs: null,
})

const metric = ({ fields }: ParsedLine, name: string): number | null => {
  const metrics = fields?.['metrics']
  const value = typeof metrics === 'object' && metrics !== null ? (metrics as Record<string, unknown>)[name] : null
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

const initDuration = (parsed: ParsedLine): number | null => {
  const inText = /Duration: *(\d{1,9}(?:\.\d{1,6})?) ms/.exec(parsed.text)
  return inText ? Number(inText[1]) : metric(parsed, 'durationMs')
}

/** Words of a process that the kernel or the engine ended because memory ran out. */
const outOfMemory = /signal: killed|heap out of memory|Runtime\.OutOfMemory/
const initTypes =
  /^Runtime\.(?:ImportModuleError|HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName|InvalidEntrypoint|InvalidWorkingDir)|^Extension\.(?:InitError|Crash)/

/** Lets one line speak. */
export const hear = (evidence: Evidence, event: LogEvent): void => {
  const { parsed } = event
  const { kind, level, report, error } = parsed
  if (kind === 'init' || kind === 'restore') {
    evidence.cold = true
    evidence.initMs = initDuration(parsed) ?? evidence.initMs
    if (level === 'ERROR') {
      evidence.initFailed = true
      evidence.errorType ??= error?.type ?? null
    }
  } else if (report !== null) {
    evidence.report = report
    if (report.status !== 'success') evidence.status = report.status
    evidence.errorType = report.errorType ?? evidence.errorType
  } else if (kind === 'end') {
    evidence.ended = true
    evidence.runtimeMs = metric(parsed, 'durationMs') ?? evidence.runtimeMs
    const status = parsed.fields?.['status']
    if (status === 'timeout' || status === 'error' || status === 'failure') evidence.status = status
    evidence.errorType ??= error?.type ?? null
  } else if (level === 'ERROR' || level === 'FATAL') {
    const status = level === 'FATAL' && outOfMemory.test(event.message) ? 'failure' : endsInvocation(event)
    if (status === null) return
    if (evidence.status === 'success' || status === 'timeout') evidence.status = status
    evidence.errorType = error?.type ?? evidence.errorType
    if (outOfMemory.test(event.message)) evidence.killed = true
  }
}

/** The outcome that the evidence makes certain. */
export const outcomeOf = ({ report, ended, status, errorType, killed, initFailed }: Evidence): Outcome => {
  if (status === 'success') return report !== null || ended ? 'ok' : 'unfinished'
  if (killed || errorType === 'Runtime.OutOfMemory') return 'oom'
  if (status === 'timeout') return 'timeout'
  const full = report?.memoryMb != null && report.maxMemoryMb !== null && report.maxMemoryMb >= report.memoryMb
  if (full && (errorType === null || errorType === 'Runtime.ExitError')) return 'oom'
  return initFailed || initTypes.test(errorType ?? '') ? 'init-error' : 'error'
}
