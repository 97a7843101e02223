import { foldStack } from '../../domain/log/stack-frames.ts'
import { spans } from '../../domain/trace/flatten.ts'
import type { Span, SpanException, StackFrame } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'

/** An exception, once however many spans tell of it. */
export interface ToldException {
  readonly exception: SpanException
  /** The spans that tell of it, the deepest (nearest to where it began) first. */
  readonly spans: readonly Span[]
}

/** `TypeError: Cannot read ...`. */
export const exceptionText = ({ type, message }: SpanException): string =>
  [type, message].filter((part) => part !== null && part !== '').join(': ') || 'an exception without words'

/** `at wrapGift (fulfil.ts:41)`, as Node writes it. */
export const frameLine = ({ path, line, label }: StackFrame): string => {
  const place = [path, line].filter((part) => part !== null && part !== '').join(':')
  if (label === null || label === '') return `at ${place || '?'}`
  return place === '' ? `at ${label}` : `at ${label} (${place})`
}

/** Frames of the app's own code, and how many of others' were left out behind each. */
export const ownFrames = ({ stack, truncated }: SpanException): readonly { text: string; folded: number }[] => {
  const rows = foldStack(stack.map((frame) => `    ${frameLine(frame).replaceAll('\n', ' ')}`).join('\n')).map(
    ({ text, folded }) => ({ text: text.trim(), folded }),
  )
  if (truncated > 0 && rows.length > 0) rows[rows.length - 1]!.folded += truncated
  return rows
}

/**
 * The exceptions of a trace, deepest first. What a caller tells of a call that failed is the callee's exception once more: both stand
 * as one, with the stack of the one that has it.
 */
export const exceptionsOf = (trace: Trace): readonly ToldException[] => {
  const groups = new Map<string, { exception: SpanException; spans: Span[] }>()
  for (const span of spans(trace)) {
    for (const exception of span.exceptions) {
      const key = JSON.stringify([exception.type, exception.message])
      const known = groups.get(key)
      if (known === undefined) {
        groups.set(key, { exception, spans: [span] })
        continue
      }
      if (exception.stack.length > known.exception.stack.length) known.exception = exception
      if (known.spans.at(-1) !== span) known.spans.push(span)
    }
  }
  const told = [...groups.values()].map(({ exception, spans: all }) => ({
    exception,
    spans: [...all].sort((a, b) => b.depth - a.depth),
  }))
  return told.sort((a, b) => b.spans[0]!.depth - a.spans[0]!.depth)
}
