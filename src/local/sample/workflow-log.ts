import { createHash } from 'node:crypto'
import type { Stagehand } from './flows.ts'
import { paymentLogGroup } from './template/resources.ts'

/** What an event tells of itself, by its type. */
type Details = Readonly<Record<string, unknown>>

export interface WorkflowLog {
  /** Writes the next event of the execution. Time in epoch ms. */
  event(at: number, type: string, details: Details): void
}

/** `2026-05-20-15`: streams change with the hour. */
const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13).replace('T', '-')

/**
 * The log of one execution as Step Functions writes it at level ALL without execution data: a line of JSON for each event of its
 * history, numbers as text, each naming the event it came from.
 */
export const workflowLog = (
  hand: Pick<Stagehand, 'line' | 'place'>,
  executionId: string,
  from: number,
): WorkflowLog => {
  const { machineArn } = hand.place
  const shard = createHash('sha256').update(executionId).digest('hex').slice(0, 8)
  const stream = `states/${machineArn.split(':').at(-1)}/${hourOf(from)}/${shard}`
  let id = 0
  return {
    event(at, type, details) {
      const message = JSON.stringify({
        details,
        redrive_count: '0',
        id: String(id + 1),
        type,
        // The first state comes from nothing, as the execution itself does.
        previous_event_id: String(id === 1 ? 0 : id),
        event_timestamp: String(Math.floor(at)),
        execution_arn: `${machineArn.replace(':stateMachine:', ':execution:')}:${executionId}`,
      })
      id += 1
      hand.line(paymentLogGroup, stream, at, message)
    },
  }
}
