import type { SegmentDocument, Subsegment } from '../xray/segments.ts'
import { timeoutMessage } from './lines.ts'
import type { DownstreamCall, Failure, Invocation } from './shape.ts'

/** Between the end of a handler and the answer to its caller, ms. */
export const overheadMs = 0.4

/** Epoch ms -> epoch seconds, to the microsecond. */
export const seconds = (at: number): number => Math.round(at * 1000) / 1_000_000

/** `    at wrapGift (/var/task/fulfil.ts:41:18)` -> path, line, label. */
const frameOf = (text: string) => {
  const found = /^\s*at (.+?) \((.+?):(\d+)(?::\d+)?\)$/.exec(text)
  return found ? [{ path: found[2], line: Number(found[3]), label: found[1] }] : []
}

const cause = (id: string, failure: Failure) => ({
  working_directory: '/var/task',
  exceptions: [
    {
      id,
      type: failure.errorType,
      message: failure.errorMessage,
      stack: failure.stack.slice(1).flatMap(frameOf),
    },
  ],
})

/** Which field of `aws` names the resource of a call, per service. */
const resourceFields: Readonly<Record<DownstreamCall['service'], string>> = {
  DynamoDB: 'table_name',
  SNS: 'topic_arn',
  S3: 'bucket_name',
  remote: 'host',
}

/** Handlers read a clock of whole milliseconds, which may show less than the time at which they began. */
const subsegmentOf = (call: DownstreamCall, { fn, start, durationMs }: Invocation): Subsegment => {
  const [, , , region = ''] = fn.arn.split(':')
  const status = call.error === null ? 200 : 400
  const within = (at: number): number => seconds(Math.min(Math.max(at, start), start + durationMs))
  const times = { id: call.id, start_time: within(call.start), end_time: within(call.end) }
  const failed = call.error === null ? {} : { error: true }
  if (call.service === 'remote')
    return {
      ...times,
      ...failed,
      name: call.resource,
      namespace: 'remote',
      http: { request: { url: `https://${call.resource}/${call.operation}`, method: 'POST' }, response: { status } },
    }
  return {
    ...times,
    ...failed,
    name: call.service,
    namespace: 'aws',
    http: { response: { status } },
    aws: {
      operation: call.operation,
      region,
      retries: 0,
      [resourceFields[call.service]]: call.resource,
      resource_names: [call.resource],
    },
  }
}

/** An id that another one gives, so that no chance is drawn for it. */
const derived = (id: string): string => [...id].reverse().join('')

/** The subsegment in which a tracing library runs the handler, with what it told; without one the calls stand in the invocation. */
const handled = (of: Invocation, failed: object, calls: readonly Subsegment[]): readonly Subsegment[] =>
  of.note === null
    ? calls
    : [
        {
          id: derived(of.ids.invocation),
          name: '## index.handler',
          start_time: seconds(of.start),
          end_time: seconds(of.start + of.durationMs),
          ...of.note,
          annotations: { ColdStart: of.init !== null, ...of.note.annotations },
          ...failed,
          ...(calls.length === 0 ? {} : { subsegments: calls }),
        },
      ]

/** Lambda's pair of segments: the service's own, and the function's with Initialization, Invocation and Overhead. */
export const documentsOf = (of: Invocation): SegmentDocument[] => {
  const { fn, ids, trace, start, outcome } = of
  if (!fn.tracing || !trace.sampled) return []
  const account = fn.arn.split(':')[4] ?? ''
  const end = start + of.durationMs
  const functionArn = { function_arn: fn.arn }
  const links =
    of.link === null
      ? {}
      : {
          links: [
            {
              trace_id: of.link.traceId,
              id: of.link.id,
              attributes: { 'aws.xray.reserved.reference_type': 'parent', ReferenceType: 'parent' },
            },
          ],
        }
  const failure: Failure | null =
    outcome.kind === 'error'
      ? outcome.failure
      : outcome.kind === 'timeout'
        ? { errorType: 'Sandbox.Timedout', errorMessage: timeoutMessage(fn), stack: [] }
        : null
  const fault = failure === null ? {} : { fault: true }
  const exception = derived(ids.fn)
  // A handler that is killed tells its tracer nothing.
  const thrown = outcome.kind === 'error' ? { ...fault, cause: exception } : fault
  const calls = of.calls.map((call) => subsegmentOf(call, of))
  const init =
    of.init === null
      ? []
      : [
          {
            id: ids.init,
            name: 'Initialization',
            start_time: seconds(of.init.start),
            end_time: seconds(of.init.start + of.init.durationMs),
            aws: functionArn,
          },
        ]
  return [
    {
      id: ids.service,
      name: fn.name,
      trace_id: trace.traceId,
      ...(trace.parentId === null ? {} : { parent_id: trace.parentId }),
      start_time: seconds(of.init?.start ?? start),
      end_time: seconds(end + overheadMs),
      http: { response: { status: 200 } },
      aws: { request_id: of.requestId },
      origin: 'AWS::Lambda',
      resource_arn: fn.arn,
      ...fault,
      ...links,
    },
    {
      id: ids.fn,
      name: fn.name,
      trace_id: trace.traceId,
      parent_id: ids.service,
      start_time: seconds(start),
      end_time: seconds(end + overheadMs),
      aws: {
        account_id: account,
        ...functionArn,
        cloudwatch_logs: [{ log_group: fn.logGroup }],
        resource_names: [fn.name],
      },
      origin: 'AWS::Lambda::Function',
      ...fault,
      ...(failure === null ? {} : { cause: cause(exception, failure) }),
      subsegments: [
        ...init,
        {
          id: ids.invocation,
          name: 'Invocation',
          start_time: seconds(start),
          end_time: seconds(end),
          aws: functionArn,
          ...fault,
          subsegments: outcome.kind === 'timeout' ? calls : handled(of, thrown, calls),
        },
        {
          id: ids.overhead,
          name: 'Overhead',
          start_time: seconds(end),
          end_time: seconds(end + overheadMs),
          aws: functionArn,
        },
      ],
    },
  ]
}
