import { seconds } from '../lambda/trace.ts'
import type { SegmentDocument } from '../xray/segments.ts'

/** One state that ran. Times in epoch ms. */
export interface StateRun {
  readonly name: string
  readonly ids: { readonly state: string; readonly call: string }
  readonly from: number
  readonly to: number
  readonly error: { readonly type: string; readonly message: string } | null
  /** Of the function that it called. */
  readonly arn: string
}

/** The segment of a Step Functions execution: a subsegment for each state, and in it the call to Lambda. */
export const workflowDocument = (
  machineArn: string,
  execution: { segmentId: string; traceId: string; executionId: string; at: number },
  states: readonly StateRun[],
): SegmentDocument => {
  const name = machineArn.split(':').at(-1) ?? ''
  const region = machineArn.split(':')[3] ?? ''
  const failed = states.find(({ error }) => error !== null)
  const end = Math.max(execution.at, ...states.map(({ to }) => to)) + 3
  const fault = failed === undefined ? {} : { fault: true }
  return {
    id: execution.segmentId,
    name,
    trace_id: execution.traceId,
    start_time: seconds(execution.at),
    end_time: seconds(end),
    origin: 'AWS::StepFunctions::StateMachine',
    resource_arn: machineArn,
    aws: { execution_arn: machineArn.replace(':stateMachine:', ':execution:').concat(`:${execution.executionId}`) },
    ...fault,
    subsegments: states.map(({ name: state, ids, from, to, error, arn }) => ({
      id: ids.state,
      name: state,
      start_time: seconds(from),
      end_time: seconds(to),
      ...(error === null
        ? {}
        : {
            fault: true,
            cause: {
              exceptions: [
                { id: [...ids.state].reverse().join(''), type: error.type, message: error.message, remote: true },
              ],
            },
          }),
      subsegments: [
        {
          id: ids.call,
          name: 'Lambda',
          namespace: 'aws',
          start_time: seconds(from),
          end_time: seconds(to),
          http: { response: { status: 200 } },
          aws: {
            operation: 'Invoke',
            region,
            function_name: arn.split(':').at(-1),
            resource_names: [arn.split(':').at(-1)],
          },
          ...(error === null ? {} : { error: true }),
        },
      ],
    })),
  }
}
