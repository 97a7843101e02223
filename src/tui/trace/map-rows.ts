import { exactly } from './cells.ts'
import type { ExplorerStyle, ExplorerWords } from './data.ts'
import { glyphs } from './glyphs.ts'
import { blank, fitLine, type Line, type Look, looks, type Segment, segment } from './line.ts'
import type { MapRow } from './map-state.ts'

export interface MapLook {
  readonly width: number
  readonly style: ExplorerStyle
  readonly words: ExplorerWords
  readonly colors: ReadonlyMap<string, Look>
}

/** Figures, each with the gap before it. */
const figures = [
  { name: 'requests', cells: 10 },
  { name: 'faults', cells: 11 },
  { name: 'errors', cells: 8 },
  { name: 'p50', cells: 9 },
  { name: 'p95', cells: 9 },
] as const
const TYPE_FROM = 92
const TYPE = 24
const LONGEST_NAME = 56

const nameRoom = (width: number): number => {
  const others = figures.reduce((sum, { cells }) => sum + cells, 0) + (width >= TYPE_FROM ? TYPE + 2 : 0)
  return Math.max(9, Math.min(LONGEST_NAME, width - 2 - others))
}

const line = (name: Line, type: string, told: readonly Segment[], { width, style }: MapLook): Line =>
  fitLine(
    [...name, ...(width >= TYPE_FROM ? [blank(2), segment(type, looks.dim)] : []), ...told],
    width,
    glyphs(style).cut,
  )

export const mapHead = (look: MapLook): Line => {
  const { cut } = glyphs(look.style)
  const name = [blank(2), segment(exactly('service', nameRoom(look.width), cut), looks.dim)]
  const heads = figures.map((one) => segment(exactly(one.name, one.cells, cut, 'right'), looks.dim))
  return line(name, exactly('type', TYPE, cut), heads, look)
}

/** One line of the service map, exactly `look.width` cells: the call that leads to a node, or the node where the traffic begins. */
export const mapRow = ({ node, edge, depth, again }: MapRow, chosen: boolean, look: MapLook): Line => {
  const { style, words, colors, width } = look
  const glyph = glyphs(style)
  const told = edge ?? node
  const time = (ms: number | null): string => (ms === null ? '' : words.duration(ms))
  const count = (value: number): string =>
    value === 0 ? glyph.dot : value.toLocaleString('en-US').replaceAll(',', ' ')
  const share =
    told.faults > 0 && told.requests > 0 ? ` ${Math.max(1, Math.round((told.faults / told.requests) * 100))}%` : ''
  const wrong = told.errors + told.throttles
  const front = `${'  '.repeat(Math.min(depth, 8))}${edge === null ? '' : `${edge.link ? glyph.hop : glyph.arrow} `}`
  const name = fitLine(
    [
      segment(front, chosen ? looks.chosen : looks.dim),
      segment(words.safe(node.name), chosen ? looks.chosen : (colors.get(node.name) ?? looks.plain)),
      segment(again ? ' (above)' : '', looks.dim),
    ],
    nameRoom(width),
    glyph.cut,
  )
  const cells: readonly (readonly [text: string, look: Look])[] = [
    [count(told.requests), looks.plain],
    [`${count(told.faults)}${share}`, told.faults > 0 ? looks.red : looks.dim],
    [count(wrong), wrong > 0 ? looks.yellow : looks.dim],
    // A hop has no length of its own: that of the work it leads to.
    [time(told.p50Ms ?? node.p50Ms), looks.plain],
    [time(told.p95Ms ?? node.p95Ms), looks.plain],
  ]
  const marked = [segment(chosen ? `${glyph.chosen} ` : '  ', chosen ? looks.bold : looks.plain, 2), ...name]
  const type = exactly(words.safe(node.type.replace(/^AWS::/, '')), TYPE, glyph.cut)
  const shown = cells.map(([text, color], at) => segment(exactly(text, figures[at]!.cells, glyph.cut, 'right'), color))
  return line(marked, type, shown, look)
}
