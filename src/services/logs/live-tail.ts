import { createClient } from '../../aws/client.ts'
import { isDenied, isExpired, isNotFound, toProblem } from '../../aws/errors.ts'
import { callerIdentity } from '../../aws/identity/account.ts'
import type { Session } from '../../aws/session.ts'
import type { RawLogEvent } from '../../domain/log-event.ts'
import { type AskedGroup, groupArn, groupTold, namedIn } from './live-tail-groups.ts'

/** CloudWatch Logs API: StartLiveTail. At most ten groups, by name or ARN, of the classes that it takes. */
export interface LiveTail {
  readonly groups: readonly string[]
  readonly filter: string | null
}

/**
 * Why a session is over, or never began: after three hours (`timeout`); broken by the service or the network (`interrupted`); there are
 * too many in the account (`limit`); one of its groups is not there (`missing`) or of a class that it does not take (`unsupported`).
 */
export type LiveEnd = 'timeout' | 'interrupted' | 'limit' | 'missing' | 'unsupported' | 'denied' | 'expired'

export type LiveItem =
  /** From here on everything that is ingested is told. */
  | { readonly kind: 'start' }
  /** Comes each second, also with nothing. `sampled`: there was more than is told. The events have no id. */
  | { readonly kind: 'update'; readonly events: readonly RawLogEvent[]; readonly sampled: boolean }
  /** The last one. `named`: the groups that the error speaks of, where it names any. */
  | { readonly kind: 'end'; readonly why: LiveEnd; readonly error: unknown; readonly named: readonly string[] }

const ends: Readonly<Record<string, LiveEnd>> = {
  SessionTimeoutException: 'timeout',
  SessionStreamingException: 'interrupted',
  LimitExceededException: 'limit',
  InvalidOperationException: 'unsupported',
  InvalidParameterException: 'unsupported',
  UnknownOperationException: 'unsupported',
}

const endOf = (error: unknown): LiveEnd => {
  const known = ends[(error as { name?: string }).name ?? '']
  if (known !== undefined) return known
  if (isExpired(error)) return 'expired'
  if (isDenied(error)) return 'denied'
  return isNotFound(error) ? 'missing' : 'interrupted'
}

/**
 * One session, from its start to its end, which is told and not thrown; it just stops when the signal is aborted. AWS bills it by the
 * minute until then. Who is slow to take loses what the service does not keep: ten updates.
 */
export async function* liveTail(session: Session, asked: LiveTail, signal: AbortSignal): AsyncGenerator<LiveItem> {
  // Nobody else closes the connection: the SDK's stream does not when it is left.
  const left = new AbortController()
  const abortSignal = AbortSignal.any([signal, left.signal])
  try {
    yield* told(session, asked, abortSignal)
  } catch (error) {
    if (signal.aborted) return
    const { profile, region } = session
    const operation = 'logs:StartLiveTail'
    const problem = toProblem(error, { operation, profile, region, endpoint: session.endpoint('logs') })
    yield { kind: 'end', why: endOf(error), error: problem, named: namedIn(error, asked.groups) }
  } finally {
    left.abort()
  }
}

async function* told(session: Session, asked: LiveTail, abortSignal: AbortSignal): AsyncGenerator<LiveItem> {
  const { CloudWatchLogsClient, StartLiveTailCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const groups = await addressed(session, asked.groups)
  // Updates come each second: the usual patience with a silent connection is more than a session ever needs.
  const client = createClient(session, 'logs', CloudWatchLogsClient)
  const command = new StartLiveTailCommand({
    logGroupIdentifiers: groups.map(({ arn }) => arn),
    ...(asked.filter === null ? {} : { logEventFilterPattern: asked.filter }),
  })
  const { responseStream = [] } = await client.send(command, { abortSignal })
  const groupOf = groupTold(groups)
  for await (const { sessionStart, sessionUpdate } of responseStream as AsyncIterable<Told>) {
    if (sessionStart) yield { kind: 'start' }
    if (!sessionUpdate) continue
    const events = (sessionUpdate.sessionResults ?? []).map((result) => eventOf(result, groupOf))
    yield { kind: 'update', events, sampled: sessionUpdate.sessionMetadata?.sampled ?? false }
  }
  throw new Error('The session ended without a word.')
}

interface Result {
  readonly logGroupIdentifier?: string | undefined
  readonly logStreamName?: string | undefined
  readonly message?: string | undefined
  readonly timestamp?: number | undefined
  readonly ingestionTime?: number | undefined
}

interface Told {
  readonly sessionStart?: object | undefined
  readonly sessionUpdate?:
    | {
        readonly sessionMetadata?: { readonly sampled?: boolean | undefined } | undefined
        readonly sessionResults?: readonly Result[] | undefined
      }
    | undefined
}

const eventOf = (result: Result, groupOf: (identifier: string) => string): RawLogEvent => ({
  id: null,
  at: result.timestamp ?? 0,
  ingestedAt: result.ingestionTime ?? null,
  group: groupOf(result.logGroupIdentifier ?? ''),
  stream: result.logStreamName ?? '',
  message: result.message ?? '',
})

/** The account is asked for only where a group goes by its name. */
const addressed = async (session: Session, groups: readonly string[]): Promise<readonly AskedGroup[]> => {
  const named = groups.some((group) => !group.startsWith('arn:'))
  const { account, partition } = named ? await callerIdentity(session) : { account: '', partition: 'aws' }
  return groups.map((group) => ({ group, arn: groupArn(group, { partition, region: session.region, account }) }))
}
