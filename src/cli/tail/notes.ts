import { liveTailPrice } from '../../domain/live-tail-cost.ts'
import { isProblem } from '../../domain/problem.ts'
import { durationText } from '../../output/duration.ts'
import { safeText } from '../../output/safe-text.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import type { TailNote } from '../../usecases/tail/tail.ts'

/** What a person hears of on stderr while a tail runs. */
export const noteText = (note: TailNote): string => {
  switch (note.kind) {
    case 'missing':
      return `${safeText(note.group)}: no such log group yet; it comes with the first line`
    case 'appeared':
      return `${safeText(note.group)}: there it is`
    case 'unreadable':
      return `${safeText(note.group)} can't be read: ${safeText(told(note.error))}`
    case 'expired':
      return `paused: ${safeText(told(note.error))} ${safeText(hint(note.error))}\nthe tail goes on from here as soon as they are good again`
    case 'resumed':
      return 'the credentials are good again: going on where it was'
    case 'slow-history': {
      const long = durationText(Math.round(note.ms / 1000) * 1000)
      return `reading the history of ${note.groups} log groups takes about ${long} at this rate: lines come before all of it is read, what is out of order is marked; --transport live follows without that wait, and is billed`
    }
    case 'live': {
      const { perSessionMinute, freeMinutesPerMonth } = liveTailPrice
      const many = note.sessions === 1 ? 'a session' : `${note.sessions} sessions`
      return `Live Tail: ${many} for ${note.groups} log groups, billed at about $${perSessionMinute} a minute each (${freeMinutesPerMonth} minutes a month are free)`
    }
    case 'live-off':
      return `polled instead of Live Tail, because ${whyOff[note.why]}: ${safeText(shortList(note.groups))}`
    case 'feed':
      return `without ${safeText(note.name)}: ${safeText(told(note.error))}`
  }
}

const whyOff: Readonly<Record<Extract<TailNote, { kind: 'live-off' }>['why'], string>> = {
  limit: 'the account has as many sessions as it may',
  unsupported: 'their class has none',
  denied: 'logs:StartLiveTail is denied',
  unreachable: 'it does not answer',
}

const shortList = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')

const told = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const hint = (error: unknown): string => (isProblem(error) && error.hint ? error.hint : '')

/** What was confirmed this short a time ago is not asked about again. */
const FRESH_MS = 60_000

/**
 * Finds out, once and behind the first lines, whether what is remembered of the app is still true; the person hears of it when it is
 * not. Loading what that takes would otherwise stand before the first line.
 */
export const checkOnce = (
  discovery: Discovery | null,
  now: () => number,
  signal: AbortSignal,
  note: (line: string) => void,
): (() => Promise<void>) => {
  let checked: Promise<void> | null = null
  return () => {
    if (discovery === null || !discovery.remembered || now() - discovery.checkedAt < FRESH_MS)
      return checked ?? Promise.resolve()
    checked ??= checkRemembered(discovery, signal, note)
    return checked
  }
}

const checkRemembered = async (
  discovery: Discovery,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<void> => {
  const found = await discovery.revalidate(signal).catch(() => null)
  if (signal.aborted || found === null || found === 'same') return
  if (found === 'gone') note(`the stack ${safeText(discovery.app.name)} does not exist any more`)
  else note('the app has changed since it was last looked at: start the tail anew to see all of it (--refresh)')
}
