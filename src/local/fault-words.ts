import { usage } from '../domain/problem.ts'
import { signingNameOf } from './fault-errors.ts'

/** What a fault does to each call it meets. Times in milliseconds, `share` from 0 to 1. */
export type Effect =
  | { readonly kind: 'throttle'; readonly share: number }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'deny' }
  /** The connection breaks: before the answer, or in the middle of it. */
  | { readonly kind: 'reset'; readonly share: number }
  /** Log events that are put meanwhile are to be seen, and count as ingested, that much later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** That share of the log events of a page is there twice, under one event id. */
  | { readonly kind: 'duplicate'; readonly share: number }
  /** The access keys in use when the fault was set are those of a session that is over. */
  | { readonly kind: 'expire' }

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

const shareOf = (word: string, text: string): number => (text === '' ? 1 : numberOf(word, text, 0, 1))

const nothing = (word: string, text: string): void => {
  if (text !== '') throw usage(`${word} takes no value, not "${text}"`, example)
}

interface Word {
  read(text: string): Effect
  /** The one operation it can meet, where it is not any: what it does is no matter of other calls. */
  readonly only?: readonly [service: string, operation: string]
}

const effects = new Map<string, Word>(
  Object.entries({
    throttle: { read: (text) => ({ kind: 'throttle', share: shareOf('throttle', text) }) },
    latency: { read: (text) => ({ kind: 'latency', ms: durationOf('latency', text) }) },
    status: { read: (text) => ({ kind: 'status', status: Math.trunc(numberOf('status', text, 400, 599)) }) },
    deny: {
      read(text) {
        nothing('deny', text)
        return { kind: 'deny' }
      },
    },
    reset: { read: (text) => ({ kind: 'reset', share: shareOf('reset', text) }) },
    expire: {
      read(text) {
        nothing('expire', text)
        return { kind: 'expire' }
      },
    },
    late: { read: (text) => ({ kind: 'late', ms: durationOf('late', text) }), only: ['logs', 'PutLogEvents'] },
    duplicate: {
      read: (text) => ({ kind: 'duplicate', share: shareOf('duplicate', text) }),
      only: ['logs', 'FilterLogEvents'],
    },
  } satisfies Record<string, Word>),
)

const known = [...effects.keys()].join(', ')

const sameOperation = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const effectOf = (word: string, service: string, operation: string | null): Effect => {
  const [name = '', ...value] = word.split('=')
  const effect = effects.get(name)
  if (effect === undefined) throw usage(`Unknown fault "${name}"; there are ${known}`, example)
  if (effect.only !== undefined) {
    const [ofService, ofOperation] = effect.only
    const target = operation === null ? service : `${service}.${operation}`
    if (service !== ofService || (operation !== null && !sameOperation(operation, ofOperation)))
      throw usage(`${name} is a fault of ${ofService} or ${ofService}.${ofOperation} only, not of ${target}`, example)
  }
  return effect.read(value.join('='))
}

/** Reads `SERVICE[.Operation] EFFECT... [--for 30s]`; throws a usage `Problem` that says what would have been right. */
export const parseFault = (words: readonly string[]): Fault => {
  const at = words.indexOf('--for')
  const duration = at < 0 ? null : durationOf('--for', words[at + 1] ?? '')
  const [target, ...asked] = at < 0 ? words : words.toSpliced(at, 2)
  const match = /^([a-z][a-z0-9-]*)(?:[.:]([A-Za-z][A-Za-z0-9]*))?$/.exec(target ?? '')
  if (match === null)
    throw usage(`A fault begins with a service or a service and its operation, not "${target ?? ''}"`, example)
  if (asked.length === 0) throw usage(`What is to happen to ${target}? One of ${known}`, example)
  const service = signingNameOf(match[1] ?? '')
  const operation = match[2] ?? null
  return { service, operation, effects: asked.map((word) => effectOf(word, service, operation)), forMs: duration }
}
