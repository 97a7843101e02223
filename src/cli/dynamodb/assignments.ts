import type { Attribute, Item } from '../../domain/item/attribute.ts'
import { fromPlain } from '../../domain/item/plain.ts'
import { usage } from '../../domain/problem.ts'
import { jsonOf } from './given-json.ts'

/** The change that `--set` and `--remove` ask for, as what an item becomes. Throws a usage Problem. */
export const assignments = (
  sets: readonly string[],
  removes: readonly string[],
): ((before: Item | null, key: Item) => Item | null) => {
  if (sets.length + removes.length === 0)
    throw usage('what to change is missing', `--set 'status="SHIPPED"', --remove note`)
  const wanted = new Map<string, Attribute>()
  for (const word of sets) {
    const at = word.indexOf('=')
    if (at < 1) throw usage(`--set ${word}: this is not NAME=JSON`, `--set 'status="SHIPPED"'`)
    const name = word.slice(0, at)
    if (wanted.has(name) || removes.includes(name)) throw usage(`${name} is given twice`)
    wanted.set(name, fromPlain(jsonOf(word.slice(at + 1), word)))
  }
  return (before, key) => {
    const inKey = [...wanted.keys(), ...removes].find((name) => Object.hasOwn(key, name))
    if (inKey !== undefined)
      throw usage(`${inKey} is part of the key, which can't change`, 'put a new item, and delete this one')
    if (before === null && wanted.size === 0) return null
    const kept = Object.entries(before ?? key).filter(([name]) => !removes.includes(name))
    return Object.fromEntries([...kept, ...wanted])
  }
}
