import type { LiveNote, Off } from './open-live.ts'

/**
 * What several lanes have to say, once: when all of them know where they are, how many sessions there are, and which groups are polled
 * instead and why; after that only what is new.
 */
export const liveNotes = (lanes: number, note: (note: LiveNote) => void) => {
  let unsettled = lanes
  let sessions = 0
  let groupsUp = 0
  const said = new Set<string>()
  const held: { readonly why: Off; readonly groups: string[]; readonly error: unknown }[] = []

  const say = (): void => {
    for (const { why, groups, error } of held.splice(0)) note({ kind: 'live-off', why, groups, error })
  }
  return {
    off: (why: Off, groups: readonly string[], error: unknown): void => {
      const fresh = groups.filter((group) => !said.has(`${why} ${group}`))
      // For several lanes it is one and the same; said once all are settled, a lane that joins them later adds nothing.
      if (fresh.length === 0 || (unsettled === 0 && why !== 'unsupported' && said.has(why))) return
      said.add(why)
      for (const group of fresh) said.add(`${why} ${group}`)
      const known = held.find((one) => one.why === why)
      if (known === undefined) held.push({ why, groups: [...fresh], error })
      else known.groups.push(...fresh)
      if (unsettled === 0) say()
    },
    onSettled: (groups: number): void => {
      unsettled--
      if (groups > 0) sessions++
      groupsUp += groups
      if (unsettled > 0) return
      if (sessions > 0) note({ kind: 'live', sessions, groups: groupsUp })
      say()
    },
  }
}
