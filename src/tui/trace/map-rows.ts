import { exactly } from './cells.ts'
import type { ExplorerStyle, ExplorerWords } from './data.ts'
import { glyphs } from './glyphs.ts'
import { blank, fitLine, type Line, type Look, looks, segment } from './line.ts'
import type { MapRow } from './map-state.ts'

export interface MapLook {
  readonly width: number
  readonly style: ExplorerStyle
  readonly words: ExplorerWords
  readonly colors: ReadonlyMap<string, Look>
}

const COUNT = 9
const TIME = 8
const TYPE_FROM = 92
const TYPE = 22

const nameRoom = (width: number): number =>
  Math.max(12, width - 2 - (COUNT + 1) * 2 - 7 - (TIME + 1) * 2 - (width >= TYPE_FROM ? TYPE + 1 : 0))

const columns = (
  width: number,
  cellsOf: { name: Line; type: string; figures: readonly string[] },
  look: string,
): Line => [
  ...cellsOf.name,
  ...(width >= TYPE_FROM ? [blank(1), segment(cellsOf.type, looks.dim)] : []),
  segment(cellsOf.figures.join(' '), look),
]

export const mapHead = ({ width, style }: MapLook): Line => {
  const { cut } = glyphs(style)
  const room = nameRoom(width)
  const heads = ['requests', 'faults', 'errors']
  const figures = [
    '',
    exactly(heads[0]!, COUNT, cut, 'right'),
    exactly(heads[1]!, COUNT, cut, 'right'),
    exactly(heads[2]!, 6, cut, 'right'),
    exactly('p50', TIME, cut, 'right'),
    exactly('p95', TIME, cut, 'right'),
  ]
  const name = [blank(2), segment(exactly('service', room, cut), looks.dim)]
  return fitLine(columns(width, { name, type: exactly('type', TYPE, cut), figures }, looks.dim), width, cut)
}

const typeText = (type: string | null): string => (type ?? '').replace(/^AWS::/, '')

/** One line of the service map, exactly `look.width` cells: the call that leads to a node, or the node where the traffic begins. */
export const mapRow = ({ node, edge, depth, again }: MapRow, chosen: boolean, look: MapLook): Line => {
  const { width, style, words } = look
  const glyph = glyphs(style)
  const room = nameRoom(width)
  const told = edge ?? node
  const bad = told.faults > 0 ? looks.red : told.errors + told.throttles > 0 ? looks.yellow : looks.plain
  const time = (ms: number | null): string => (ms === null ? '' : words.duration(ms))
  const count = (value: number): string =>
    value === 0 ? glyph.dot : value.toLocaleString('en-US').replaceAll(',', ' ')
  const share =
    told.faults > 0 && told.requests > 0 ? ` ${Math.max(1, Math.round((told.faults / told.requests) * 100))}%` : ''
  const front = `${'  '.repeat(Math.min(depth, 8))}${edge === null ? '' : `${edge.link ? glyph.hop : glyph.arrow} `}`
  const tail = again ? ' (above)' : ''
  const name = fitLine(
    [
      segment(front, chosen ? looks.chosen : looks.dim),
      segment(words.safe(node.name), chosen ? looks.chosen : (look.colors.get(node.name) ?? looks.plain)),
      segment(tail, looks.dim),
    ],
    room,
    glyph.cut,
  )
  const figures = [
    '',
    exactly(count(told.requests), COUNT, glyph.cut, 'right'),
    exactly(`${count(told.faults)}${share}`, COUNT, glyph.cut, 'right'),
    exactly(count(told.errors + told.throttles), 6, glyph.cut, 'right'),
    exactly(time(told.p50Ms), TIME, glyph.cut, 'right'),
    exactly(time(told.p95Ms), TIME, glyph.cut, 'right'),
  ]
  const marked = [segment(chosen ? `${glyph.chosen} ` : '  ', chosen ? looks.bold : looks.plain, 2), ...name]
  const type = exactly(words.safe(typeText(node.type)), TYPE, glyph.cut)
  return fitLine(columns(width, { name: marked, type, figures }, bad), width, glyph.cut)
}
