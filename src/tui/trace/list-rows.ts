import { isBad, statusGlyph } from '../../domain/trace/status.ts'
import type { TraceSummary } from '../../domain/trace/trace.ts'
import { cells, cutMiddle, exactly } from './cells.ts'
import type { ExplorerStyle, ExplorerWords } from './data.ts'
import { glyphs } from './glyphs.ts'
import { blank, fitLine, type Line, looks, type Segment, segment, statusLook } from './line.ts'

export interface ListColumns {
  readonly root: number
  /** 0 where there is no room for it. */
  readonly services: number
  readonly cause: number
}

export interface ListLook {
  readonly width: number
  readonly columns: ListColumns
  readonly style: ExplorerStyle
  readonly words: ExplorerWords
  readonly now: number
}

const AGE = 6
const TOTAL = 8
const STATUS = 10
/** Chosen mark, age, total, status, and the gaps before each of those and before the root. */
const FRONT = 2 + AGE + 2 + TOTAL + 2 + STATUS + 2
const GAP = 2
const SERVICES_FROM = 96

const http = ({ http: told }: TraceSummary): string => (told?.status ? String(told.status) : '')

const rootText = (one: TraceSummary, { safe }: ExplorerWords): string => safe(one.root)

const servicesText = ({ services }: TraceSummary, { safe }: ExplorerWords): string => safe(services.join(' '))

/** Columns for what is in view: the root as wide as it needs, up to its share; the least important goes first. */
export const listColumns = (shown: readonly TraceSummary[], width: number, words: ExplorerWords): ListColumns => {
  const free = Math.max(0, width - FRONT)
  const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, cells(text)), 0)
  const withServices = width >= SERVICES_FROM
  const root = Math.min(
    Math.max(8, longest(shown.map((one) => rootText(one, words)))),
    Math.floor(free * (withServices ? 0.3 : 0.45)),
  )
  const services = withServices
    ? Math.min(Math.max(8, longest(shown.map((one) => servicesText(one, words)))), Math.floor(free * 0.36))
    : 0
  return { root, services, cause: Math.max(0, free - root - GAP - (services > 0 ? services + GAP : 0)) }
}

export const listHead = ({ columns, width, style }: ListLook): Line => {
  const { cut: mark } = glyphs(style)
  const cellsOf = (name: string, room: number): string => (room > 0 ? exactly(name, room, mark) : '')
  const text = [
    '  ',
    exactly('age', AGE, mark, 'right'),
    '  ',
    exactly('total', TOTAL, mark, 'right'),
    '  ',
    exactly('status', STATUS, mark),
    '  ',
    cellsOf('root', columns.root),
    ...(columns.services > 0 ? ['  ', cellsOf('services', columns.services)] : []),
    '  ',
    cellsOf('first cause', columns.cause),
  ]
  return fitLine([segment(text.join(''), looks.dim)], width, mark)
}

/** Where the answer at the root was a good one, the glyph says that something behind it was not. */
const causeCell = ({ cause, status }: TraceSummary, { columns, style, words }: ListLook): Line => {
  if (cause === null) return []
  const front = isBad(status) ? '' : `${statusGlyph('fault', style.unicode)} `
  const room = columns.cause - front.length
  const whole = words.safe(cause)
  // Who failed is told by the services, where; what happened is the more important.
  const told = cells(whole) > room ? whole.replace(/^[^:]* failed: /, '') : whole
  const text = cutMiddle(told, room, glyphs(style).cut)
  return [segment(front, statusLook.fault), segment(text)]
}

/** One line of the list, exactly `look.width` cells. */
export const listRow = (one: TraceSummary, chosen: boolean, look: ListLook): Line => {
  const { columns, style, words, width, now } = look
  const glyph = glyphs(style)
  const inverse = (usual: string): string => (chosen ? looks.chosen : usual)
  const bad = isBad(one.status)
  const total = one.durationMs === null ? 'running' : words.duration(one.durationMs)
  const code = http(one)
  const word = one.status === 'ok' && code !== '' ? code : one.status
  const status = `${statusGlyph(one.status, style.unicode)} ${word}`
  const services: Segment[] =
    columns.services > 0
      ? [blank(GAP), segment(exactly(servicesText(one, words), columns.services, glyph.cut), looks.dim)]
      : []
  return fitLine(
    [
      segment(chosen ? `${glyph.chosen} ` : '  ', chosen ? looks.bold : looks.plain, 2),
      segment(exactly(words.ago(one.start, now), AGE, glyph.cut, 'right'), looks.dim),
      blank(2),
      segment(exactly(total, TOTAL, glyph.cut, 'right')),
      blank(2),
      segment(exactly(status, STATUS, glyph.cut), statusLook[one.status]),
      blank(GAP),
      segment(exactly(`${rootText(one, words)}`, columns.root, glyph.cut), inverse(bad ? looks.bold : looks.plain)),
      ...services,
      blank(GAP),
      ...causeCell(one, look),
    ],
    width,
    glyph.cut,
  )
}
