import { usage } from '../../domain/problem.ts'
import type { InvokeFlags } from './call.ts'

/** Flags that say different things of one invocation. */
const apart: readonly (readonly [keyof InvokeFlags, keyof InvokeFlags, string])[] = [
  ['last', 'data', 'each is the event'],
  ['last', 'event', 'each is the event'],
  ['async', 'dry-run', 'one hands the event over, the other sends none'],
  ['async', 'stream', 'nobody waits for an answer'],
  ['async', 'client-context', 'Lambda takes a client context only where somebody waits'],
  ['async', 'trace', 'it may run later; slsops traces finds it then'],
  ['dry-run', 'trace', 'nothing runs'],
  ['dry-run', 'stream', 'nothing runs'],
  ['repeat', 'async', 'what nobody waits for can not be measured'],
  ['repeat', 'dry-run', 'nothing runs'],
  ['repeat', 'stream', 'the answers are not printed'],
  ['repeat', 'trace', 'there would be as many traces'],
  ['repeat', 'name', 'an execution of that name runs once'],
  ['stream', 'name', 'durable executions stream nothing'],
]

/** Throws a usage Problem for flags that do not go together. */
export const checkFlags = (flags: InvokeFlags): void => {
  const given = (name: keyof InvokeFlags): boolean => flags[name] !== undefined && flags[name] !== false
  for (const [one, other, why] of apart)
    if (given(one) && given(other)) throw usage(`--${one} and --${other} do not go together: ${why}`)
  if (flags.name !== undefined && !/^[\w-]{1,64}$/.test(flags.name))
    throw usage(`--name ${flags.name}: up to 64 letters, digits, - and _`)
}
