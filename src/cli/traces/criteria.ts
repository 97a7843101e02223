import { parseDuration } from '../../domain/duration.ts'
import { usage } from '../../domain/problem.ts'
import { durationText } from '../../output/duration.ts'
import type { TraceAnnotation, TraceCriteria } from '../../services/xray/filter-expression.ts'
import type { TracesFlags } from './flags.ts'

const annotation = (word: string): TraceAnnotation => {
  const at = word.indexOf('=')
  if (at < 1) throw usage(`--annotation ${word}: a key, = and a value are wanted`, 'such as --annotation orderId=o-17')
  return { key: word.slice(0, at), value: word.slice(at + 1) }
}

/** What the flags ask for; a Problem (usage) for a word that means nothing. */
export const criteriaOf = (flags: TracesFlags): TraceCriteria => ({
  filter: flags.filter === undefined || flags.filter.trim() === '' ? null : flags.filter,
  errors: flags.errors,
  faults: flags.faults,
  slowMs: flags.slow === undefined ? null : parseDuration(flags.slow),
  user: flags.user ?? null,
  annotations: (flags.annotation ?? []).map(annotation),
})

/** What narrows the list, in words. */
export const criteriaWords = (criteria: TraceCriteria, functions: readonly string[]): readonly string[] => {
  const { filter, errors, faults, slowMs, user, annotations } = criteria
  return [
    ...(faults || errors
      ? [`${[faults ? 'faults' : '', errors ? 'errors' : ''].filter(Boolean).join(' and ')} only`]
      : []),
    ...(slowMs === null ? [] : [`${durationText(slowMs)} or longer`]),
    ...(functions.length === 0 ? [] : [`through ${functions.join(' or ')}`]),
    ...(user === null ? [] : [`of the user ${user}`]),
    ...annotations.map(({ key, value }) => `with ${key}=${value}`),
    ...(filter === null ? [] : [`where ${filter}`]),
  ]
}
