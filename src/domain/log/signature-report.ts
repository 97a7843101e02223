import type { FailureGroup } from './signature-groups.ts'

/** A group, and whether it came with the last deploy. */
export interface JudgedGroup extends FailureGroup {
  /** Null where that could not be told. */
  readonly isNew: boolean | null
  /** Functions in which nobody saw it before the deploy. */
  readonly newIn: readonly string[]
}

/**
 * What the time since the deploy was compared with: the time before it. `covered`: the window itself reaches far enough back, or everything
 * was seen before in it; `needless`: no failure since the deploy; `later`: the deploy came after the window; `unknown`: no deploy is known.
 */
export type Comparison =
  | { readonly kind: 'read'; readonly from: number; readonly to: number; readonly events: number }
  | { readonly kind: 'covered' | 'needless' | 'later' | 'unknown' }

/** Failures of an app in a window of time. Times are epoch milliseconds. */
export interface ErrorsReport {
  readonly window: { readonly from: number; readonly to: number }
  readonly deploy: { readonly at: number; readonly what: string } | null
  readonly comparison: Comparison
  /** New ones first, then by how often they happened. */
  readonly groups: readonly JudgedGroup[]
  /** Failures of more signatures than are kept. */
  readonly other: number
  /** Events that were read in the window, and of how many functions. */
  readonly events: number
  readonly functions: number
}

const rank = ({ isNew }: JudgedGroup): number => (isNew === true ? 0 : isNew === null ? 1 : 2)

export const worstFirst = (groups: readonly JudgedGroup[]): readonly JudgedGroup[] =>
  [...groups].sort((a, b) => rank(a) - rank(b) || b.count - a.count || b.lastSeen - a.lastSeen)
