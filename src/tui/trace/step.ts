import { type Command, commandOf } from './keys.ts'
import { layoutOf } from './layout.ts'
import { arrive } from './list-state.ts'
import { listStep } from './list-step.ts'
import { mapRows } from './map-state.ts'
import { mapStep } from './map-step.ts'
import { type Action, type Model, only, type Step } from './model.ts'
import { promptStep } from './prompt-step.ts'
import { withLinked, withTrace } from './trace-state.ts'
import { traceStep } from './trace-step.ts'

const helpMoves: Partial<Record<Command, number>> = {
  up: -1,
  down: 1,
  'page-up': -10,
  'page-down': 10,
  'half-up': -5,
  'half-down': 5,
}

const screens = { list: listStep, trace: traceStep, map: mapStep } as const

const key = (model: Model, name: string): Step => {
  if (model.prompt !== null && name !== 'ctrl-c' && name !== 'ctrl-z') return promptStep(model, model.prompt, name)
  const command = commandOf(name, model.screen)
  if (command === 'interrupt') return { model, effects: [{ kind: 'quit', how: 'interrupted' }] }
  if (command === 'suspend') return { model, effects: [{ kind: 'suspend' }] }
  if (command === 'quit') return { model, effects: [{ kind: 'quit', how: 'quit' }] }
  if (model.help !== null) {
    const move = command === null ? undefined : helpMoves[command]
    return only({ ...model, help: move === undefined ? null : { top: Math.max(0, model.help.top + move) } })
  }
  if (command === 'help') return only({ ...model, help: { top: 0 }, status: null })
  const quiet = model.status === null ? model : { ...model, status: null }
  return command === null ? only(quiet) : screens[model.screen](quiet, command)
}

const problem = (model: Model, why: string): Model => ({ ...model, status: { text: why, tone: 'problem' } })

/** An answer counts only for the trace that is still looked at. */
const traceAnswer = (model: Model, action: Extract<Action, { id: string }>): Model => {
  const { trace } = model
  if (trace === null || trace.id !== action.id) return model
  const height = layoutOf(model).body
  switch (action.kind) {
    case 'trace':
      if (action.trace !== null) return { ...model, trace: withTrace(trace, action.trace, height) }
      return trace.tree === null
        ? { ...model, trace: { ...trace, why: action.why } }
        : problem(model, action.why ?? 'it could not be read again')
    case 'logs': {
      const found =
        action.rows === null
          ? ({ kind: 'failed', why: action.why ?? 'the log lines could not be read' } as const)
          : ({ kind: 'read', rows: action.rows } as const)
      return { ...model, trace: { ...trace, logs: new Map([...trace.logs, [action.key, found]]) } }
    }
    case 'links': {
      const next = { ...model, trace: withLinked(trace, action.key, action.linked ?? [], height) }
      if (action.linked === null) {
        const reading = new Set([...trace.reading].filter((one) => one !== action.key))
        return problem({ ...model, trace: { ...trace, reading } }, action.why ?? 'the linked trace could not be read')
      }
      return action.linked.length > 0
        ? next
        : {
            ...next,
            status: { text: 'the trace that it names is not there: not sampled, or older than 30 days', tone: 'note' },
          }
    }
  }
}

const endOf = (model: Model, why: string | null): Model => {
  const ended = { ...model, list: { ...model.list, reading: 'done' as const } }
  return why === null ? ended : problem(ended, why)
}

/** The next model for what happened, and what is to be done. Pure: time, data and keys come in as actions. */
export const step = (model: Model, action: Action): Step => {
  switch (action.kind) {
    case 'key':
      return key(model, action.key)
    case 'size':
      return only({ ...model, size: action.size })
    case 'now':
      return only(model.now === action.at ? model : { ...model, now: action.at })
    case 'summaries':
      return only({ ...model, list: arrive(model.list, action.more, layoutOf(model).body) })
    case 'read':
      return only(endOf(model, action.why))
    case 'status':
      return only({ ...model, status: action.status })
    case 'note':
      return only({ ...model, notes: [...model.notes, action.text], status: { text: action.text, tone: 'note' } })
    case 'trace':
    case 'logs':
    case 'links':
      return only(traceAnswer(model, action))
    case 'graph': {
      if (model.map === null) return only(model)
      const rows = action.graph && mapRows(action.graph)
      return only({ ...model, map: { ...model.map, rows, why: action.why } })
    }
  }
}
