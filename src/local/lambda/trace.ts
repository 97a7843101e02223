import type { SegmentDocument } from '../xray/segments.ts'
import { timeoutMessage } from './lines.ts'
import type { DownstreamCall, Failure, Invocation } from './shape.ts'

const seconds = (at: number): number => Math.round(at * 1000) / 1_000_000

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

const subsegmentOf = (call: DownstreamCall, region: string) => {
  const status = call.error === null ? 200 : 400
  const times = { id: call.id, start_time: seconds(call.start), end_time: seconds(call.end) }
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

/** Lambda's pair of segments: the service's own, and the function's with Initialization, Invocation and Overhead. */
export const documentsOf = (of: Invocation): SegmentDocument[] => {
  const { fn, ids, trace, start, outcome } = of
  if (!fn.tracing || !trace.sampled) return []
  const [, , , region = '', account = ''] = fn.arn.split(':')
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
      start_time: seconds(Math.min(start, of.init?.start ?? start) - 4),
      end_time: seconds(end + 3),
      http: { response: { status: 200 } },
      aws: { request_id: of.requestId },
      origin: 'AWS::Lambda',
      resource_arn: fn.arn,
      ...(failure === null ? {} : { error: true }),
      ...links,
    },
    {
      id: ids.fn,
      name: fn.name,
      trace_id: trace.traceId,
      parent_id: ids.service,
      start_time: seconds(start),
      end_time: seconds(end + 1),
      aws: {
        account_id: account,
        ...functionArn,
        cloudwatch_logs: [{ log_group: fn.logGroup }],
        resource_names: [fn.name],
      },
      origin: 'AWS::Lambda::Function',
      ...fault,
      ...(failure === null ? {} : { cause: cause(`${ids.invocation.slice(0, 15)}0`, failure) }),
      subsegments: [
        ...init,
        {
          id: ids.invocation,
          name: 'Invocation',
          start_time: seconds(start),
          end_time: seconds(end),
          aws: functionArn,
          ...fault,
          subsegments: of.calls.map((call) => subsegmentOf(call, region)),
        },
        {
          id: ids.overhead,
          name: 'Overhead',
          start_time: seconds(end),
          end_time: seconds(end + 1),
          aws: functionArn,
        },
      ],
    },
  ]
}
