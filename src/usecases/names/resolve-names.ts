import { lastPart, parseArn } from '../../domain/arn.ts'
import { isGlob, matchesGlob } from '../../domain/glob.ts'
import { byLikeness, listed } from '../../domain/names.ts'
import { ExitCode, Problem } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'

export interface Naming {
  /** What the resources are, for the error: `function`, `queue`. Default: `resource`. */
  readonly noun?: string
  /** Where they are, for the error: the stack's name. */
  readonly where?: string
}

type Spelling = (resource: Resource) => readonly (string | null)[]

/** The ways to write a resource's name, the most certain first: the first way that finds anything decides. */
const spellings: readonly Spelling[] = [
  ({ path }) => [path],
  ({ arn, physicalId }) => [arn, physicalId],
  ({ logicalId }) => [logicalId],
  ({ name }) => [name, name && lastPart(name)],
]

const exactly = (resources: readonly Resource[], word: string): readonly Resource[] => {
  const lower = word.toLowerCase()
  for (const spelling of spellings) {
    const found = resources.filter((resource) => spelling(resource).includes(word))
    if (found.length > 0) return found
  }
  for (const spelling of spellings) {
    const found = resources.filter((resource) => spelling(resource).some((text) => text?.toLowerCase() === lower))
    if (found.length > 0) return found
  }
  return []
}

/** The ARN of a version or alias names its function too: `...:function:orders:live`. */
const qualified = (resources: readonly Resource[], word: string): readonly Resource[] =>
  parseArn(word) ? resources.filter(({ arn }) => arn !== null && word.startsWith(`${arn}:`)) : []

/** What a part or a pattern is compared with: what a person reads in a list, and not `arn:aws:` or `https://`, which all share. */
const readable = ({ path, name, physicalId }: Resource): readonly string[] => {
  const shown = name ?? (physicalId === null || parseArn(physicalId) ? null : physicalId)
  return shown === null ? [path] : [path, shown]
}

const partly = (resources: readonly Resource[], word: string): readonly Resource[] => {
  const lower = word.toLowerCase()
  return resources.filter((resource) => readable(resource).some((text) => text.toLowerCase().includes(lower)))
}

const matching = (resources: readonly Resource[], pattern: string): readonly Resource[] =>
  resources.filter((resource) =>
    [resource.logicalId, ...readable(resource), resource.arn ?? ''].some((text) => matchesGlob(pattern, text)),
  )

const find = (resources: readonly Resource[], word: string): readonly Resource[] => {
  const exact = exactly(resources, word)
  if (exact.length > 0 || word === '') return exact
  if (isGlob(word)) return matching(resources, word)
  const owner = qualified(resources, word)
  return owner.length > 0 ? owner : partly(resources, word)
}

const label = ({ path, name }: Resource): string => (name === null || name === path ? path : `${path} (${name})`)

const unknown = (resources: readonly Resource[], word: string, { noun = 'resource', where }: Naming): Problem => {
  const nearest = byLikeness(
    word,
    resources.map(({ path }) => path),
  )
  const labels = nearest.map((path) => label(resources.find((resource) => resource.path === path)!))
  return new Problem('UnknownName', `no ${noun}${where ? ` of ${where}` : ''} is called "${word}"`, {
    hint: labels.length > 0 ? `there are: ${listed(labels)}` : `there is no ${noun} at all`,
    exit: ExitCode.usage,
  })
}

const ambiguous = (found: readonly Resource[], word: string, { noun = 'resource' }: Naming): Problem =>
  new Problem('AmbiguousName', `"${word}" fits ${found.length} ${noun}s`, {
    hint: `say which one: ${listed(found.map(label))}`,
    exit: ExitCode.usage,
  })

/**
 * The resources that the words name: path (`Child/LogicalId`), logical id, physical name or id, ARN (also with a qualifier), a
 * unique part of a path or name, whatever the case; a glob may name several. In the order of the words, each once. A word that
 * names none, or more than one without being a glob, is a Problem (exit 2) with the candidates. No words, no resources.
 * Names in the message are as they came: they are made safe where they are printed.
 */
export const resolveNames = (
  resources: readonly Resource[],
  words: readonly string[],
  naming: Naming = {},
): readonly Resource[] => {
  const found = new Set<Resource>()
  for (const word of words) {
    const hits = find(resources, word)
    if (hits.length === 0) throw unknown(resources, word, naming)
    if (hits.length > 1 && !isGlob(word)) throw ambiguous(hits, word, naming)
    for (const hit of hits) found.add(hit)
  }
  return [...found]
}

/** The one resource that is meant: the word's, or without a word the only one there is. A Problem (exit 2) otherwise. */
export const resolveOne = (resources: readonly Resource[], word: string | undefined, naming: Naming = {}): Resource => {
  const { noun = 'resource' } = naming
  if (word === undefined) {
    if (resources.length === 1) return resources[0]!
    if (resources.length === 0) throw unknown(resources, '', naming)
    throw new Problem('NameMissing', `there are ${resources.length} ${noun}s: which one?`, {
      hint: listed(resources.map(label)),
      exit: ExitCode.usage,
    })
  }
  const hits = resolveNames(resources, [word], naming)
  if (hits.length > 1) throw ambiguous(hits, word, naming)
  return hits[0]!
}
