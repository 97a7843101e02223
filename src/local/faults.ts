import { denied, expired, failed, throttled } from './fault-errors.ts'
import type { Effect, Fault } from './fault-words.ts'
import type { ServiceError } from './service.ts'

export interface FaultCall {
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly signal: AbortSignal
  /** Of the key it is signed with; null where it is not signed. */
  readonly accessKey?: string | null
}

type Target = Pick<FaultCall, 'service' | 'operation'>

export interface Faults {
  add(fault: Fault): void
  reset(): void
  /** Those that still hold. */
  list(): readonly Fault[]
  /** Waits out the latency and says what the call fails with, or null. */
  before(call: FaultCall): Promise<ServiceError | null>
  /** What share of this answer gets through before its connection breaks, 0 to 1 (0: nothing at all); null: it does not break. */
  cut(call: Target): number | null
  /** How much later log events that are put now are to be seen, in milliseconds. */
  lateMs(): number
  /** Whether this log event of a page is to be there twice. */
  duplicated(): boolean
}

/** Keys of calls that were seen, the newest; a person rotates keys some times a day. */
const keysKept = 1000

/** The faults in force. `random` gives numbers in [0, 1); `sleep` ends early, without throwing, when its signal aborts. */
export const faultTable = (options: {
  account: string
  now: () => number
  random: () => number
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Access keys that count as in use before any call carried one. */
  keys?: readonly string[]
}): Faults => {
  const { account, now, random, sleep } = options
  let held: { readonly fault: Fault; readonly until: number; readonly keys: ReadonlySet<string> }[] = []
  const inUse = new Set(options.keys)

  const meeting = (call: Target): { readonly effect: Effect; readonly keys: ReadonlySet<string> }[] =>
    held
      .filter(({ fault: { service, operation }, until }) => {
        if (until <= now() || service !== call.service) return false
        return operation === null || operation.toLowerCase() === call.operation.toLowerCase()
      })
      .flatMap(({ fault, keys }) => fault.effects.map((effect) => ({ effect, keys })))

  const use = (key: string): void => {
    inUse.delete(key)
    inUse.add(key)
    if (inUse.size > keysKept) for (const oldest of [...inUse].slice(0, 1)) inUse.delete(oldest)
  }

  return {
    add(fault) {
      held = held.filter(({ until }) => until > now())
      const until = fault.forMs === null ? Number.POSITIVE_INFINITY : now() + fault.forMs
      held.push({ fault, until, keys: new Set(inUse) })
    },
    reset() {
      held = []
    },
    list: () => held.filter(({ until }) => until > now()).map(({ fault }) => fault),
    async before(call) {
      const { accessKey = null } = call
      let error: ServiceError | null = null
      for (const { effect, keys } of meeting(call))
        switch (effect.kind) {
          case 'latency':
            await sleep(effect.ms, call.signal)
            break
          case 'expire':
            if (accessKey !== null && keys.has(accessKey)) error ??= expired(call.service)
            break
          case 'deny':
            error ??= denied({ ...call, account })
            break
          case 'status':
            error ??= failed(effect.status)
            break
          case 'throttle':
            if (random() < effect.share) error ??= throttled(call.service)
            break
          case 'reset':
          case 'late':
          case 'duplicate':
            break
        }
      if (accessKey !== null) use(accessKey)
      return error
    },
    cut(call) {
      for (const { effect } of meeting(call))
        if (effect.kind === 'reset' && random() < effect.share) return random() < 0.5 ? 0 : 0.05 + 0.9 * random()
      return null
    },
    lateMs: () =>
      meeting({ service: 'logs', operation: 'PutLogEvents' }).reduce(
        (ms, { effect }) => (effect.kind === 'late' ? ms + effect.ms : ms),
        0,
      ),
    duplicated: () =>
      meeting({ service: 'logs', operation: 'FilterLogEvents' }).some(
        ({ effect }) => effect.kind === 'duplicate' && random() < effect.share,
      ),
  }
}
