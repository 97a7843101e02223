import type { LiveEnd, LiveItem } from '../../../services/logs/live-tail.ts'

export type { LiveEnd, LiveItem }

/** Begins a session for at most ten groups. It ends by itself, telling why, or when the signal is aborted. */
export type OpenLive = (
  groups: readonly string[],
  filter: string | null,
  signal: AbortSignal,
) => AsyncIterable<LiveItem>

/** Why groups are polled instead: for now (`limit`, `unreachable`), or for good. */
export type Off = 'limit' | 'unsupported' | 'denied' | 'unreachable'

/** What a person wants to know of the sessions. */
export type LiveNote =
  /** They have begun, and are billed by the minute from now on. */
  | { readonly kind: 'live'; readonly sessions: number; readonly groups: number }
  | { readonly kind: 'live-off'; readonly why: Off; readonly groups: readonly string[]; readonly error: unknown }
