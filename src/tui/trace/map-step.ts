import type { Command } from './keys.ts'
import { layoutOf } from './layout.ts'
import { filtered } from './list-state.ts'
import { moveTo } from './map-state.ts'
import { type Model, only, type Step } from './model.ts'
import { moved } from './moves.ts'

export const mapStep = (model: Model, command: Command): Step => {
  const { map } = model
  if (map === null) return only({ ...model, screen: 'list' })
  const height = layoutOf(model).body
  const to = moved(command, map.cursor, height, map.rows?.length ?? 0)
  if (to !== null) return only({ ...model, map: moveTo(map, to, height) })
  const row = map.rows?.[map.cursor]
  switch (command) {
    case 'enter':
      if (!row) return only(model)
      return {
        model: {
          ...model,
          screen: 'list',
          map: null,
          trace: null,
          list: filtered(model.list, row.node.name, height),
        },
        effects: [
          { kind: 'leave', what: 'map' },
          { kind: 'leave', what: 'trace' },
        ],
      }
    case 'again':
      return {
        model: { ...model, map: { ...map, rows: null, why: null } },
        effects: [{ kind: 'leave', what: 'map' }, { kind: 'graph' }],
      }
    case 'back':
      return { model: { ...model, screen: map.back, map: null }, effects: [{ kind: 'leave', what: 'map' }] }
    default:
      return only(model)
  }
}
