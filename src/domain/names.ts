import { editDistance } from './nearest.ts'

/**
 * All candidates, the ones nearest to `word` first: those that hold it, then by the number of edits. For the list that an error
 * shows; unlike `nearest` it leaves none out, because somebody who mistyped everything still wants to see what there is.
 */
export const byLikeness = (word: string, candidates: readonly string[]): readonly string[] => {
  const asked = word.toLowerCase()
  const ranked = candidates.map((name) => {
    const lower = name.toLowerCase()
    const holds = asked.length > 1 && lower.includes(asked)
    return { name, distance: holds ? 0 : 1 + editDistance(asked.slice(0, 128), lower.slice(0, 128)) }
  })
  return ranked.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1)).map(({ name }) => name)
}

/** `A, B, C and 4 more`: candidates as an error shows them, at most `limit`. */
export const listed = (names: readonly string[], limit = 10): string => {
  const shown = names.slice(0, limit).join(', ')
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown
}
