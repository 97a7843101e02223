import { follow } from '../viewport.ts'
import { footer } from './chrome.ts'
import { glyphs } from './glyphs.ts'
import { helpLines } from './help-rows.ts'
import { type Layout, layoutOf, SMALLEST } from './layout.ts'
import { blank, fitLine, type Line, segment } from './line.ts'
import { listFrame } from './list-frame.ts'
import { mapFrame } from './map-frame.ts'
import type { Model } from './model.ts'
import { traceFrame } from './trace-frame.ts'

/** What stands above the last lines: any number of lines of any length; they are cut and filled up here. */
const bodies: Readonly<Record<Model['screen'], (model: Model, layout: Layout) => readonly Line[]>> = {
  list: listFrame,
  trace: traceFrame,
  map: mapFrame,
}

const tooSmall = ({ size }: Model): readonly Line[] => {
  const words = [`${size.columns}x${size.rows} is too small:`, `${SMALLEST.columns}x${SMALLEST.rows} at least; q quits`]
  return words.slice(0, Math.max(1, size.rows - 1)).map((text) => fitLine([segment(text)], size.columns, ''))
}

const help = (model: Model, { height, width }: Layout): readonly Line[] => {
  const lines = helpLines(model)
  const room = height - 1
  const top = follow(
    Math.min(lines.length - 1, (model.help?.top ?? 0) + room - 1),
    model.help?.top ?? 0,
    room,
    lines.length,
  )
  const more = lines.length > room ? `   j/k move (${Math.min(lines.length, top + room)} of ${lines.length})` : ''
  const shown = lines.slice(top, top + room)
  return [...filled(shown, room), fitLine([segment(` any other key closes the help${more}`, '2')], width, '')]
}

const filled = (lines: readonly Line[], height: number): Line[] =>
  Array.from({ length: height }, (_, at) => lines[at] ?? [])

/**
 * The whole screen for a model: one line less than the terminal has, each exactly as wide as it, but for one too small to draw in. Pure: no
 * clock, no terminal.
 */
export const frame = (model: Model): readonly Line[] => {
  const { size, setting } = model
  if (size.columns < SMALLEST.columns || size.rows < SMALLEST.rows) return tooSmall(model)
  const layout = layoutOf(model)
  const { cut } = glyphs(setting.style)
  const foot = model.help === null ? footer(model, layout) : []
  const lines =
    model.help === null ? filled(bodies[model.screen](model, layout), layout.height - foot.length) : help(model, layout)
  return [...lines, ...foot].map((line) =>
    line.length === 0 ? [blank(layout.width)] : fitLine(line, layout.width, cut),
  )
}
