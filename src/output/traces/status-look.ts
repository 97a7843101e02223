import type { SpanStatus } from '../../domain/trace/span.ts'
import { statusGlyph } from '../../domain/trace/status.ts'
import type { Tone } from '../paint.ts'
import { type Style, sgr } from '../style.ts'

/** Grey for what is normal, X-Ray's colours for what is not. */
export const statusTones: Readonly<Record<SpanStatus, Tone>> = {
  ok: 'dim',
  running: 'plain',
  error: 'error',
  throttle: 'throttle',
  fault: 'fault',
}

/** `✗ fault`: never colour alone. */
export const statusText = (status: SpanStatus, { unicode }: Pick<Style, 'unicode'>): string =>
  `${statusGlyph(status, unicode)} ${status}`

/** SGR codes of the same, for lines that are many. */
export const statusCodes: Readonly<Record<SpanStatus, string>> = {
  ok: sgr.dim,
  running: '',
  error: sgr.yellow,
  throttle: sgr.magenta,
  fault: sgr.red,
}
