import { randomUUID } from 'node:crypto'
import type { Faults } from '../../faults.ts'
import { type Call, type Operation, ServiceError } from '../../service.ts'
import type { StoredEvent } from '../event-list.ts'
import type { LogGroup, LogStore } from '../store.ts'
import { type Frames, openFrames } from './frames.ts'
import { type LiveTailRequest, readRequest } from './request.ts'
import { updateQueue } from './updates.ts'

/** Ends early, without throwing, when its signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export interface LiveTailLimits {
  /** How long a session lasts, in milliseconds. AWS: three hours. */
  readonly sessionMs: number
  /** Sessions at one time. AWS: 15 in an account. */
  readonly sessions: number
}

export const LIVE_TAIL_LIMITS: LiveTailLimits = { sessionMs: 3 * 3_600_000, sessions: 15 }

const second = 1000

export interface LiveTailOptions {
  readonly account: string
  readonly limits: LiveTailLimits
  readonly sleep: Sleep
  /** What is in force meets a session that runs, each second: an error ends it, a reset breaks its connection. */
  readonly faults?: Pick<Faults, 'before' | 'cut'>
}

/**
 * (CloudWatch Logs API: StartLiveTail.) A session tells what is ingested while it lasts, each second, and nothing of before. It
 * ends with SessionTimeoutException, with SessionStreamingException, or when the client or the cloud goes.
 */
export const startLiveTail = (store: LogStore, options: LiveTailOptions): Operation => {
  let sessions = 0
  return async (input, call) => {
    const request = readRequest(store, input)
    if (sessions >= options.limits.sessions)
      throw new ServiceError(
        'LimitExceededException',
        `There are ${sessions} Live Tail sessions already, which is the most`,
      )
    sessions += 1
    // The gateway aborts it in every case, also after the last byte of a session that ended by itself.
    const over = (): void => {
      sessions -= 1
    }
    if (call.signal.aborted) over()
    else call.signal.addEventListener('abort', over, { once: true })
    return call.respond({
      status: 200,
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      body: session(store, options, request, call, await openFrames()),
    })
  }
}

async function* session(
  store: LogStore,
  options: LiveTailOptions,
  request: LiveTailRequest,
  call: Call,
  frames: Frames,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { account, limits, sleep, faults } = options
  const start = call.now()
  const secondsOf = (at: number): number => Math.floor((at - start) / second)
  const queue = updateQueue<{ group: LogGroup; event: StoredEvent }>()
  const ignore = store.watch((group, event) => {
    if (event.ingestionTime >= start && request.groups.has(group) && request.matches(event))
      queue.add(secondsOf(call.now()), { group, event })
  })
  const target = { service: 'logs', operation: 'StartLiveTail', region: call.region, signal: call.signal }
  try {
    yield frames.event('initial-response', {})
    yield frames.event('sessionStart', { requestId: call.requestId, sessionId: randomUUID(), ...request.asked })
    for (let tick = 1; ; ) {
      await sleep(Math.max(0, start + tick * second - call.now()), call.signal)
      if (call.signal.aborted) return
      store.settle()
      // A timer may be early by the clock. A client that was slow to take gets its updates at once, and no heartbeats for the past.
      const passed = Math.max(tick, secondsOf(call.now()))
      tick = passed + 1
      if (passed * second >= limits.sessionMs) {
        yield frames.exception('SessionTimeoutException', 'The session has timed out')
        return
      }
      const error = await faults?.before(target)
      if (error) {
        yield frames.exception('SessionStreamingException', `The session ended: ${error.code}: ${error.message}`)
        return
      }
      for (const { events, sampled } of queue.take(passed)) {
        const sessionResults = events.map(({ group, event }) => result(account, group, event))
        const frame = frames.event('sessionUpdate', { sessionMetadata: { sampled }, sessionResults })
        const share = faults?.cut(target) ?? null
        if (share !== null) {
          yield frame.subarray(0, Math.floor(frame.length * share))
          throw new Error('The connection of a Live Tail session breaks, by a fault that was asked for')
        }
        yield frame
      }
    }
  } finally {
    ignore()
  }
}

/** There is no event id in it: AWS gives none. */
const result = (account: string, group: LogGroup, event: StoredEvent): unknown => ({
  logStreamName: event.stream,
  logGroupIdentifier: `${account}:${group.name}`,
  message: event.message,
  timestamp: event.timestamp,
  ingestionTime: event.ingestionTime,
})
