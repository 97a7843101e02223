import { wrap } from './cells.ts'
import type { ExplorerStyle, ExplorerWords } from './data.ts'
import { type Line, type Look, looks, segment } from './line.ts'

export interface DetailLook {
  readonly width: number
  readonly style: ExplorerStyle
  readonly words: ExplorerWords
}

/** A name and what it is, wrapped under itself. */
export const pair = (name: string, value: string, { width }: DetailLook, look: Look = looks.plain): Line[] => {
  const room = 12
  const label = name.length > room - 1 ? `${name} ` : name.padEnd(room)
  const parts = wrap(value, Math.max(10, width - label.length))
  return parts.map((part, at) => [
    segment(at === 0 ? label : ' '.repeat(label.length), looks.dim, label.length),
    segment(part, look),
  ])
}

/** A text over as many lines as it takes. */
export const paragraph = (text: string, { width }: DetailLook, look: Look = looks.plain): Line[] =>
  wrap(text, Math.max(10, width)).map((part) => [segment(part, look)])
