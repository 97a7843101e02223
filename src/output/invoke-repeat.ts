import type { Bin, Spread } from '../domain/invoke-figures.ts'
import type { CiGuard } from './ci-commands.ts'
import { durationText } from './duration.ts'
import { lostBySort, type RepeatTold } from './invoke-json.ts'
import { paint } from './paint.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style } from './style.ts'

const shown = (ms: number | null): string => (ms === null ? '' : durationText(ms))

/** `warm      37  12 ms  46 ms  81 ms`: the head tells what the columns are. */
const spreadRows = (rows: readonly (readonly [name: string, spread: Spread])[], none: string): readonly string[] => {
  const cells = [
    ['', 'count', 'p50', 'p95', 'p99', 'max'],
    ...rows.map(([name, { count, p50Ms, p95Ms, p99Ms, maxMs }]) => [
      name,
      String(count),
      ...[p50Ms, p95Ms, p99Ms, maxMs].map((ms) => shown(ms) || none),
    ]),
  ]
  const widths = cells[0]!.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)))
  return cells.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd(),
  )
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of up to `cells`, with eighths of a cell where the terminal has them; something is never nothing. */
const bar = (share: number, cells: number, unicode: boolean): string => {
  if (share <= 0) return ''
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(share * cells)))
  const parts = Math.max(1, Math.round(share * cells * 8))
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8]!
}

/** Off a terminal a histogram is this wide. */
const IN_PIPE = 80

export const histogramRows = (bins: readonly Bin[], style: Style): readonly string[] => {
  const between = style.unicode ? '–' : '-'
  const labels = bins.map(({ fromMs, toMs }) =>
    fromMs === toMs ? durationText(fromMs) : `${durationText(fromMs)} ${between} ${durationText(toMs)}`,
  )
  const counts = bins.map(({ count }) => String(count))
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const label = Math.max(0, ...labels.map(({ length }) => length))
  const figure = Math.max(0, ...counts.map(({ length }) => length))
  const cells = Math.max(4, Math.min(60, (style.width ?? IN_PIPE) - label - figure - 4))
  return bins.map(({ count }, at) =>
    `${labels[at]!.padStart(label)}  ${counts[at]!.padStart(figure)}  ${bar(count / most, cells, style.unicode)}`.trimEnd(),
  )
}

const words = { success: 'succeeded', error: 'failed', timeout: 'timed out', oom: 'ran out of memory' } as const

/** What `--repeat` measured, for people. */
export const repeatText = async (
  told: RepeatTold,
  { style, shown: name, guard }: { readonly style: Style; readonly shown: string; readonly guard: CiGuard | null },
): Promise<string> => {
  const { figures, sent, asked, concurrency, elapsedMs, lost } = told
  const glyph = glyphs(style)
  const look = await paint(style)
  const rate = elapsedMs > 0 ? `, ${(figures.count / (elapsedMs / 1000)).toFixed(1)}/s` : ''
  const early = sent < asked ? ` of ${asked}` : ''
  const outcomes = (['success', 'error', 'timeout', 'oom'] as const).flatMap((outcome) => {
    const count = figures.outcomes[outcome]
    if (count === 0) return []
    return [
      look(
        outcome === 'success' ? 'ok' : 'fault',
        `${outcome === 'success' ? glyph.ok : glyph.fault} ${count} ${words[outcome]}`,
      ),
    ]
  })
  const rows = [
    look(
      'bold',
      safeText(`${name}: ${sent}${early} invocations, ${concurrency} at once, in ${durationText(elapsedMs)}${rate}`),
    ),
    ...(outcomes.length > 0 ? [outcomes.join('   ')] : []),
    ...lostBySort(lost).map(({ count, message }) =>
      look('throttle', safeText(`${glyph.throttle} ${count} not answered: ${message}`)),
    ),
    '',
    ...spreadRows(
      [
        ['warm', figures.warm],
        ['cold', figures.cold],
        ['cold init', figures.init],
        ['round trip', figures.roundTrip],
      ],
      glyph.none,
    ),
    ...(figures.histogram.length > 0 ? ['', ...histogramRows(figures.histogram, style)] : []),
    ...(figures.billedMs === null
      ? []
      : ['', billedText(figures.billedMs, figures.memoryMb, figures.maxMemoryMb, glyph.dot)]),
  ]
  const out = `${rows.join('\n')}\n`
  return guard ? guard.text(out) : out
}

const billedText = (billedMs: number, memoryMb: number | null, maxMemoryMb: number | null, dot: string): string =>
  [
    `billed ${durationText(billedMs)}`,
    ...(memoryMb === null ? [] : [`${((billedMs / 1000) * (memoryMb / 1024)).toFixed(3)} GB-s`]),
    ...(maxMemoryMb === null ? [] : [`at most ${maxMemoryMb}${memoryMb === null ? '' : `/${memoryMb}`} MB`]),
  ].join(` ${dot} `)
