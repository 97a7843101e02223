import type { Clock } from '../domain/clock.ts'
import { type CallLog, callLog } from './call-log.ts'
import { systemClock } from './clock.ts'
import { createNetwork, type Network } from './network.ts'
import { type Buckets, createBuckets } from './quotas.ts'
import type { Session } from './session.ts'
import type { Environment } from './settings.ts'
import { nodeTransport, type Transport } from './transport.ts'

/** What all calls of one session share. */
export interface Wire {
  readonly clock: Clock
  random(): number
  readonly env: Environment
  readonly network: Network
  readonly transport: Transport
  readonly calls: CallLog
  readonly buckets: Buckets
  /** Server's clock minus ours, as a refused signature showed it; 0 until then. Milliseconds. */
  skewMs: number
  /** SDK clients already made, by service. */
  readonly clients: Map<unknown, unknown>
}

export interface WireOptions {
  readonly env?: Environment
  readonly now?: () => number
  readonly clock?: Clock
  readonly random?: () => number
  readonly transport?: Transport
  /** The profile's `ca_bundle`; AWS_CA_BUNDLE wins. */
  readonly caBundle?: string | null
}

export const createWire = (options: WireOptions): Wire => {
  const env = options.env ?? {}
  const clock = options.clock ?? (options.now ? { ...systemClock, now: options.now } : systemClock)
  const network = createNetwork({ env, caBundle: options.caBundle ?? null })
  return {
    clock,
    random: options.random ?? Math.random,
    env,
    network,
    transport: options.transport ?? nodeTransport(network),
    calls: callLog(),
    buckets: createBuckets(clock, env),
    skewMs: 0,
    clients: new Map(),
  }
}

type Wired = Pick<Session, 'wire' | 'now'>

const made = new WeakMap<Wired, Wire>()

/** The session's wire; a session that was put together by hand gets a plain one of its own, without any proxy. */
export const wireOf = (session: Wired): Wire => {
  const own = session.wire ?? made.get(session)
  if (own) return own
  const wire = createWire({ now: () => session.now() })
  made.set(session, wire)
  return wire
}
