import type { Clock } from '../../../domain/clock.ts'
import type { RawLogEvent } from '../../../domain/log-event.ts'
import type { LiveEnd, LiveItem, OpenLive } from './open-live.ts'

export interface SessionHooks {
  onStart(): void
  onEvents(events: readonly RawLogEvent[]): void
  /** It tells of everything, or does not (it told a sample only), until it says otherwise. */
  onWhole(whole: boolean): void
  /** Who takes the events is behind: the service would drop what is not taken. */
  full(): boolean
}

export interface SessionEnd {
  readonly why: LiveEnd | 'stopped'
  readonly error: unknown
  readonly named: readonly string[]
  /** It had begun. */
  readonly began: boolean
}

/** Updates come each second, with nothing in them too. Longer than this without one, and the connection is dead. */
const SILENCE_MS = 15_000
/** Until the first sign of life: with connecting, and asking again. */
const BEGIN_MS = 30_000
/** A sample is over when so many updates in a row were whole. */
const CALM_UPDATES = 10

const silent = Symbol('silent')

/** Follows one session to its end. */
export const followSession = async (
  open: OpenLive,
  groups: readonly string[],
  filter: string | null,
  clock: Clock,
  hooks: SessionHooks,
  signal: AbortSignal,
): Promise<SessionEnd> => {
  const closing = new AbortController()
  const items = open(groups, filter, AbortSignal.any([signal, closing.signal]))[Symbol.asyncIterator]()
  let began = false
  let sampledAgo = CALM_UPDATES
  const over = (why: SessionEnd['why'], error: unknown = null, named: readonly string[] = []): SessionEnd => ({
    why,
    error,
    named,
    began,
  })
  try {
    while (true) {
      const next = await within(items.next(), began ? SILENCE_MS : BEGIN_MS, clock, signal)
      if (signal.aborted) return over('stopped')
      if (next === silent) return over('interrupted', new Error('Live Tail has fallen silent.'))
      if (next.done) return over('interrupted', new Error('Live Tail has ended without a word.'))
      const item: LiveItem = next.value
      if (item.kind === 'end') return over(item.why, item.error, item.named)
      if (item.kind === 'start') {
        began = true
        hooks.onStart()
        continue
      }
      if (hooks.full()) return over('interrupted', new Error('Live Tail is faster than its reader.'))
      if (item.events.length > 0) hooks.onEvents(item.events)
      if (item.sampled) {
        if (sampledAgo >= CALM_UPDATES) hooks.onWhole(false)
        sampledAgo = 0
      } else if (++sampledAgo === CALM_UPDATES) hooks.onWhole(true)
    }
  } finally {
    closing.abort()
    // A stream that does not react to it must not hold us.
    items.return?.().catch(() => {})
  }
}

const within = async <T>(
  work: Promise<T>,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<T | typeof silent> => {
  const done = new AbortController()
  const timer = clock.sleep(ms, AbortSignal.any([signal, done.signal])).then(
    (): typeof silent => silent,
    (): typeof silent => silent,
  )
  // What comes after the silence belongs to nobody.
  work.catch(() => {})
  try {
    return await Promise.race([work, timer])
  } finally {
    done.abort()
  }
}
