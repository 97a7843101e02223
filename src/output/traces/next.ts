import { nextRows, placeWords } from '../next-command.ts'

/** Ids of traces and requests as AWS and OpenTelemetry write them. Anything else is not put into a command that a person will paste. */
const plainId = /^[A-Za-z0-9][\w:.-]{7,127}$/
const command = (verb: string, id: string, flags: Readonly<Record<string, unknown>>): readonly string[] | null => {
  // The story of a demo that ends with the command has other ids the next time.
  if (!plainId.test(id) || flags['demo'] === true) return null
  return [verb, id, ...placeWords(flags)]
}

/** `slsops traces show ID` for the same app, in words that are not to be parted; null where the id would not be found again. */
export const showCommand = (id: string, flags: Readonly<Record<string, unknown>>): readonly string[] | null =>
  command('slsops traces show', id, flags)

/** `slsops why ID`, likewise. */
export const whyCommand = (id: string, flags: Readonly<Record<string, unknown>>): readonly string[] | null =>
  command('slsops why', id, flags)

/** `slsops traces --faults` for the same app. */
export const faultsCommand = (flags: Readonly<Record<string, unknown>>): readonly string[] => [
  'slsops traces',
  '--faults',
  ...placeWords(flags),
  ...(flags['demo'] === true ? ['--demo'] : []),
]

/** Several commands, one below the other after one `next:`. */
export const nextAll = (commands: readonly (readonly string[])[], columns: number): readonly string[] =>
  commands.flatMap((words, at) =>
    nextRows(words, columns).map((row) => (at === 0 ? row : row.replace(/^next:/, '     '))),
  )
