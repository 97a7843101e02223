import type { Session } from '../../aws/session.ts'
import { liveTailCost } from '../../domain/live-tail-cost.ts'
import { ExitCode, usage } from '../../domain/problem.ts'
import { parseRange } from '../../domain/time-range.ts'
import { safeText } from '../../output/safe-text.ts'
import { type Style, styleFor } from '../../output/style.ts'
import { closingLine } from '../../output/tail/closing.ts'
import type { Pulse } from '../../output/tail/heartbeat.ts'
import { summaryRecord } from '../../output/tail/summary.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { Stopped } from '../interrupt.ts'
import type { Output } from '../output-flag.ts'
import { beginAtLast } from './begin-at-last.ts'
import { checkOnce, noteText } from './notes.ts'
import { type TailFlags, tailOptions } from './options.ts'
import { appPlace, groupsPlace, type Place } from './place.ts'
import { noOutcome, runTail, type TailOutcome } from './run.ts'
import { openSinks } from './sinks.ts'

export interface TailCall {
  readonly flags: TailFlags
  readonly names: readonly string[]
  readonly outputs: readonly Output[]
  readonly style: Style
  readonly signal: AbortSignal
  readonly session: () => Promise<Session>
  readonly discovery: () => Promise<Discovery>
  readonly note: (line: string) => void
}

/**
 * `slsops tail`, from its flags to its exit code. What it needs before the first line is imported at once: each import on demand costs
 * another read of the disk.
 */
export const tailCommand = async (call: TailCall): Promise<number> => {
  const { flags, signal, note } = call
  const options = tailOptions(flags, process.stderr.isTTY === true)
  const session = await call.session()
  const place = flags['log-group']
    ? groupsPlace(flags['log-group'], call.names)
    : await appPlace(await call.discovery(), call.names, flags.source, session, signal)
  const range = await rangeOf(call, place, session)
  const follow = flags.follow && range.to === null
  const last = flags.last === undefined ? null : await beginAtLast(session, place, flags.last, range, options, signal)
  const told = styleFor({ env: process.env, stream: process.stderr, noColor: flags['no-color'] })
  const outcome = noOutcome()
  const zone = flags.timezone ?? null
  const wanted = last?.wanted ?? options.wanted
  const sinks = await openSinks({
    flags,
    outputs: call.outputs,
    style: call.style,
    place,
    now: session.now(),
    zone,
    follow,
    wanted,
    pulse: () => (flags.quiet ? null : pulseOf(outcome, place, session.now())),
    note,
  })
  const say = (line: string) => (flags.quiet ? undefined : sinks.note(line))
  say(headerLine(place, flags, range, follow, told))
  for (const { what, reason } of place.incomplete) say(`not read: ${safeText(what)}: ${safeText(reason)}`)

  for (const one of place.off)
    say(safeText(`${one.name}: its ${one.what} is off; ${one.howToSwitchOn} would switch it on`))

  const check = checkOnce(place.discovery, () => session.now(), signal, say)
  try {
    await runTail(
      {
        session,
        sources: place.sources,
        plan: {
          groups: place.groups,
          from: last?.from ?? range.from,
          to: range.to,
          follow,
          filter: options.filter,
          overlapMs: options.overlapMs,
          reorderMs: options.reorderMs,
          transport: flags.transport === 'live' ? 'live' : 'poll',
        },
        sinks: sinks.all,
        feeds: showsDeploys(call) ? place.feeds(follow) : [],
        wanted,
        ending: options.ending,
        forMs: options.forMs,
        idleMs: options.idleMs,
        authTimeoutMs: options.authTimeoutMs,
        note: (what) => say(noteText(what)),
        onFirst: () => void check(),
        signal,
      },
      outcome,
    )
    if (!follow) await check()
  } finally {
    if (signal.aborted)
      outcome.stoppedBy = signal.reason instanceof Stopped && signal.reason.exit === ExitCode.ok ? 'pipe' : 'interrupt'
    await sinks.end(
      flags.summary
        ? summaryRecord({ ...outcome.figures, events: outcome.printed, stoppedBy: outcome.stoppedBy })
        : null,
    )
    const { liveMinutes } = outcome.figures
    const live = { minutes: liveMinutes, cost: liveTailCost(liveMinutes) }
    note(closingLine({ ...outcome.figures, live, printed: outcome.printed }, told, zone))
  }
  return exitCode(outcome, options.untilMatch !== null)
}

const pulseOf = (
  { askedAt, printedAt, newestAt, throttledAt, missing, waiting }: TailOutcome,
  place: Place,
  now: number,
): Pulse => ({
  now,
  groups: place.groups.length,
  missing: missing.size,
  newestAt,
  printedAt,
  askedAt,
  throttled: throttledAt !== null && now - throttledAt < THROTTLED_MS,
  waiting,
  running: null,
})

/** Throttling that is this long ago is over. */
const THROTTLED_MS = 5_000

/** Raw lines are CloudWatch's own; and who asks for certain lines wants no others beside them. */
const showsDeploys = ({ flags, outputs }: TailCall): boolean =>
  flags.deploys &&
  !outputs.some(({ format }) => format === 'raw') &&
  [flags.filter, flags.grep, flags.exclude, flags['request-id']].every((one) => one === undefined)

/** A match that was asked for and did not come, or a failure that was not to come, is a verdict; a group that was not read is none. */
const exitCode = ({ stoppedBy, figures }: TailOutcome, matchAsked: boolean): number => {
  if (stoppedBy === 'fail-on') return ExitCode.against
  if (matchAsked && stoppedBy !== 'match') return ExitCode.against
  return figures.gaps.length > 0 ? ExitCode.unknown : ExitCode.ok
}

const rangeOf = ({ flags, signal, note }: TailCall, place: Place, session: Session) =>
  // Without a time of its own, --last looks as far back as lines are worth looking for.
  parseRange({ since: flags.since ?? (flags.last === undefined ? '10m' : '7d'), until: flags.until }, session.now(), {
    timezone: flags.timezone,
    deployAt: async () => {
      if (place.discovery === null)
        throw usage('a log group has no deploy', 'say a time, such as --since 1h, or leave --log-group out')
      const { deployTime } = await import('../../usecases/discovery/deploy-time.ts')
      const { app, functions } = place.discovery
      const found = await deployTime(session, app, [...functions.values()], signal)
      if (found) note(`the last deploy: ${safeText(found.what)} at ${new Date(found.at).toISOString()}`)
      return found?.at ?? null
    },
  })

const headerLine = (
  place: Place,
  flags: TailFlags,
  range: { from: number; to: number | null },
  follow: boolean,
  style: Style,
): string => {
  const since =
    flags.last !== undefined && flags.since === undefined ? `last ${flags.last}` : `since ${flags.since ?? '10m'}`
  const when =
    range.to === null ? since : `${new Date(range.from).toISOString()} to ${new Date(range.to).toISOString()}`
  const parts = [...place.title, when, ...(follow ? ['Ctrl-C to stop'] : [])]
  return parts.map((part) => safeText(part)).join(style.unicode ? ' · ' : ' - ')
}
