import type { SpanStatus } from '../../domain/trace/span.ts'
import { cells, cut } from './cells.ts'

/** Codes of SGR, such as `1;31`; empty for text as the terminal has it. */
export type Look = string

/** A stretch of one line. Its text holds no control characters, so that its cells are what a terminal moves by. */
export interface Segment {
  readonly text: string
  readonly cells: number
  readonly look: Look
}

export type Line = readonly Segment[]

export const looks = { plain: '', dim: '2', bold: '1', chosen: '7', red: '31', yellow: '33', boldRed: '1;31' } as const

/** Error yellow, fault red, throttle magenta, as in the X-Ray console; each stands with its glyph and word. */
export const statusLook: Readonly<Record<SpanStatus, Look>> = {
  ok: looks.dim,
  error: '33',
  fault: '31',
  throttle: '35',
  running: '36',
}

/** Not red, yellow or green: those mean something; not white, which is what is chosen. */
const serviceLooks: readonly Look[] = ['36', '34', '95', '94', '96']

const hashOf = (name: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0
  return hash
}

/** A colour for each service: by its name, so that it is mostly the same in each trace; another one where that is taken. */
export const serviceColors = (names: Iterable<string>): ReadonlyMap<string, Look> => {
  const given = new Map<string, Look>()
  const count = serviceLooks.length
  for (const name of names) {
    if (given.has(name)) continue
    const own = hashOf(name) % count
    const taken = new Set(given.values())
    const free = Array.from({ length: count }, (_, n) => serviceLooks[(own + n) % count]!).find(
      (one) => !taken.has(one),
    )
    given.set(name, free ?? serviceLooks[own]!)
  }
  return given
}

/** `width` is for text whose cells are known by contract; else it is measured. */
export const segment = (text: string, look: Look = looks.plain, width?: number): Segment => ({
  text,
  cells: width ?? cells(text),
  look,
})

export const blank = (count: number): Segment =>
  segment(' '.repeat(Math.max(0, count)), looks.plain, Math.max(0, count))

export const lineCells = (line: Line): number => line.reduce((sum, one) => sum + one.cells, 0)

/** Exactly `width` columns of it: cut or filled up with blanks. */
export const fitLine = (line: Line, width: number, mark: string): Line => {
  const fitted: Segment[] = []
  let left = width
  for (const one of line) {
    if (one.cells <= left) {
      fitted.push(one)
      left -= one.cells
      continue
    }
    if (left > 0) {
      const kept = segment(cut(one.text, left, mark), one.look)
      fitted.push(kept)
      left -= kept.cells
    }
    break
  }
  return left > 0 ? [...fitted, blank(left)] : fitted
}

/** Two lines as one, the second at the right end; the first gives way. */
export const between = (left: Line, right: Line, width: number, mark: string): Line => {
  const room = width - lineCells(right)
  return room < 0 ? fitLine(left, width, mark) : [...fitLine(left, room, mark), ...right]
}

/** The line as a terminal takes it. */
export const paint = (line: Line, color: boolean): string => {
  let text = ''
  for (const one of line) text += color && one.look !== '' ? `\u001b[${one.look}m${one.text}\u001b[0m` : one.text
  return text
}
