import { ServiceError } from '../../service.ts'
import type { StoredEvent } from '../event-list.ts'
import { filterPattern } from '../filter-input.ts'
import { constraint, existingGroup, type Input, invalid, list, text } from '../input.ts'
import type { LogGroup, LogStore } from '../store.ts'

/** What a session is to tell of. */
export interface LiveTailRequest {
  readonly groups: ReadonlySet<LogGroup>
  matches(event: StoredEvent): boolean
  /** As it was asked, for `sessionStart`. */
  readonly asked: Readonly<Record<string, unknown>>
}

const groupArn = /^arn:aws[\w-]*:logs:[^:]+:\d{12}:log-group:([^:*]+)$/
const maxGroups = 10
const maxStreams = 100

/** (CloudWatch Logs API: StartLiveTailRequest.) One to ten ARNs, none with an asterisk; streams only where there is one group. */
export const readRequest = (store: LogStore, input: Input): LiveTailRequest => {
  const identifiers = list(input, 'logGroupIdentifiers', maxGroups)
  if (identifiers === undefined) throw constraint('logGroupIdentifiers', 'not be null')
  if (identifiers.length === 0) throw constraint('logGroupIdentifiers', 'have length greater than or equal to 1')
  const groups = identifiers.map((identifier) => {
    const name = groupArn.exec(String(identifier))?.[1]
    if (name === undefined) throw invalid(`Log group identifier must be an ARN that does not end with *: ${identifier}`)
    return standardGroup(store, name)
  })
  return {
    groups: new Set(groups),
    matches: both(streamTest(input, groups.length), filterPattern(input, 'logEventFilterPattern')),
    asked: {
      logGroupIdentifiers: identifiers,
      logStreamNames: list(input, 'logStreamNames', maxStreams) ?? [],
      logStreamNamePrefixes: list(input, 'logStreamNamePrefixes', maxStreams) ?? [],
      logEventFilterPattern: text(input, 'logEventFilterPattern') ?? '',
    },
  }
}

const standardGroup = (store: LogStore, name: string): LogGroup => {
  const group = existingGroup(store, name)
  if (group.logGroupClass === 'STANDARD') return group
  throw new ServiceError(
    'InvalidOperationException',
    `Live Tail takes no log groups of the class ${group.logGroupClass}`,
  )
}

const streamTest = (input: Input, groups: number): ((stream: string) => boolean) => {
  const names = list(input, 'logStreamNames', maxStreams)
  const prefixes = list(input, 'logStreamNamePrefixes', maxStreams)
  if (names !== undefined && prefixes !== undefined)
    throw invalid('logStreamNames and logStreamNamePrefixes are mutually exclusive.')
  if (names === undefined && prefixes === undefined) return () => true
  if (groups !== 1) throw invalid('Log streams can be named only together with exactly one log group.')
  const starts = prefixes?.map(String)
  const wanted = new Set(names)
  return (stream) => starts?.some((prefix) => stream.startsWith(prefix)) ?? wanted.has(stream)
}

const both =
  (ofStream: (stream: string) => boolean, ofMessage: (message: string) => boolean) =>
  ({ stream, message }: StoredEvent): boolean =>
    ofStream(stream) && ofMessage(message)
