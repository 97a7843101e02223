import type { Clock } from '../../domain/clock.ts'
import type { Outage } from './outage.ts'

export interface AuthGateOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Once one is answered the others do not wait for their own next look. */
  readonly outage: Pick<Outage, 'rest'>
  /** How long to wait for new credentials; null = until the person gives up. Milliseconds. */
  readonly timeoutMs: number | null
  readonly note: (note: { readonly kind: 'expired'; readonly error: unknown } | { readonly kind: 'resumed' }) => void
}

/** Between two looks at whether somebody has logged in again. */
const LOOK_EVERY_MS = 3_000

/**
 * Where all readers of a tail wait while its credentials are expired. The first one tells the person; each asks again from time to
 * time, which reads the SSO cache and the profile anew. Nothing is lost: every reader goes on from where it was.
 */
export class AuthGate {
  private readonly options: AuthGateOptions
  private since: number | null = null
  private worked = false

  constructor(options: AuthGateOptions) {
    this.options = options
  }

  /** Waits before the next attempt. Rejects with `error` when there never were good credentials, or it has taken too long. */
  async wait(error: unknown, signal: AbortSignal): Promise<void> {
    const { clock, outage, timeoutMs, note } = this.options
    if (!this.worked) throw error
    if (this.since === null) {
      this.since = clock.now()
      note({ kind: 'expired', error })
    }
    if (timeoutMs !== null && clock.now() - this.since >= timeoutMs) throw error
    await outage.rest(LOOK_EVERY_MS, signal)
  }

  /** A request went well. */
  good(): void {
    this.worked = true
    if (this.since === null) return
    this.since = null
    this.options.note({ kind: 'resumed' })
  }
}
