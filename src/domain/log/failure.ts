import type { ParsedLine } from '../log-event.ts'
import { accessOf } from './access-line.ts'

/** Whether a line tells of a failure: what `--errors` shows. */
export const tellsOfFailure = ({ kind, level, error, report, fields }: ParsedLine): boolean =>
  level === 'ERROR' ||
  level === 'FATAL' ||
  error !== null ||
  kind === 'timeout' ||
  (report !== null && report.status !== 'success') ||
  (kind === 'access' && fields !== null && (accessOf(fields).status ?? 0) >= 500)
