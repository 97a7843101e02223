import { usage } from './problem.ts'

type Container = Record<string, unknown> | unknown[]

const step = /\.?([^.[\]]+)|\[(\d+)\]|\["([^"\]]*)"\]/y

/** `Records[0].body`, `Records.0.body`, `headers["x-a.b"]` -> its steps. */
const stepsOf = (path: string): readonly string[] => {
  const steps: string[] = []
  step.lastIndex = 0
  while (step.lastIndex < path.length) {
    const match = step.exec(path)
    if (match === null) throw usage(`"${path}" is no path into the event`, 'such as Records[0].body=hello')
    steps.push(match[1] ?? match[2] ?? match[3]!)
  }
  return steps
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

/** JSON where it is some, else the text. A place that holds a text keeps one: a queue's body stays a string, whatever is in it. */
const valueFor = (given: string, before: unknown): unknown => {
  if (typeof before === 'string') return given
  try {
    return JSON.parse(given)
  } catch {
    return given
  }
}

const own = (holder: Container, key: string): unknown =>
  Object.hasOwn(holder, key) ? (holder as Record<string, unknown>)[key] : undefined

const put = (holder: Container, key: string, value: unknown, path: string): void => {
  if (Array.isArray(holder) && !(/^\d+$/.test(key) && Number(key) <= holder.length))
    throw usage(
      `"${path}" names place ${key} of a list of ${holder.length}`,
      'a list takes the places it has, and one more',
    )
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}

/** The event with `path=value` in it; what is missing on the way is made. Throws a usage Problem for a path that leads through a text or a number. */
export const setInEvent = (event: unknown, assignment: string): unknown => {
  const at = assignment.indexOf('=')
  if (at <= 0) throw usage(`--set ${assignment}: a path, =, and a value`, 'such as --set Records[0].body=hello')
  const path = assignment.slice(0, at)
  const steps = stepsOf(path)
  const whole: unknown = structuredClone(event)
  if (!isContainer(whole)) throw usage(`--set ${path}: the event is no object`, 'give another one with -d')
  let holder: Container = whole
  for (const [index, key] of steps.slice(0, -1).entries()) {
    let next = own(holder, key)
    if (next === undefined || next === null) {
      next = /^\d+$/.test(steps[index + 1]!) ? [] : {}
      put(holder, key, next, path)
    }
    if (!isContainer(next)) throw usage(`--set ${path}: ${key} holds a ${typeof next}, not an object`)
    holder = next
  }
  const last = steps.at(-1)!
  put(holder, last, valueFor(assignment.slice(at + 1), own(holder, last)), path)
  return whole
}
