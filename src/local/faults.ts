import { usage } from '../domain/problem.ts'
import { denied, failed, signingNameOf, throttled } from './fault-errors.ts'
import type { ServiceError } from './service.ts'

/** What a fault does to each call it meets. Times in milliseconds, `share` from 0 to 1. */
export type Effect =
  | { readonly kind: 'throttle'; readonly share: number }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'deny' }

export interface Fault {
  /** AWS's signing name. */
  readonly service: string
  /** Null: every operation of the service. */
  readonly operation: string | null
  readonly effects: readonly Effect[]
  /** Null: until `reset`. */
  readonly forMs: number | null
}

const example = 'For example: slsops demo fault logs.FilterLogEvents throttle=0.5 --for 30s'

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

const durationOf = (word: string, text: string): number => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  if (match === null) throw usage(`${word} takes a duration such as 300ms, 30s or 5m, not "${text}"`, example)
  return Number(match[1]) * (units[match[2] ?? ''] ?? 1)
}

const numberOf = (word: string, text: string, from: number, to: number): number => {
  const value = text === '' ? Number.NaN : Number(text)
  if (value >= from && value <= to) return value
  throw usage(`${word} takes a number from ${from} to ${to}, not "${text}"`, example)
}

const effects = new Map<string, (text: string) => Effect>(
  Object.entries({
    throttle: (text: string): Effect => ({
      kind: 'throttle',
      share: text === '' ? 1 : numberOf('throttle', text, 0, 1),
    }),
    latency: (text: string): Effect => ({ kind: 'latency', ms: durationOf('latency', text) }),
    status: (text: string): Effect => ({ kind: 'status', status: Math.trunc(numberOf('status', text, 400, 599)) }),
    deny: (): Effect => ({ kind: 'deny' }),
  }),
)

/** Words that are planned: a person who read of them should hear that, and not "unknown". */
const notYet = new Set(['late', 'duplicate', 'reset', 'expire'])

/** Reads `SERVICE[.Operation] EFFECT... [--for 30s]`; throws a usage `Problem` that says what would have been right. */
export const parseFault = (words: readonly string[]): Fault => {
  const at = words.indexOf('--for')
  const duration = at < 0 ? null : durationOf('--for', words[at + 1] ?? '')
  const [target, ...asked] = at < 0 ? words : words.toSpliced(at, 2)
  const match = /^([a-z][a-z0-9-]*)(?:[.:]([A-Za-z][A-Za-z0-9]*))?$/.exec(target ?? '')
  if (match === null)
    throw usage(`A fault begins with a service or a service and its operation, not "${target ?? ''}"`, example)
  if (asked.length === 0)
    throw usage(`What is to happen to ${target}? One of ${[...effects.keys()].join(', ')}`, example)
  return {
    service: signingNameOf(match[1] ?? ''),
    operation: match[2] ?? null,
    effects: asked.map((word) => {
      const [name = '', ...value] = word.split('=')
      const effect = effects.get(name)
      if (effect !== undefined) return effect(value.join('='))
      const known = `there are ${[...effects.keys()].join(', ')}`
      throw usage(
        notYet.has(name) ? `The fault "${name}" is unknown for now; ${known}` : `Unknown fault "${name}"; ${known}`,
        example,
      )
    }),
    forMs: duration,
  }
}

export interface FaultCall {
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly signal: AbortSignal
}

export interface Faults {
  add(fault: Fault): void
  reset(): void
  /** Those that still hold. */
  list(): readonly Fault[]
  /** Waits out the latency and says what the call fails with, or null. */
  before(call: FaultCall): Promise<ServiceError | null>
}

/** The faults in force. `random` gives numbers in [0, 1); `sleep` ends early, without throwing, when its signal aborts. */
export const faultTable = (options: {
  account: string
  now: () => number
  random: () => number
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
}): Faults => {
  const { account, now, random, sleep } = options
  let held: { readonly fault: Fault; readonly until: number }[] = []
  const holding = () => held.filter(({ until }) => until > now()).map(({ fault }) => fault)
  return {
    add(fault) {
      held.push({ fault, until: fault.forMs === null ? Number.POSITIVE_INFINITY : now() + fault.forMs })
    },
    reset() {
      held = []
    },
    list: holding,
    async before(call) {
      const meets = ({ service, operation }: Fault): boolean =>
        service === call.service && (operation === null || operation.toLowerCase() === call.operation.toLowerCase())
      let error: ServiceError | null = null
      for (const effect of holding()
        .filter(meets)
        .flatMap((fault) => fault.effects))
        switch (effect.kind) {
          case 'latency':
            await sleep(effect.ms, call.signal)
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
        }
      return error
    },
  }
}
