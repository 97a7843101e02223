import type { JudgedGroup } from '../domain/log/signature-report.ts'

/** Ids as AWS and loggers write them. Anything else in a line of a log is not put into a command that a person will paste. */
const plainId = /^[A-Za-z0-9][\w-]{7,63}$/
const plainName = /^[A-Za-z0-9][\w/.-]*$/
const plainWord = /^[\w@%+=:,./-]+$/

/** A word as a POSIX shell takes it. */
const quoted = (word: string): string => (plainWord.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** A time that reaches back a little further than `at`: `12m`, `3h`. */
const since = (at: number, now: number): string => {
  const minutes = Math.max(0, Math.ceil((now - at) / 60_000)) + 1
  return minutes <= 120 ? `${minutes}m` : `${Math.ceil(minutes / 60)}h`
}

/** Flags that say which app is meant. */
export const placeFlags = ['stack', 'region', 'profile', 'endpoint-url', 'config', 'config-env'] as const

/**
 * The command that shows more of a group, in words that are not to be parted: all lines of its example's request, or the errors of its
 * function.
 */
export const nextCommand = (
  { example }: JudgedGroup,
  flags: Readonly<Record<string, unknown>>,
  now: number,
): readonly string[] => {
  const name = plainName.test(example.source) ? [example.source] : []
  // The story of a demo that ends with the command has other ids the next time.
  const one = flags['demo'] !== true && example.requestId !== null && plainId.test(example.requestId)
  const what = one ? [...name, `--request-id ${example.requestId}`] : [...name, '--errors']
  const where = placeFlags.flatMap((flag) => {
    const value = flags[flag]
    return typeof value === 'string' ? [`--${flag} ${quoted(value)}`] : []
  })
  return [
    'slsops tail',
    ...what,
    `--since ${since(example.at, now)}`,
    '--no-follow',
    ...where,
    ...(flags['demo'] === true ? ['--demo'] : []),
  ]
}
