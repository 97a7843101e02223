import { isGlob, matchesGlob } from '../../domain/glob.ts'
import { byLikeness, listed } from '../../domain/names.ts'
import { usage } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'
import { kindOf } from '../../services/index.ts'

const squeezed = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '')

/** Singular of the nouns people write: `functions`, `queues`, `policies`. */
const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/s$/, '')

const fits = (type: string, word: string): boolean => {
  if (isGlob(word)) return matchesGlob(word, type)
  const asked = squeezed(word)
  const lower = type.toLowerCase()
  if (lower === asked) return true
  const noun = kindOf(type)?.noun
  if (noun && (squeezed(noun) === asked || squeezed(noun) === singular(asked))) return true
  return (
    lower
      .split('::')
      .slice(1)
      .some((part) => part === asked || part === singular(asked)) || lower.endsWith(`::${asked}`)
  )
}

/**
 * The resources of the types that the words mean: `AWS::Lambda::Function`, `Lambda::Function`, `lambda`, `function(s)`, a glob.
 * A word that fits none of the app's types is a Problem (usage) that lists them.
 */
export const filterTypes = (resources: readonly Resource[], words: readonly string[]): readonly Resource[] => {
  const types = [...new Set(resources.map(({ type }) => type))]
  const wanted = new Set<string>()
  for (const word of words) {
    const found = types.filter((type) => fits(type, word))
    if (found.length === 0)
      throw usage(`no resource here is of the type "${word}"`, `types here: ${listed(byLikeness(word, types))}`)
    for (const type of found) wanted.add(type)
  }
  return words.length === 0 ? resources : resources.filter(({ type }) => wanted.has(type))
}
