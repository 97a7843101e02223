import { follow } from '../viewport.ts'
import { saying } from './chrome.ts'
import { glyphs } from './glyphs.ts'
import type { Layout } from './layout.ts'
import { type Line, looks, segment, serviceColors } from './line.ts'
import { mapHead, mapRow } from './map-rows.ts'
import type { Model } from './model.ts'

export const mapFrame = (model: Model, { width, body }: Layout): readonly Line[] => {
  const { map, setting } = model
  const { context, style, words } = setting
  const { dot } = glyphs(style)
  const title: Line = [
    segment(` ${words.safe(context.stack)}`, looks.bold),
    segment(` ${dot} service map ${dot} ${words.safe(context.window)}`),
  ]
  if (map === null) return [title]
  if (map.why !== null) return [title, ...saying(`${map.why}; r reads it again`, width, looks.yellow)]
  if (map.rows === null) return [title, ...saying(`reading the service map${style.unicode ? '…' : '...'}`, width)]
  if (map.rows.length === 0) return [title, ...saying('no service was traced in this window', width)]
  const look = { width, style, words, colors: serviceColors(map.rows.map(({ node }) => node.name)) }
  const top = follow(map.cursor, map.top, body, map.rows.length)
  return [
    title,
    mapHead(look),
    ...map.rows.slice(top, top + body).map((row, at) => mapRow(row, top + at === map.cursor, look)),
  ]
}
