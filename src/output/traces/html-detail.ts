import type { Span } from '../../domain/trace/span.ts'
import { durationText } from '../duration.ts'
import { isoTime } from '../json.ts'
import { safeText } from '../safe-text.ts'
import { exceptionText, frameLine } from './exceptions.ts'

/** A part of the detail panel: rows of a name and a value, or one block of text. */
export interface DetailSection {
  readonly title: string
  readonly rows?: readonly (readonly [name: string, value: string])[]
  readonly text?: string
}

type Pair = readonly [string, string | number | null | undefined]

const present = (pairs: readonly Pair[]): readonly (readonly [string, string])[] =>
  pairs.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[safeText(name), safeText(String(value))] as const],
  )

const told = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

const fields = (record: Readonly<Record<string, unknown>> | undefined): readonly Pair[] =>
  Object.entries(record ?? {}).map(([name, value]) => [name, told(value)])

const block = (value: unknown): string => safeText(JSON.stringify(value, null, 2), { keepNewlines: true })

/** All that a span tells, in the order in which it is asked for. Every text is safe; markup is not taken out of it. */
export const detailOf = (span: Span): readonly DetailSection[] => {
  const { http, sql, aws } = span
  const overview: readonly Pair[] = [
    ['service', span.service],
    ['status', span.status],
    ['start', isoTime(span.start)],
    ['duration', span.durationMs === null ? 'still running' : durationText(span.durationMs)],
    ['of that its own', span.selfMs === null ? null : durationText(span.selfMs)],
    ['kind', span.kind],
    ['origin', span.origin],
    ['resource', span.resource],
    ['request id', span.requestId],
    ['user', span.user],
    ['tries', span.attempts && `${span.attempts.count}, ${span.attempts.failed} failed`],
    ['marks', span.marks.join(', ')],
    ['span id', span.id],
    ['parent id', span.parentId],
    ['trace id', span.traceId],
    ['also known as', span.mergedIds.join(', ')],
  ]
  const sections: DetailSection[] = [
    ...span.exceptions.map((exception) => ({
      title: exception.remote ? 'exception, as the callee told it' : 'exception',
      text: safeText(
        [exceptionText(exception), ...exception.stack.map((frame) => `    ${frameLine(frame)}`)].join('\n'),
        {
          keepNewlines: true,
        },
      ),
    })),
    { title: 'overview', rows: present(overview) },
    {
      title: 'http',
      rows: present([
        ['method', http?.method],
        ['url', http?.url],
        ['status', http?.status],
        ['client', http?.clientIp],
        ['user agent', http?.userAgent],
        ['bytes', http?.contentLength],
      ]),
    },
    {
      title: 'sql',
      rows: present([
        ['database', sql?.databaseType],
        ['url', sql?.url],
        ['user', sql?.user],
        ['query', sql?.query],
      ]),
    },
    {
      title: 'aws',
      rows: present([
        ['operation', aws?.operation],
        ['region', aws?.region],
        ['account', aws?.accountId],
        ['function', aws?.functionArn],
        ['log groups', aws?.logGroups.join(', ')],
        ['retries', aws?.retries],
        ...fields(aws?.other),
      ]),
    },
    { title: 'annotations', rows: present(fields(span.annotations)) },
    ...(Object.keys(span.metadata).length === 0 ? [] : [{ title: 'metadata', text: block(span.metadata) }]),
    {
      title: 'links',
      rows: present(
        span.links.map(({ direction, traceId, spanId }) => [direction, [traceId, spanId].filter(Boolean).join(' ')]),
      ),
    },
  ]
  return sections.filter(({ rows, text }) => text !== undefined || (rows?.length ?? 0) > 0)
}
