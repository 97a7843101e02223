import { layoutOf } from './layout.ts'
import { filtered } from './list-state.ts'
import { type Model, only, type Step } from './model.ts'
import { nextMatch, reveal } from './trace-state.ts'

type Prompt = NonNullable<Model['prompt']>

const graphemes = new Intl.Segmenter()

const erased = (text: string): string =>
  [...graphemes.segment(text)]
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('')

/** The list narrows with each letter; a search goes when it is finished. */
const typed = (model: Model, prompt: Prompt, text: string): Model => {
  const next = { ...model, prompt: { ...prompt, text } }
  return prompt.kind === 'filter' ? { ...next, list: filtered(model.list, text, layoutOf(model).body) } : next
}

/** To the first match after the chosen line, for the words that `trace.search` holds. */
export const toMatch = (model: Model, direction: 1 | -1): Model => {
  const { trace } = model
  if (trace === null) return model
  if (trace.search === '')
    return { ...model, status: { text: '/ searches names, annotations and exceptions', tone: 'note' } }
  const found = nextMatch(trace, direction)
  if (found === null) return { ...model, status: { text: `nothing fits "${trace.search}"`, tone: 'note' } }
  return { ...model, trace: reveal(trace, found, layoutOf(model).body) }
}

const accepted = (model: Model, prompt: Prompt): Model => {
  const closed = { ...model, prompt: null }
  if (prompt.kind === 'filter' || model.trace === null) return closed
  const searched = { ...closed, trace: { ...model.trace, search: prompt.text } }
  return prompt.text === '' ? searched : toMatch(searched, 1)
}

/** A key while a text is being typed. */
export const promptStep = (model: Model, prompt: Prompt, key: string): Step => {
  if (key === 'enter') return only(accepted(model, prompt))
  if (key === 'esc') return only({ ...typed(model, prompt, prompt.before), prompt: null })
  if (key === 'backspace') return only(typed(model, prompt, erased(prompt.text)))
  if (key === 'ctrl-u') return only(typed(model, prompt, ''))
  if (key === 'space') return only(typed(model, prompt, `${prompt.text} `))
  const character = [...graphemes.segment(key)].length === 1
  return only(character ? typed(model, prompt, prompt.text + key) : model)
}
