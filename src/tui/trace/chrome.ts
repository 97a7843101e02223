import { wrap } from './cells.ts'
import { glyphs } from './glyphs.ts'
import { footerWords } from './keys.ts'
import type { Layout } from './layout.ts'
import { fitLine, type Line, type Look, lineCells, looks, type Segment, segment } from './line.ts'
import type { Model, Status } from './model.ts'

const tones: Readonly<Record<Status['tone'], Look>> = { note: '36', problem: '33', value: looks.plain }

const joined = (words: readonly { readonly key: string; readonly word: string }[]): Segment[] =>
  words.flatMap(({ key, word }) => [segment(` ${key}`, looks.plain), segment(` ${word} `, looks.dim)])

/** The keys that fit; help and quit always. */
const keyLine = (model: Model, width: number): Line => {
  const words = footerWords(model.screen, model.setting.style.unicode)
  const always = words.filter(({ word }) => word === 'help' || word === 'quit').reverse()
  const others = words.filter((one) => !always.includes(one))
  const room = width - lineCells(joined(always))
  const kept: { key: string; word: string }[] = []
  for (const one of others) {
    if (lineCells(joined([...kept, one])) > room) break
    kept.push(one)
  }
  return joined([...kept, ...always])
}

const promptLine = ({ prompt, setting }: Model): Line => {
  const { style, words } = setting
  const name = prompt?.kind === 'filter' ? ' filter: ' : ' search: '
  const end = style.color ? segment(' ', looks.chosen) : segment('_')
  return [
    segment(name, looks.bold),
    segment(words.safe(prompt?.text ?? '')),
    end,
    segment('   enter takes it, esc does not', looks.dim),
  ]
}

/** The last lines of the frame: what is being typed, what happened, or what could be done. */
export const footer = (model: Model, { width, status }: Layout): readonly Line[] => {
  const { cut } = glyphs(model.setting.style)
  if (model.prompt !== null) return [fitLine(promptLine(model), width, cut)]
  if (model.status === null || status.length === 0) return [fitLine(keyLine(model, width), width, cut)]
  const tone = tones[model.status.tone]
  return status.map((text) => fitLine([segment(` ${text}`, tone)], width, cut))
}

/** A short text in the middle of an otherwise empty body. */
export const saying = (text: string, width: number, look: Look = looks.dim): Line[] => [
  [],
  ...wrap(text, Math.max(10, width - 4)).map((part): Line => [segment(`  ${part}`, look)]),
]
