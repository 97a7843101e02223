import type { Session } from '../aws/session.ts'
import { parseDuration } from '../domain/duration.ts'
import type { Incomplete } from '../domain/incomplete.ts'
import type { LogEvent, LogLevel, LogSource } from '../domain/log-event.ts'
import { ExitCode, usage } from '../domain/problem.ts'
import { parseRange } from '../domain/time-range.ts'
import { ciGuard } from '../output/ci-commands.ts'
import { safeText } from '../output/safe-text.ts'
import { type Style, styleFor } from '../output/style.ts'
import { closingLine } from '../output/tail/closing.ts'
import { human } from '../output/tail/human.ts'
import { ndjson } from '../output/tail/ndjson.ts'
import { raw } from '../output/tail/raw.ts'
import { measureFor } from '../output/width.ts'
import { lineWriter } from '../output/writer.ts'
import type { Discovery } from '../usecases/discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../usecases/discovery/function-log-sources.ts'
import { resolveNames } from '../usecases/names/resolve-names.ts'
import { noFigures } from '../usecases/tail/figures.ts'
import type { Selection } from '../usecases/tail/select.ts'
import type { TailNote } from '../usecases/tail/tail.ts'
import { runTail } from './tail-run.ts'

export interface TailFlags {
  readonly 'log-group'?: readonly string[] | undefined
  readonly since: string
  readonly until?: string | undefined
  readonly follow: boolean
  readonly overlap: string
  readonly filter?: string | undefined
  readonly grep?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  readonly level?: string | undefined
  readonly 'request-id'?: string | undefined
  readonly errors: boolean
  readonly platform: boolean
  readonly timezone?: string | undefined
  readonly 'no-color': boolean
}

export interface TailCall {
  readonly flags: TailFlags
  readonly names: readonly string[]
  readonly format: 'human' | 'ndjson' | 'raw'
  readonly style: Style
  readonly signal: AbortSignal
  readonly session: () => Promise<Session>
  readonly discovery: () => Promise<Discovery>
  readonly note: (line: string) => void
}

interface Place {
  readonly sources: readonly LogSource[]
  /** What the header says it is tailing. */
  readonly title: string
  readonly discovery: Discovery | null
  readonly timeoutMs: ((source: LogSource) => number | null) | undefined
  readonly incomplete: readonly Incomplete[]
}

/** `slsops tail`, from its flags to its exit code. */
export const tailCommand = async (call: TailCall): Promise<number> => {
  const { flags, signal, note } = call
  const selection = selectionOf(flags)
  const overlapMs = parseDuration(flags.overlap)
  const session = await call.session()
  const place = flags['log-group'] ? groupsPlace(flags['log-group'], call.names) : await appPlace(call, session)
  const range = await parseRange({ since: flags.since, until: flags.until }, session.now(), {
    timezone: flags.timezone,
    deployAt: () => lastDeploy(place, session, signal, note),
  })
  const zone = flags.timezone ?? null
  const follow = flags.follow && range.to === null
  const told = styleFor({ env: process.env, stream: process.stderr, noColor: flags['no-color'] })
  const dot = told.unicode ? ' · ' : ' - '
  const since =
    flags.until === undefined
      ? `since ${flags.since}`
      : `${new Date(range.from).toISOString()} to ${new Date(range.to!).toISOString()}`
  note([place.title, since, ...(follow ? ['Ctrl-C to stop'] : [])].map((part) => safeText(part)).join(dot))
  for (const { what, reason } of place.incomplete) note(`not read: ${safeText(what)}: ${safeText(reason)}`)

  const outcome = { figures: noFigures(), printed: 0 }
  const writer = lineWriter(process.stdout)
  const check = checkOnce(place.discovery, session, signal, note)
  try {
    await runTail(
      {
        session,
        sources: place.sources,
        from: range.from,
        to: range.to,
        follow,
        overlapMs,
        filter: flags.filter ?? (flags['request-id'] ? `"${flags['request-id']}"` : null),
        selection,
        format: await formatOf(call, place, session, zone),
        join: call.format === 'human',
        writer,
        note: (what) => note(noteText(what)),
        onFirst: () => void check(),
        signal,
      },
      outcome,
    )
    await Promise.all([writer.end(), check()])
  } finally {
    note(closingLine({ ...outcome.figures, printed: outcome.printed }, told, zone))
  }
  return outcome.figures.gaps.length > 0 ? ExitCode.unknown : ExitCode.ok
}

const groupsPlace = (groups: readonly string[], names: readonly string[]): Place => {
  if (names.length > 0)
    throw usage(`--log-group needs no function, but "${names[0]}" was named too`, 'name functions, or log groups')
  const sources = [...new Set(groups)].map((group): LogSource => {
    const short = group.startsWith('arn:') ? group.replace(/:\*$/, '').split(':').slice(6).join(':') : group
    // The group of a function is known by its name; everything else by the whole of its own.
    const functionName = /^\/aws\/lambda\/([^/]+)$/.exec(short)?.[1] ?? null
    return {
      group,
      streamPart: null,
      name: functionName ?? short,
      sourceType: functionName ? 'function' : 'group',
      logicalId: null,
      functionName,
      stack: null,
    }
  })
  return {
    sources,
    title: sources.map(({ name }) => name).join(', '),
    discovery: null,
    timeoutMs: undefined,
    incomplete: [],
  }
}

