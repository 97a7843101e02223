import type { Clock } from '../../domain/clock.ts'
import type { AuthGate } from './auth-gate.ts'
import type { Figures } from './figures.ts'
import type { Outage } from './outage.ts'
import type { FetchPage, Page, PageRequest, Urgency } from './page.ts'
import type { ServerClock } from './server-clock.ts'
import type { Standing } from './standing.ts'

/**
 * What a failed request means for a tail: `missing` = the group is not there (yet), `badToken` = the paging token is no longer
 * valid, `expired` = the credentials are not any more, `fatal` = asking again will not help.
 */
export type Trouble = 'throttle' | 'transient' | 'missing' | 'badToken' | 'expired' | 'fatal'

export interface Asking {
  readonly fetchPage: FetchPage
  readonly trouble: (error: unknown) => Trouble
  readonly clock: Clock
  readonly serverClock: ServerClock
  readonly random: () => number
  readonly figures: Figures
  readonly auth: AuthGate
  readonly outage: Outage
  /** How often one page is asked again; a tail that follows never gives up. */
  readonly maxAttempts: number
}

/** The same, of one group. */
export interface GroupAsking extends Asking {
  readonly standing: Standing
}

/** One page, however long it takes; null when its group is not there. Only what no patience helps with is thrown. */
export const ask = async (
  asking: GroupAsking,
  request: PageRequest,
  signal: AbortSignal,
  urgency: Urgency,
): Promise<Page | null> => {
  const { outage, standing } = asking
  standing.paging = request.token !== null
  for (let attempt = 1; ; attempt++) {
    try {
      const page = await asking.fetchPage(request, signal, urgency)
      asking.serverClock.heard(page.serverNow)
      asking.auth.good()
      outage.answered()
      return page
    } catch (error) {
      signal.throwIfAborted()
      const trouble = asking.trouble(error)
      if (trouble === 'missing') {
        outage.answered()
        return null
      }
      outage.failed()
      if (trouble === 'expired') {
        await standing.rest(asking.auth.wait(error, signal))
        attempt--
        continue
      }
      if (trouble === 'throttle') asking.figures.throttles++
      else if (trouble === 'transient') asking.figures.reconnects++
      else throw error
      if (attempt >= asking.maxAttempts) throw error
      const ceiling = Math.min(30_000, (trouble === 'throttle' ? 1000 : 250) * 2 ** (attempt - 1))
      await standing.rest(outage.rest(ceiling * (0.5 + asking.random() / 2), signal))
    }
  }
}
