import { type LogsOptions, logsService } from '../../../src/local/logs/service.ts'
import { LogStore } from '../../../src/local/logs/store.ts'
import type { Call } from '../../../src/local/service.ts'

export const NOW = Date.UTC(2026, 10, 24, 12)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface Page {
  readonly events: readonly {
    eventId: string
    timestamp: number
    ingestionTime: number
    message: string
    logStreamName: string
  }[]
  readonly searchedLogStreams: readonly unknown[]
  readonly nextToken?: string
}

/** The Logs service on a clock of its own, called as the gateway calls it, and a reader that follows every token. */
export const logs = (options: LogsOptions = {}) => {
  const clock = { now: NOW }
  const store = new LogStore(() => clock.now)
  const { operations } = logsService(store, options)
  const call = { region: 'eu-west-1', now: () => clock.now } as Call
  const ask = async <T = Record<string, unknown>>(operation: string, input: Record<string, unknown>): Promise<T> =>
    (await operations[operation]!(input, call)) as T
  const pages = async (input: Record<string, unknown>): Promise<Page[]> => {
    const got: Page[] = []
    let nextToken: string | undefined
    do {
      const page = await ask<Page>('FilterLogEvents', { ...input, ...(nextToken && { nextToken }) })
      got.push(page)
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    return got
  }
  const messages = async (input: Record<string, unknown>): Promise<string[]> =>
    (await pages(input)).flatMap(({ events }) => events.map(({ message }) => message))
  return { store, clock, ask, pages, messages }
}

/** Time that stands still until it is moved; who sleeps wakes when its time has come, or its signal aborts. */
export const handClock = () => {
  let now = NOW
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()
  return {
    now: () => now,
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const sleeper = {
          at: now + ms,
          wake() {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        sleepers.add(sleeper)
        if (signal.aborted) sleeper.wake()
        signal.addEventListener('abort', sleeper.wake, { once: true })
      }),
    /** Waits until so many sleep, then lets time pass for all of them. */
    async advance(ms: number, expected = 1) {
      while (sleepers.size < expected) await new Promise(setImmediate)
      now += ms
      for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake()
    },
  }
}
