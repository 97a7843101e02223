import type { Interfaces } from '@oclif/core'
import { parseDuration } from '../../domain/duration.ts'
import type { LogLevel } from '../../domain/log-event.ts'
import { usage } from '../../domain/problem.ts'
import { endingOf, type FailOn } from '../../usecases/tail/endings.ts'
import { selector } from '../../usecases/tail/select.ts'
import type { tailFlags } from './flags.ts'

export type TailFlags = Interfaces.InferredFlags<typeof tailFlags> & {
  readonly timezone?: string | undefined
  readonly output?: readonly string[] | undefined
  readonly 'no-color': boolean
  readonly quiet: boolean
}

/** What the flags say about which lines there are and when it is over; what they say wrong is a usage error. */
export const tailOptions = (flags: TailFlags, terminal: boolean) => {
  const level = flags.level === undefined ? null : levelOf(flags.level)
  const requestId = flags['request-id'] ?? null
  const untilMatch = flags['until-match'] === undefined ? null : regex(flags['until-match'])
  const auth = flags['auth-timeout']
  return {
    wanted: selector({
      grep: (flags.grep ?? []).map(regex),
      exclude: (flags.exclude ?? []).map(regex),
      level,
      requestId,
      errors: flags.errors,
    }),
    ending: endingOf({
      untilMatch,
      failOn: (flags['fail-on'] ?? []).map(failOn),
      maxEvents: flags['max-events'] ?? null,
    }),
    untilMatch,
    // AWS can look for an id; every other filter of ours is more than its patterns can say.
    filter: flags.filter ?? (requestId === null ? null : `"${requestId}"`),
    overlapMs: parseDuration(flags.overlap),
    reorderMs: flags.order === 'arrival' ? 0 : REORDER_MS,
    forMs: flags.for === undefined ? null : parseDuration(flags.for),
    idleMs: flags['idle-timeout'] === undefined ? null : parseDuration(flags['idle-timeout']),
    authTimeoutMs: auth === undefined ? (terminal ? null : 5 * 60_000) : parseDuration(auth),
  }
}

/** How long a line waits for older ones of other groups. */
const REORDER_MS = 2_000

const levels: ReadonlyMap<string, LogLevel> = new Map([
  ...(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const).map((level): [string, LogLevel] => [
    level.toLowerCase(),
    level,
  ]),
  ['warning', 'WARN'],
  ['critical', 'FATAL'],
])

const levelOf = (text: string): LogLevel => {
  const level = levels.get(text.toLowerCase())
  if (level) return level
  throw usage(`"${text}" is no level`, 'there are: trace, debug, info, warn, error, fatal')
}

export const regex = (text: string): RegExp => {
  try {
    return new RegExp(text, 'u')
  } catch (error) {
    const why = (error as Error).message.replace(/^.*: /, '')
    throw usage(
      `/${text}/ is no regular expression: ${why}`,
      'a character with a meaning of its own needs a backslash before it',
    )
  }
}

const failOn = (text: string): FailOn => {
  if (text === 'error' || text === 'timeout' || text === 'oom') return { kind: text }
  if (text.startsWith('level:')) return { kind: 'level', level: levelOf(text.slice('level:'.length)) }
  if (levels.has(text.toLowerCase())) return { kind: 'level', level: levelOf(text) }
  const pattern = /^\/(.+)\/$/.exec(text)?.[1]
  if (pattern) return { kind: 'message', pattern: regex(pattern) }
  throw usage(
    `--fail-on ${text} is not understood`,
    'it takes error, timeout, oom, level:warn, or a /regular expression/',
  )
}
