import type { Command } from './keys.ts'
import { layoutOf } from './layout.ts'
import { filtered, moveTo, pause, sorted } from './list-state.ts'
import { emptyMap } from './map-state.ts'
import { DETAIL_FROM_ROWS, type Model, only, type Step } from './model.ts'
import { moved } from './moves.ts'
import { emptyTrace } from './trace-state.ts'

/** Starts or stops following; where the source goes on by itself, holds back what comes in. */
const follow = (model: Model, height: number): Step => {
  const { list } = model
  if (list.reading === 'done' && !list.paused) {
    if (!model.canFollow)
      return only({
        ...model,
        status: { text: 'this window has its end: --follow adds traces as they come', tone: 'note' },
      })
    return { model: { ...model, list: { ...list, reading: 'following' } }, effects: [{ kind: 'follow', on: true }] }
  }
  if (list.reading === 'following' && model.canFollow)
    return { model: { ...model, list: { ...list, reading: 'done' } }, effects: [{ kind: 'follow', on: false }] }
  return only({ ...model, list: pause(list, height) })
}

export const toMap = (model: Model, back: 'list' | 'trace'): Step => ({
  model: { ...model, screen: 'map', map: emptyMap(back) },
  effects: [{ kind: 'graph' }],
})

export const listStep = (model: Model, command: Command): Step => {
  const { list } = model
  const height = layoutOf(model).body
  const to = moved(command, list.cursor, height, list.shown.length)
  if (to !== null) return only({ ...model, list: moveTo(list, to, height) })
  const summary = list.shown[list.cursor]
  switch (command) {
    case 'enter':
      if (!summary) return only(model)
      return {
        model: {
          ...model,
          screen: 'trace',
          list: { ...list, touched: true },
          trace: emptyTrace(summary.id, model.size.rows >= DETAIL_FROM_ROWS),
        },
        effects: [{ kind: 'fetch', id: summary.id }],
      }
    case 'filter':
      return only({ ...model, prompt: { kind: 'filter', text: list.filter, before: list.filter } })
    case 'sort':
      return only({ ...model, list: sorted(list, height) })
    case 'follow':
      return follow(model, height)
    case 'map':
      return toMap(model, 'list')
    case 'copy':
      return summary ? { model, effects: [{ kind: 'copy', text: summary.id }] } : only(model)
    case 'back':
      if (list.filter !== '') return only({ ...model, list: filtered(list, '', height) })
      return only({ ...model, status: { text: 'q quits', tone: 'note' } })
    default:
      return only(model)
  }
}
