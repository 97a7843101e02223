import { isDenied, isExpired, isNotFound, isThrottle, isTransient } from '../../aws/errors.ts'
import { jsonRequest } from '../../aws/request.ts'
import type { Session } from '../../aws/session.ts'
import type { RawLogEvent } from '../../domain/log-event.ts'

/** CloudWatch Logs API: FilterLogEvents. Times are epoch milliseconds, inclusive on both ends. */
export interface FilterLogEvents {
  readonly group: string
  readonly from: number
  readonly to: number | null
  readonly filter: string | null
  readonly token: string | null
  /** Higher goes first when the account's rate makes requests wait. */
  readonly priority: number
  /** Newest first, and at most so many a page. */
  readonly newestFirst?: { readonly limit: number }
}

interface Answer {
  readonly events?: readonly {
    eventId?: string
    timestamp?: number
    ingestionTime?: number
    logStreamName?: string
    message?: string
  }[]
  readonly nextToken?: string
}

/** One page. It may be empty and still have a `next`; only null is the end. `serverNow` is the service's Date header. */
export const filterLogEvents = async (
  session: Session,
  asked: FilterLogEvents,
  signal: AbortSignal,
): Promise<{ events: readonly RawLogEvent[]; next: string | null; serverNow: number | null }> => {
  const { group } = asked
  const { body, date } = await jsonRequest(session, {
    service: 'logs',
    target: 'Logs_20140328.FilterLogEvents',
    body: {
      // An ARN is taken as an identifier, without the `:*` that other APIs put after it.
      ...(group.startsWith('arn:') ? { logGroupIdentifier: group.replace(/:\*$/, '') } : { logGroupName: group }),
      startTime: Math.max(0, Math.floor(asked.from)),
      ...(asked.to === null ? {} : { endTime: Math.floor(asked.to) }),
      ...(asked.filter === null ? {} : { filterPattern: asked.filter }),
      ...(asked.token === null ? {} : { nextToken: asked.token }),
      ...(asked.newestFirst ? { startFromHead: false, limit: asked.newestFirst.limit } : {}),
    },
    signal,
    priority: asked.priority,
  })
  const { events = [], nextToken } = body as Answer
  return {
    events: events.map((event) => ({
      id: event.eventId ?? null,
      at: event.timestamp ?? 0,
      ingestedAt: event.ingestionTime ?? null,
      group,
      stream: event.logStreamName ?? '',
      message: event.message ?? '',
    })),
    next: nextToken ?? null,
    serverNow: date,
  }
}

/** What a failed page means for whoever reads on. */
export const pageTrouble = (
  error: unknown,
): 'throttle' | 'transient' | 'missing' | 'badToken' | 'expired' | 'fatal' => {
  const { name, message } = error as { name?: string; message?: string }
  if (isThrottle(error)) return 'throttle'
  if (isExpired(error)) return 'expired'
  if (isDenied(error)) return 'fatal'
  if (name === 'InvalidParameterException' && /token/i.test(message ?? '')) return 'badToken'
  if (isTransient(error)) return 'transient'
  return isNotFound(error) ? 'missing' : 'fatal'
}
