import type { RawLogEvent } from '../../domain/log-event.ts'
import { ask, type GroupAsking } from './ask.ts'
import type { PageRequest, Urgency } from './page.ts'

/**
 * All pages from one moment on, each asked for while the one before is being used. A token that is no longer valid starts the
 * chain again at the newest event it had brought; whoever uses it drops the ids it knows. Ends quietly when the group is missing:
 * `missing()` tells. `servedAt()` is the service's clock at its first answer: what was ingested later it can't have shown.
 */
export const chain = (
  asking: GroupAsking,
  first: Omit<PageRequest, 'token'>,
  signal: AbortSignal,
  urgency: Urgency,
) => {
  let missing = false
  let servedAt: number | null = null
  const pages = async function* (): AsyncGenerator<readonly RawLogEvent[]> {
    let newest = first.from
    let pending = ask(asking, { ...first, token: null }, signal, urgency)
    while (true) {
      let page: Awaited<typeof pending>
      try {
        page = await pending
      } catch (error) {
        if (signal.aborted || asking.trouble(error) !== 'badToken') throw error
        asking.figures.reconnects++
        pending = ask(asking, { ...first, from: newest, token: null }, signal, urgency)
        continue
      }
      if (page === null) {
        missing = true
        return
      }
      const { next, events } = page
      servedAt ??= page.serverNow
      if (next !== null) {
        pending = ask(asking, { ...first, token: next }, signal, urgency)
        // It is looked at in the next round; until then a failure must not count as unhandled.
        pending.catch(() => {})
      }
      const last = events[events.length - 1]
      if (last !== undefined && last.at > newest) newest = last.at
      if (events.length > 0) yield events
      if (next === null) return
    }
  }
  return { pages: pages(), missing: () => missing, servedAt: () => servedAt }
}
