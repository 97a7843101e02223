import type { Occurrence } from './signature-failures.ts'
import type { OwnFrame } from './signature-frame.ts'
import { filled } from './signature-mask.ts'

/** One instance of a failure, to look at closer. */
export interface Example {
  readonly at: number
  readonly source: string
  readonly requestId: string | null
  readonly traceId: string | null
  readonly message: string
  readonly stack: string | null
}

/** What a function had of a group. Times are epoch milliseconds. */
export interface Share {
  readonly source: string
  readonly count: number
  readonly firstSeen: number
}

/** Failures of one signature. Times are epoch milliseconds. */
export interface FailureGroup {
  readonly signature: string
  readonly type: string | null
  /** The first line of the message, with those values that all of them share. */
  readonly message: string
  readonly frame: OwnFrame | null
  readonly count: number
  readonly firstSeen: number
  readonly lastSeen: number
  /** The one with most failures first. */
  readonly functions: readonly Share[]
  readonly example: Example
  /** Failures in each eighth of the window. */
  readonly histogram: readonly number[]
}

export interface GroupsOptions {
  /** The window, epoch milliseconds. */
  readonly from: number
  readonly to: number
  /** More signatures than this are counted, not kept. */
  readonly limit?: number
}

export interface Groups {
  add(occurrence: Occurrence): void
  readonly size: number
  /** Failures of signatures that were not kept. */
  readonly other: number
  /** Most failures first; of as many the one seen last. */
  all(): readonly FailureGroup[]
}

export const BUCKETS = 8
/** Characters of an example that are kept. */
const longestMessage = 8_192
const longestStack = 32_768

interface Open {
  readonly literals: readonly string[]
  readonly values: (string | null)[]
  readonly functions: Map<string, { count: number; firstSeen: number }>
  readonly histogram: number[]
  readonly signature: string
  readonly type: string | null
  count: number
  firstSeen: number
  lastSeen: number
  frame: OwnFrame | null
  example: Example
}

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`

const exampleOf = ({ at, source, requestId, traceId, failure }: Occurrence): Example => ({
  at,
  source,
  requestId,
  traceId,
  message: cut(failure.message, longestMessage),
  stack: failure.stack === null ? null : cut(failure.stack, longestStack),
})

/** How much an example leads to. */
const worth = ({ requestId, traceId, stack }: Example): number =>
  (requestId === null ? 0 : 4) + (traceId === null ? 0 : 2) + (stack === null ? 0 : 1)

const openFor = (one: Occurrence): Open => ({
  literals: one.signature.message.literals,
  values: [...one.signature.message.values],
  functions: new Map(),
  histogram: Array.from({ length: BUCKETS }, () => 0),
  signature: one.signature.text,
  type: one.signature.type,
  count: 0,
  firstSeen: one.at,
  lastSeen: one.at,
  frame: one.signature.frame,
  example: exampleOf(one),
})

const group = (open: Open): FailureGroup => ({
  signature: open.signature,
  type: open.type,
  message: filled(open.literals, open.values),
  frame: open.frame,
  count: open.count,
  firstSeen: open.firstSeen,
  lastSeen: open.lastSeen,
  functions: [...open.functions]
    .map(([source, share]) => ({ source, ...share }))
    .sort((a, b) => b.count - a.count || (a.source < b.source ? -1 : 1)),
  example: open.example,
  histogram: open.histogram,
})

/** Gathers failures by signature, in memory that is bounded by `limit`. */
export const failureGroups = ({ from, to, limit = 1000 }: GroupsOptions): Groups => {
  const groups = new Map<string, Open>()
  const width = Math.max(1, to - from) / BUCKETS
  let other = 0
  return {
    add: (one) => {
      const known = groups.get(one.signature.text)
      if (known === undefined && groups.size >= limit) {
        other++
        return
      }
      const open = known ?? openFor(one)
      if (known === undefined) groups.set(one.signature.text, open)
      open.count++
      open.histogram[Math.max(0, Math.min(BUCKETS - 1, Math.floor((one.at - from) / width)))]!++
      const { values } = one.signature.message
      for (let n = 0; n < open.values.length; n++) if (open.values[n] !== values[n]) open.values[n] = null
      const share = open.functions.get(one.source)
      if (share === undefined) open.functions.set(one.source, { count: 1, firstSeen: one.at })
      else {
        share.count++
        share.firstSeen = Math.min(share.firstSeen, one.at)
      }
      open.firstSeen = Math.min(open.firstSeen, one.at)
      if (one.at < open.lastSeen) return
      open.lastSeen = one.at
      const example = exampleOf(one)
      if (worth(example) < worth(open.example)) return
      open.example = example
      open.frame = one.signature.frame
    },
    get size() {
      return groups.size
    },
    get other() {
      return other
    },
    all: () => [...groups.values()].map(group).sort((a, b) => b.count - a.count || b.lastSeen - a.lastSeen),
  }
}
