import type { LinkedTrace } from '../../domain/trace/rows.ts'
import { type Line, looks } from './line.ts'
import { type DetailLook, pair, paragraph } from './pane-text.ts'

/** A link that nobody has followed yet. */
export const linkLines = (
  { traceId, direction }: { readonly traceId: string; readonly direction: string },
  look: DetailLook,
): Line[] => [
  ...pair('trace', look.words.safe(traceId), look),
  ...pair(
    'direction',
    direction === 'parent' ? 'it came before' : direction === 'child' ? 'it came after' : 'not told',
    look,
  ),
  ...paragraph('not read yet: enter reads it (a call)', look, looks.dim),
]

/** What a hop is: how the work went from one trace to the other. */
export const hopLines = ({ trace, through, carrier, waitMs, fanIn }: LinkedTrace, look: DetailLook): Line[] => [
  ...pair('through', look.words.safe(`${through}${carrier ? ` (${carrier})` : ''}`), look),
  ...pair('wait', `${look.words.duration(Math.abs(waitMs))}${waitMs < 0 ? ' (the clocks disagree)' : ''}`, look),
  ...(fanIn > 1 ? pair('batch', `${fanIn} traces fed the one that received it`, look) : []),
  ...pair('trace', look.words.safe(trace.id), look),
]
