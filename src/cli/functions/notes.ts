import type { Incomplete } from '../../domain/incomplete.ts'
import { safeText } from '../../output/safe-text.ts'

/** What could not be read, a line each; what many functions were refused alike is told once. */
export const unreadLines = (incomplete: readonly Incomplete[]): readonly string[] => {
  const alike = new Map<string, { readonly first: Incomplete; readonly whats: string[] }>()
  for (const one of incomplete) {
    const key = one.action === null ? `${one.operation} ${one.reason}` : one.action
    const known = alike.get(key) ?? { first: one, whats: [] }
    known.whats.push(one.what)
    alike.set(key, known)
  }
  return [...alike.values()].map(({ first: { reason, action }, whats }) => {
    const what = whats.length > 3 ? `${whats.slice(0, 2).join(', ')} and ${whats.length - 2} more` : whats.join(', ')
    return safeText(`not read: ${what}: ${action === null ? reason : `${action} is denied`}`)
  })
}
