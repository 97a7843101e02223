import type { Item, KeySchema } from '../../domain/item/attribute.ts'
import { keyValue } from '../../domain/item/condition.ts'
import { usage } from '../../domain/problem.ts'
import { expectWords } from './call.ts'

export const keyNames = ({ partition, sort }: KeySchema): readonly string[] =>
  sort === null ? [partition.name] : [partition.name, sort.name]

/** The key that the words are, by the types of the schema. Throws a usage Problem. */
export const keyOfWords = (words: readonly string[], key: KeySchema): Item => {
  expectWords(words, keyNames(key))
  const { partition, sort } = key
  return {
    [partition.name]: keyValue(words[0]!, partition),
    ...(sort === null ? {} : { [sort.name]: keyValue(words[1]!, sort) }),
  }
}

/** The key that an item holds. Throws a usage Problem where it lacks one, or has it in another type than the schema's. */
export const keyOfItem = (item: Item, { partition, sort }: KeySchema): Item =>
  Object.fromEntries(
    [partition, ...(sort === null ? [] : [sort])].map(({ name, type }) => {
      const value = Object.hasOwn(item, name) ? item[name] : undefined
      if (value === undefined) throw usage(`the item has no ${name}, which is part of the table's key`)
      if (!(type in value)) {
        throw usage(
          `${name} is part of the key and is a ${{ S: 'text', N: 'number', B: 'binary' }[type]}`,
          'numbers stand without quotes, texts with them',
        )
      }
      return [name, value]
    }),
  )
