/** Ids as AWS and loggers write them. Anything else in a line of a log is not put into a command that a person will paste. */
const plainId = /^[A-Za-z0-9][\w-]{7,63}$/
const plainName = /^[A-Za-z0-9][\w/.-]*$/
const plainWord = /^[\w@%+=:,./-]+$/

/** A word as a POSIX shell takes it. */
const quoted = (word: string): string => (plainWord.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** A time that reaches back a little further than `at`: `12m`, `3h`. */
export const since = (at: number, now: number): string => {
  const minutes = Math.max(0, Math.ceil((now - at) / 60_000)) + 1
  return minutes <= 120 ? `${minutes}m` : `${Math.ceil(minutes / 60)}h`
}

/** Flags that say which app is meant. */
const placeFlags = ['stack', 'region', 'profile', 'endpoint-url', 'config', 'config-env'] as const

/** The flags that tell which app is meant, as they were given. */
export const placeWords = (flags: Readonly<Record<string, unknown>>): readonly string[] =>
  placeFlags.flatMap((flag) => {
    const value = flags[flag]
    return typeof value === 'string' ? [`--${flag} ${quoted(value)}`] : []
  })

/** What a tail is to show: `at` in epoch milliseconds. */
export interface TailTarget {
  readonly source: string | null
  readonly requestId: string | null
  readonly at: number
  /** Where no request is named, only lines that tell of a failure. */
  readonly errors: boolean
  readonly logGroups?: readonly string[]
}

/** The tail that shows it, in words that are not to be parted; `flags` are those of the command that found it. */
export const tailCommand = (
  { source, requestId, at, errors, logGroups = [] }: TailTarget,
  flags: Readonly<Record<string, unknown>>,
  now: number,
): readonly string[] => {
  const name = source !== null && plainName.test(source) ? [source] : []
  // The story of a demo that ends with the command has other ids the next time.
  const one = flags['demo'] !== true && requestId !== null && plainId.test(requestId)
  return [
    'slsops tail',
    ...(logGroups.length > 0 ? logGroups.map((group) => `--log-group ${quoted(group)}`) : name),
    ...(one ? [`--request-id ${requestId}`] : errors ? ['--errors'] : []),
    `--since ${since(at, now)}`,
    '--no-follow',
    ...placeWords(flags),
    ...(flags['demo'] === true ? ['--demo'] : []),
  ]
}

/** `next: COMMAND` in one row, or broken as a shell takes it. */
export const nextRows = (words: readonly string[], columns: number, indent = ''): readonly string[] => {
  const rows: string[] = []
  const first = `${indent}next:`
  let row = first
  for (const word of words) {
    if (row.length + word.length + 3 > columns && row !== first) {
      rows.push(`${row} \\`)
      row = ' '.repeat(first.length)
    }
    row += ` ${word}`
  }
  return [...rows, row]
}
