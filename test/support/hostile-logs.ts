import type { RawLogEvent } from '../../src/domain/log-event.ts'
import type { Trouble } from '../../src/usecases/tail/ask.ts'
import type { FetchPage } from '../../src/usecases/tail/page.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A small seeded generator (mulberry32): the same seed, the same story. */
export const seeded = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface HostileOptions {
  readonly groups: number
  readonly from: number
  readonly to: number
  /** An event becomes visible at most this long after its own time. */
  readonly ingestWithinMs: number
  readonly trouble: number
  /** Answers come at once; whoever asks does the waiting. */
  readonly instant?: boolean
  /** How likely a group is deleted in the middle, with all that is in it; most come back, empty, a while later. */
  readonly vanish?: number
  /** Nobody is answered in these spans of time. Epoch milliseconds. */
  readonly outages?: readonly { readonly from: number; readonly to: number; readonly why: Trouble }[]
  /** Events of a page, at most. */
  readonly pageOf?: number
  /** Some lines come twice in one millisecond of one stream: two events that nothing but their ids tells apart. */
  readonly equalLines?: boolean
}

class Refused extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble)
    this.trouble = trouble
  }
}

/**
 * A Logs service that does what the real one does on a bad day: late ingestion, equal timestamps, an event given twice, empty
 * pages with tokens, tokens that expire, throttles, broken connections, outages, groups that appear late, are deleted and come back.
 */
export const hostileLogs = (seed: number, clock: VirtualClock, options: HostileOptions) => {
  const random = seeded(seed)
  const names = Array.from({ length: options.groups }, (_, n) => `/aws/lambda/fn-${n}`)
  const appearsAt = new Map(
    names.map((name) => [name, random() < 0.2 ? options.from + random() * (options.to - options.from) : 0]),
  )
  const gone = new Map<string, { readonly from: number; readonly to: number }>()
  const { vanish = 0 } = options
  for (const name of vanish === 0 ? [] : names) {
    if (random() >= vanish) continue
    const from = options.from + (0.5 + 0.7 * random()) * (options.to - options.from)
    gone.set(name, { from, to: random() < 0.3 ? Number.POSITIVE_INFINITY : from + random() * 15_000 })
  }
  const isThere = (group: string, at: number): boolean => {
    const { from, to } = gone.get(group) ?? { from: Number.POSITIVE_INFINITY, to: 0 }
    return at >= appearsAt.get(group)! && (at < from || at >= to)
  }
  /** It was deleted with its group: whoever has not read it by then never will. */
  const isDeleted = ({ group, ingestedAt }: RawLogEvent, now = Number.POSITIVE_INFINITY): boolean => {
    const since = gone.get(group)?.from
    return since !== undefined && now >= since && ingestedAt! < since
  }
  /** When an answer first brought an event, by its id. */
  const delivered = new Map<string, number>()
  const events: RawLogEvent[] = []
  for (const group of names) {
    const count = Math.floor(random() * 60)
    for (let n = 0; n < count; n++) {
      const at = Math.floor(options.from + random() * (options.to - options.from))
      const lag = random() < 0.7 ? random() * 3000 : random() * options.ingestWithinMs
      const ingestedAt = Math.max(at + lag, 0)
      if (!isThere(group, ingestedAt)) continue
      events.push({ id: `${group}#${n}`, at, ingestedAt, group, stream: 's', message: `${n}` })
      if (random() < 0.2) events.push({ id: `${group}#${n}b`, at, ingestedAt, group, stream: 's', message: `${n}b` })
      if (!options.equalLines || random() < 0.6) continue
      const later = ingestedAt + (random() < 0.5 ? 0 : random() * 5000)
      const twin = { at, ingestedAt: Math.min(later, at + options.ingestWithinMs), group, stream: 's', message: `${n}` }
      if (!isThere(group, twin.ingestedAt)) continue
      for (let copy = 0; copy <= random() * 2; copy++) events.push({ ...twin, id: `${group}#${n}=${copy}` })
    }
  }
  const tokens = new Map<
    string,
    { readonly group: string; readonly list: readonly RawLogEvent[]; readonly at: number; readonly until: number }
  >()
  let issued = 0
  /** Credentials that never were good end a tail; these were, once. */
  let answered = false

  const fetchPage: FetchPage = async (request, signal) => {
    if (!options.instant) await clock.sleep(5 + random() * 200, signal)
    if (random() < options.trouble) throw new Refused(random() < 0.5 ? 'throttle' : 'transient')
    const now = clock.trueNow()
    const outage = options.outages?.find(({ from, to }) => now >= from && now < to)
    if (outage !== undefined) throw new Refused(outage.why === 'expired' && !answered ? 'transient' : outage.why)
    if (!isThere(request.group, now)) throw new Refused('missing')
    let list: readonly RawLogEvent[]
    let at = 0
    if (request.token !== null) {
      const token = tokens.get(request.token)
      if (token === undefined || token.group !== request.group || now > token.until) throw new Refused('badToken')
      if (token.list.some((event) => isDeleted(event, now))) throw new Refused('badToken')
      ;({ list, at } = token)
    } else {
      list = events
        .filter(
          (event) =>
            event.group === request.group &&
            event.ingestedAt! <= now &&
            !isDeleted(event, now) &&
            event.at >= request.from &&
            event.at <= (request.to ?? Number.POSITIVE_INFINITY),
        )
        .sort((a, b) => a.at - b.at || a.ingestedAt! - b.ingestedAt!)
    }
    const size = random() < 0.3 ? 0 : 1 + Math.floor(random() * (options.pageOf ?? 8))
    const page = list.slice(at, at + size)
    if (page.length > 0 && random() < 0.2) page.push(page[Math.floor(random() * page.length)]!)
    const end = at + size >= list.length && !(size === 0 && at < list.length)
    const next = end ? null : `t${issued++}`
    if (next !== null)
      tokens.set(next, { group: request.group, list, at: at + size, until: random() < 0.02 ? now : now + 86_400_000 })
    answered = true
    for (const { id } of page) if (!delivered.has(id!)) delivered.set(id!, now)
    return { events: page.sort((a, b) => a.at - b.at), next, serverNow: Math.floor(now / 1000) * 1000 }
  }
  const trouble = (error: unknown): Trouble => (error instanceof Refused ? error.trouble : 'fatal')
  return { names, events, appearsAt, gone, isThere, isDeleted, delivered, fetchPage, trouble, random }
}
