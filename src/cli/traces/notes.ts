import { safeText } from '../../output/safe-text.ts'
import { glyphs, type Style, sgr } from '../../output/style.ts'
import { asciiMeasure, cutTo } from '../../output/width.ts'
import type { FindProgress } from '../../usecases/traces/find.ts'
import type { Sampling, TraceHints } from '../../usecases/traces/hints.ts'
import { functionsByName, type TraceScope } from '../../usecases/traces/scope.ts'

/** `orders · eu-west-1 · in the last 15m · faults only` */
export const openingLine = (parts: readonly string[], style: Style): string =>
  parts.map((part) => safeText(part)).join(` ${glyphs(style).dot} `)

/** Told where the app has more functions than X-Ray is asked for by name. */
export const filteredHere = ({ clauses, nodes }: TraceScope): string | null =>
  clauses === null
    ? `the app has ${nodes.length} parts, more than the ${functionsByName} that X-Ray is asked for by name: all traces of the region are read, and the app's chosen here`
    : null

/** Whole sentences: why a trace may not be on the list. */
export const hintLines = ({ untraced, destination, indexedPercent }: TraceHints): readonly string[] => {
  const names = untraced.slice(0, 5).join(', ') + (untraced.length > 5 ? ` and ${untraced.length - 5} more` : '')
  const part = indexedPercent === null ? 'a part of them' : `${indexedPercent} % of them`
  return [
    ...(untraced.length === 0
      ? []
      : [
          `tracing is off for ${names}: ${untraced.length === 1 ? 'it is' : 'they are'} seen only where a traced caller is; TracingConfig.Mode: Active switches it on`,
        ]),
    ...(destination === 'CloudWatchLogs'
      ? [
          `Transaction Search is on: all spans are in the log group aws/spans, and X-Ray lists ${part}; slsops traces show ID finds the others`,
        ]
      : []),
  ].map((line) => safeText(line))
}

/** Why there may be nothing: not every request is traced. */
export const samplingLine = ({ rule, perSecond, percent, told }: Sampling): string => {
  const whose = told ? `by the rule ${rule}` : 'unless a rule says otherwise'
  return safeText(
    `X-Ray samples: ${whose} ${perSecond} request${perSecond === 1 ? '' : 's'} a second and ${percent} % of the others are traced; a trace comes up to 30 s after its request`,
  )
}

/** Told where the search began from a list of resources that AWS says is not the app's any more. */
export const revalidatedLine = (found: 'same' | 'changed' | 'gone', stack: string): string | null => {
  if (found === 'same') return null
  if (found === 'gone') return safeText(`the stack ${stack} does not exist any more`)
  return 'the app has changed since it was last looked at: the same command once more sees all of it'
}

/** Throttling that the calls had to wait for. */
export const throttledLine = (throttled: number): string | null =>
  throttled === 0 ? null : `X-Ray throttled ${throttled} call${throttled === 1 ? '' : 's'}: it was asked more slowly`

/** What is done sooner needs no telling. */
const AFTER_MS = 500
const EVERY_MS = 120

/** One row on a terminal that is written over as the search goes on. Nothing of it is left after `clear`. */
export const findProgress = (
  stream: { write(text: string): unknown; readonly columns?: number },
  style: Style,
  now: () => number,
): { show(progress: FindProgress): void; clear(): void } => {
  const began = now()
  const { running, dot, cut } = glyphs(style)
  let last = Number.NEGATIVE_INFINITY
  let drawn = false
  return {
    show: ({ found, processed, parts, done }) => {
      const time = now()
      if (time - began < AFTER_MS || time - last < EVERY_MS) return
      last = time
      const words = [
        `${found} traces`,
        processed > 0 ? `of ${processed} looked at` : '',
        parts > 1 ? `part ${Math.min(parts, done + 1)} of ${parts}` : '',
        'Ctrl-C stops it',
      ]
      const row = cutTo(
        `${running} ${words.filter(Boolean).join(` ${dot} `)}`,
        (stream.columns ?? 80) - 1,
        cut,
        asciiMeasure,
      )
      stream.write(`\r${style.color ? `${sgr.dim}${row}${sgr.reset}` : row}\u001b[K`)
      drawn = true
    },
    clear: () => {
      if (drawn) stream.write('\r\u001b[K')
      drawn = false
    },
  }
}
