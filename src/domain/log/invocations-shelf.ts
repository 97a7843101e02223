import type { LogEvent, LogSource } from '../log-event.ts'
import { absorb, closed, type Invocation, type Open, openFor } from './invocations-open.ts'
import { outcomeOf } from './invocations-outcome.ts'
import { recall } from './invocations-recall.ts'

/** What the collector gives: an invocation that is over, or a line that belongs to none. Each line that went in comes out once. */
export type Grouped =
  | { readonly type: 'invocation'; readonly invocation: Invocation }
  | { readonly type: 'line'; readonly event: LogEvent }

export interface Limits {
  readonly timeoutMs: (source: LogSource) => number | null
  readonly maxOpen: number
  readonly maxLines: number
  readonly maxHeld: number
  readonly keepLines: boolean
}

/** What a log stream (an execution environment) is at. */
export interface Stream {
  readonly open: Open[]
  /** Lines that wait for the START that follows them: the init phase. */
  before: LogEvent[]
  beforeTick: number | null
  /** Its invocations run side by side (managed instances): a new one does not end the others. */
  concurrent: boolean
}

const nothing: readonly Grouped[] = []

export const isPhase = ({ parsed: { kind } }: LogEvent): boolean => kind === 'init' || kind === 'restore'

/** Holds what is open, within its limits, and what is ready to be given. `tick` is the caller's clock at its last tick. */
export const shelf = ({ timeoutMs, maxOpen, maxLines, maxHeld, keepLines }: Limits) => {
  const streams = new Map<string, Map<string, Stream>>()
  const waiting = new Set<Stream>()
  const all = new Map<Open, Stream>()
  const due = new Set<Open>()
  const seen = recall(5 * maxOpen)
  let ready: Grouped[] = []
  let held = 0
  let tick: number | null = null
  let last: { group: string; name: string; stream: Stream } | null = null

  const isIdle = ({ open, before, concurrent }: Stream): boolean =>
    open.length === 0 && before.length === 0 && !concurrent
  const streamOf = ({ group, stream: name }: LogEvent): Stream => {
    if (last !== null && last.name === name && last.group === group) return last.stream
    const named = streams.get(group) ?? new Map<string, Stream>()
    if (named.size > 4 * maxOpen) for (const [key, one] of named) if (isIdle(one)) named.delete(key)
    const stream = named.get(name) ?? { open: [], before: [], beforeTick: null, concurrent: false }
    streams.set(group, named.set(name, stream))
    last = { group, name, stream }
    return stream
  }
  const loose = (event: LogEvent): void => {
    if (keepLines) ready.push({ type: 'line', event })
  }
  const give = (open: Open, continues: boolean): void => {
    held -= open.lines.length
    ready.push({ type: 'invocation', invocation: closed(open, timeoutMs(open.source), continues) })
  }
  const leave = (open: Open): void => {
    const { requestId, attempt, part, end, group, stream: name } = open
    const stream = all.get(open)!
    give(open, false)
    all.delete(open)
    due.delete(open)
    stream.open.splice(stream.open.indexOf(open), 1)
    if (isIdle(stream)) {
      streams.get(group)?.delete(name)
      if (last?.stream === stream) last = null
    }
    const finished = outcomeOf(open.evidence) !== 'unfinished'
    if (requestId !== null) seen.leave(requestId, { attempt, part, finished, end })
  }
  const settle = (open: Open, at: number): void => {
    if (open.due !== null) return
    open.due = { at, tick }
    due.add(open)
  }
  /** Lines that no invocation took, up to `to`. */
  const giveUp = (stream: Stream, to = stream.before.length): void => {
    const gone = stream.before.splice(0, to)
    held -= gone.length
    for (const event of gone) loose(event)
    if (stream.before.length === 0) waiting.delete(stream)
  }

  return {
    all,
    due,
    waiting,
    streamOf,
    loose,
    leave,
    giveUp,
    placeOf: seen.placeOf,
    /** A START takes the init phase before it; a line from the middle of an invocation all that came without a name. */
    begin: (stream: Stream, event: LogEvent, place: Pick<Open, 'attempt' | 'part'>): Open => {
      const open = openFor(event, place, tick)
      const init = stream.before.findIndex(isPhase)
      if (event.parsed.kind === 'start') giveUp(stream, init < 0 ? stream.before.length : init)
      for (const one of stream.before) absorb(open, one, keepLines)
      if (!keepLines) held -= stream.before.length
      stream.before = []
      waiting.delete(stream)
      if (!stream.concurrent) for (const other of stream.open) settle(other, event.at)
      stream.open.push(open)
      all.set(open, stream)
      streams.get(event.group)?.set(event.stream, stream)
      return open
    },
    /** What was thought to be ended by another goes on beside it. */
    revive: (stream: Stream): void => {
      stream.concurrent = true
      for (const open of stream.open) {
        if (open.evidence.report !== null) continue
        open.due = null
        due.delete(open)
      }
    },
    take: (open: Open, event: LogEvent): void => {
      absorb(open, event, keepLines)
      open.tick = tick
      if (keepLines) held++
      if (event.parsed.report !== null) settle(open, event.at)
      if (open.lines.length >= maxLines) {
        give(open, true)
        open.lines = []
        open.part++
      }
      if (held > maxHeld || all.size > maxOpen) leave(all.keys().next().value!)
    },
    wait: (stream: Stream, event: LogEvent): void => {
      stream.before.push(event)
      stream.beforeTick = tick
      waiting.add(stream)
      held++
      if (stream.before.length >= maxLines || held > maxHeld) giveUp(stream)
    },
    setTick: (now: number): void => {
      tick = now
      for (const open of all.keys()) {
        open.tick ??= now
        if (open.due !== null) open.due.tick ??= now
      }
      for (const stream of waiting) stream.beforeTick ??= now
    },
    taken: (): readonly Grouped[] => {
      if (ready.length === 0) return nothing
      const given = ready
      ready = []
      return given
    },
  }
}
