import type { SpanStatus } from '../../domain/trace/span.ts'
import { statusGlyph } from '../../domain/trace/status.ts'
import { exactly, wrap } from './cells.ts'
import { glyphs } from './glyphs.ts'
import { bindings, keyText } from './keys.ts'
import { type Line, looks, segment } from './line.ts'
import type { Model } from './model.ts'

const KEYS = 12
const statuses: readonly SpanStatus[] = ['ok', 'error', 'fault', 'throttle', 'running']

const titles = { list: 'keys of the list', trace: 'keys of a trace', map: 'keys of the service map' } as const

/** All lines of the help for the screen that is open, as many as it takes. */
export const helpLines = (model: Model): readonly Line[] => {
  const { style, words } = model.setting
  const glyph = glyphs(style)
  const width = model.size.columns
  const keys = bindings
    .filter(({ where }) => where.includes(model.screen))
    .map(({ keys: names, help }): Line => {
      const text = names.map((name) => keyText(name, style.unicode)).join(' ')
      return [segment(`  ${exactly(text, KEYS, glyph.cut)}`, looks.bold), segment(help)]
    })
  const legend = statuses.map((status) => `${statusGlyph(status, style.unicode)} ${status}`).join('   ')
  const more: Line[] =
    model.screen === 'trace'
      ? [
          [segment(`  ${glyph.hop} goes on in another trace, after a wait   ${glyph.cold} cold start`)],
          [segment(`  ${glyph.before} ${glyph.after} the span lies outside of what is zoomed to`)],
        ]
      : []
  const notes = model.notes.flatMap((note) => wrap(words.safe(note), Math.max(20, width - 4)))
  return [
    [segment(` ${titles[model.screen]}`, looks.bold)],
    ...keys,
    [],
    [segment(` signs`, looks.bold)],
    [segment(`  ${legend}`)],
    ...more,
    ...(notes.length > 0
      ? [[], [segment(' notes', looks.bold)], ...notes.map((note): Line => [segment(`  ${note}`)])]
      : []),
  ]
}
