import type { LogEvent, LogSource } from '../log-event.ts'
import type { Open } from './invocations-open.ts'
import { type Grouped, isPhase, type Stream, shelf } from './invocations-shelf.ts'

export interface InvocationsOptions {
  readonly timeoutMs?: (source: LogSource) => number | null
  /** How long lines may still come after the report. */
  readonly settleMs?: number
  /** Silence that ends an invocation without START (`SystemLogLevel` WARN), after its END, or when another has its stream. */
  readonly quietMs?: number
  readonly maxOpen?: number
  /** Lines held of one invocation, and of all together: what is more leaves early, in parts. */
  readonly maxLines?: number
  readonly maxHeld?: number
  /** False: figures only, for a caller that shows the lines itself. Lines of no invocation are not given either. */
  readonly keepLines?: boolean
}

export interface Invocations {
  /** Takes the next event, in the order they are shown; gives what is over by the events' own clock. */
  push(event: LogEvent): readonly Grouped[]
  /** Gives what is over by the caller's clock, epoch milliseconds: for a followed tail, a few times a second. */
  tick(now: number): readonly Grouped[]
  /** Gives all that is left. */
  flush(): readonly Grouped[]
  /** Invocations that have begun and not ended. */
  running(): number
}

/** The longest that a function may run, and an init with what belongs to it. (Lambda quotas.) */
const LONGEST_MS = 15 * 60_000
const INIT_MS = 15_000
const GRACE_MS = 10_000

/** Whether something that happened then, on the events' clock and on the caller's, is longer ago than allowed. */
type Over = (at: number, tick: number | null, allowed: number) => boolean

const belongs = ({ source: { sourceType }, parsed: { kind } }: LogEvent): boolean =>
  (sourceType === 'function' || sourceType === 'group') && kind !== 'access' && kind !== 'workflow' && kind !== 'deploy'

const beginsPhase = (event: LogEvent): boolean =>
  isPhase(event) && /^(?:[A-Z]+_START|platform\.[a-z]+Start)\b/.test(event.parsed.text)

/** Managed instances serve many requests at a time. */
const isManaged = ({ parsed: { kind, fields } }: LogEvent): boolean =>
  kind === 'init' && fields?.['initializationType'] === 'lambda-managed-instances'

/**
 * Puts the lines of each invocation together: by stream, request id and attempt; lines without a request id go to the invocation that
 * the stream is at. An invocation leaves a moment after its report, so that stragglers find it; where no report comes, some time after
 * another took its stream, or after silence. Holds a bounded number of lines: what is over the bound leaves early, nothing is dropped.
 */
export const invocations = (options: InvocationsOptions = {}): Invocations => {
  const { settleMs = 300, quietMs = 3000, maxOpen = 1000, maxLines = 1000, maxHeld = 100_000 } = options
  const { keepLines = true, timeoutMs = () => null } = options
  const held = shelf({ timeoutMs, maxOpen, maxLines, maxHeld, keepLines })
  let newest = Number.NEGATIVE_INFINITY
  let lookedAt = Number.NEGATIVE_INFINITY

  const place = (stream: Stream, event: LogEvent, requestId: string): Open | null => {
    const isStart = event.parsed.kind === 'start'
    const open = stream.open.findLast((one) => one.requestId === requestId)
    if (open && isStart && (open.started || open.evidence.report !== null)) held.leave(open)
    else if (open) {
      if (open.due !== null && open.evidence.report === null) held.revive(stream)
      return open
    }
    const where = held.placeOf(requestId, event.at, event.late, isStart)
    if (where === 'too-late') return null
    // It had been given up too early: others run beside it.
    if (where.part > 1) stream.concurrent = true
    return held.begin(stream, event, where)
  }
  const nameless = (stream: Stream, event: LogEvent): void => {
    const running = stream.open.findLast((one) => one.due === null)
    const ended = stream.before.length === 0 && !beginsPhase(event) ? stream.open.at(-1) : undefined
    const open = running ?? ended
    if (isManaged(event)) stream.concurrent = true
    if (open) held.take(open, event)
    else if (event.source.sourceType === 'function' || isPhase(event)) held.wait(stream, event)
    else held.loose(event)
  }
  const settled = (over: Over): void => {
    for (const open of held.due) {
      // What lost its stream to another may yet show that both run side by side.
      if (over(open.due!.at, open.due!.tick, open.evidence.report === null ? quietMs : settleMs)) held.leave(open)
    }
  }
  const expired = (over: Over): void => {
    for (const stream of held.waiting) {
      const allowed = stream.before.some(isPhase) ? INIT_MS : quietMs
      if (over(stream.before.at(-1)!.at, stream.beforeTick, allowed)) held.giveUp(stream)
    }
  }
  const silent = (over: Over): void => {
    for (const open of held.all.keys()) {
      const whole = open.started && !open.evidence.ended
      if (over(open.end, open.tick, whole ? (timeoutMs(open.source) ?? LONGEST_MS) + GRACE_MS : quietMs))
        held.leave(open)
    }
  }
  const byEvents: Over = (at, _tick, allowed) => newest - at > allowed

  return {
    push: (event) => {
      if (event.at > newest) newest = event.at
      if (held.due.size > 0) settled(byEvents)
      if (held.waiting.size > 0) expired(byEvents)
      if (!belongs(event)) held.loose(event)
      else {
        const { requestId } = event.parsed
        const stream = held.streamOf(event)
        if (requestId === null) nameless(stream, event)
        else {
          const open = place(stream, event, requestId)
          if (open) held.take(open, event)
          else held.loose(event)
        }
      }
      // Last, so that nobody is taken for silent who has just spoken.
      if (newest - lookedAt > 1000) {
        lookedAt = newest
        silent(byEvents)
      }
      return held.taken()
    },
    tick: (now) => {
      held.setTick(now)
      const byCaller: Over = (_at, tick, allowed) => tick !== null && now - tick > allowed
      settled(byCaller)
      expired(byCaller)
      silent(byCaller)
      return held.taken()
    },
    flush: () => {
      for (const stream of [...held.waiting]) held.giveUp(stream)
      for (const open of held.due) held.leave(open)
      for (const open of [...held.all.keys()].sort((a, b) => a.end - b.end)) held.leave(open)
      return held.taken()
    },
    running: () => held.all.size - held.due.size,
  }
}