const appPlace = async (call: TailCall, session: Session): Promise<Place> => {
  const discovery = await call.discovery()
  const { app } = discovery
  const all = functionsOf(app.resources)
  let functions = all
  if (call.names.length > 0) {
    functions = resolveNames(all, call.names, { noun: 'function', where: app.name })
  }
  if (functions.length === 0) {
    throw usage(
      `the stack ${app.name} has no function`,
      'slsops resources lists what it has; --log-group NAME tails any log group',
    )
  }
  const {
    sources,
    functions: infos,
    incomplete,
  } = await functionLogSources({ session, discovery, functions, signal: call.signal })
  const timeouts = new Map(infos.map(({ name, timeoutMs }) => [name, timeoutMs]))
  const count = functions.length === 1 ? functions[0]!.path : `${functions.length} functions`
  return {
    sources,
    title: [app.name, session.region, count].join(' · '),
    discovery,
    timeoutMs: ({ functionName }) => timeouts.get(functionName ?? '') ?? null,
    incomplete: [...app.incomplete, ...incomplete],
  }
}

const lastDeploy = async (
  place: Place,
  session: Session,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<number | null> => {
  if (place.discovery === null)
    throw usage('a log group has no deploy', 'say a time, such as --since 1h, or leave --log-group out')
  const { deployTime } = await import('../usecases/discovery/deploy-time.ts')
  const { app, functions } = place.discovery
  const found = await deployTime(session, app, [...functions.values()], signal)
  if (found) note(`the last deploy: ${safeText(found.what)} at ${new Date(found.at).toISOString()}`)
  return found?.at ?? null
}

/** What was confirmed this short a time ago is not asked about again. */
const FRESH_MS = 60_000

/**
 * Finds out, once and behind the first lines, whether what is remembered of the app is still true; the person hears of it when it is
 * not. Loading what that takes would otherwise stand before the first line.
 */
const checkOnce = (
  discovery: Discovery | null,
  session: Session,
  signal: AbortSignal,
  note: (line: string) => void,
): (() => Promise<void>) => {
  let checked: Promise<void> | null = null
  return () => {
    if (discovery === null || !discovery.remembered || session.now() - discovery.checkedAt < FRESH_MS)
      return checked ?? Promise.resolve()
    checked ??= checkRemembered(discovery, signal, note)
    return checked
  }
}

const checkRemembered = async (
  discovery: Discovery,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<void> => {
  const found = await discovery.revalidate(signal).catch(() => null)
  if (signal.aborted || found === null || found === 'same') return
  if (found === 'gone') note(`the stack ${discovery.app.name} does not exist any more`)
  else note('the app has changed since it was last looked at: start the tail anew to see all of it (--refresh)')
}

const levels: ReadonlyMap<string, LogLevel> = new Map([
  ...(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const).map((level): [string, LogLevel] => [
    level.toLowerCase(),
    level,
  ]),
  ['warning', 'WARN'],
  ['critical', 'FATAL'],
])

const selectionOf = ({ grep = [], exclude = [], level, 'request-id': requestId, errors }: TailFlags): Selection => {
  const asked = level === undefined ? null : levels.get(level.toLowerCase())
  if (asked === undefined)
    throw usage(`"${level}" is no level`, `there are: ${[...levels.values()].slice(0, 6).join(', ').toLowerCase()}`)
  return { grep: grep.map(regex), exclude: exclude.map(regex), level: asked, requestId: requestId ?? null, errors }
}

const regex = (text: string): RegExp => {
  try {
    return new RegExp(text, 'u')
  } catch (error) {
    throw usage(
      `/${text}/ is no regular expression: ${(error as Error).message.replace(/^.*: /, '')}`,
      'a character with a meaning of its own needs a backslash before it',
    )
  }
}

const formatOf = async (
  { format, style, flags }: TailCall,
  place: Place,
  session: Session,
  zone: string | null,
): Promise<(event: LogEvent, continued?: boolean) => string> => {
  const guard = ciGuard(process.env)
  if (format === 'ndjson') return ndjson(guard)
  if (format === 'raw') return raw({ tty: process.stdout.isTTY === true, guard })
  const names = place.sources.map(({ name }) => name)
  return human({
    style,
    zone,
    names,
    platform: flags.platform,
    guard,
    now: session.now(),
    measure: await measureFor(names),
    ...(place.timeoutMs ? { timeoutMs: place.timeoutMs } : {}),
  })
}

const noteText = (note: TailNote): string => {
  const group = safeText(note.group)
  switch (note.kind) {
    case 'missing':
      return `${group}: no such log group yet; it comes with the first line`
    case 'appeared':
      return `${group}: there it is`
    case 'unreadable':
      return `${group} can't be read: ${safeText(note.error instanceof Error ? note.error.message : String(note.error))}`
  }
}
