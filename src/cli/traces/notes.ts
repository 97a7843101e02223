import { type ProgressStream, progressRow } from '../../output/progress-row.ts'
import { safeText } from '../../output/safe-text.ts'
import { glyphs, type Style } from '../../output/style.ts'
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

/** How far the search is. */
export const findProgress = (
  stream: ProgressStream,
  style: Style,
  now: () => number,
): { show(progress: FindProgress): void; clear(): void } => {
  const { running, dot } = glyphs(style)
  const { draw, clear } = progressRow(stream, style, { now, afterMs: 500, everyMs: 120 })
  return {
    show: ({ found, processed, parts, done }) =>
      draw(() => {
        const words = [
          `${found} traces`,
          processed > 0 ? `of ${processed} looked at` : '',
          parts > 1 ? `part ${Math.min(parts, done + 1)} of ${parts}` : '',
          'Ctrl-C stops it',
        ]
        return `${running} ${words.filter(Boolean).join(` ${dot} `)}`
      }),
    clear,
  }
}
