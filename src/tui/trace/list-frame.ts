import { follow } from '../viewport.ts'
import { saying } from './chrome.ts'
import { glyphs } from './glyphs.ts'
import type { Layout } from './layout.ts'
import { between, type Line, looks, segment } from './line.ts'
import { listColumns, listHead, listRow } from './list-rows.ts'
import type { ListState } from './list-state.ts'
import type { Model } from './model.ts'

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const state = ({ reading, paused, held }: ListState, ellipsis: string): string => {
  if (paused) return `held, ${held.length} new (f lets them in)`
  return { reading: `reading${ellipsis}`, following: 'following', done: '' }[reading]
}

const title = ({ setting, list }: Model, { width }: Layout): Line => {
  const { context, style, words } = setting
  const glyph = glyphs(style)
  const many =
    list.filter === ''
      ? counted(list.shown.length, 'trace')
      : `${list.shown.length} of ${counted(list.all.size, 'trace')}`
  const told = [...(context.region ? [context.region] : []), context.window, ...context.narrowed, many].map(words.safe)
  const right = [
    ...(list.filter === '' ? [] : [`filter "${words.safe(list.filter)}"`]),
    ...(list.sort === 'time' ? [] : ['longest first']),
    ...[state(list, style.unicode ? '…' : '...')].filter(Boolean),
  ]
  return between(
    [segment(` ${words.safe(context.stack)}`, looks.bold), segment(told.map((one) => ` ${glyph.dot} ${one}`).join(''))],
    [segment(right.length === 0 ? '' : ` ${right.join(` ${glyph.dot} `)} `, '36')],
    width,
    glyph.cut,
  )
}

const empty = ({ list, notes, setting }: Model, { width }: Layout): readonly Line[] => {
  if (list.all.size > 0) return saying('nothing fits the filter: esc takes it away', width)
  if (list.reading === 'reading') return saying(`reading traces${setting.style.unicode ? '…' : '...'}`, width)
  const said = notes.flatMap((note) => saying(setting.words.safe(note), width, looks.plain))
  const next =
    list.reading === 'following'
      ? 'no traces yet: they show here as they come'
      : 'no traces in this window: a longer --since, or other filters'
  return [...saying(next, width), ...said]
}

export const listFrame = (model: Model, layout: Layout): readonly Line[] => {
  const { list, setting, now } = model
  const { width, body } = layout
  const head = title(model, layout)
  if (list.shown.length === 0) return [head, ...empty(model, layout)]
  const top = follow(list.cursor, list.top, body, list.shown.length)
  const shown = list.shown.slice(top, top + body)
  const look = {
    width,
    columns: listColumns(shown, width, setting.words),
    style: setting.style,
    words: setting.words,
    now,
  }
  return [head, listHead(look), ...shown.map((one, at) => listRow(one, top + at === list.cursor, look))]
}
