import type { Incomplete } from '../../domain/incomplete.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import { type FittingColumn, fittingTable } from '../fitting-table.ts'
import { type AnswerContext, answer } from '../json.ts'
import { glyphs, type Style } from '../style.ts'
import type { Cell } from '../table.ts'

const shownAs = ({ logicalId, path, name }: QueueState): string => path ?? logicalId ?? name

const dead = ({ dlq }: QueueState, none: string): Cell => {
  if (dlq === null) return none
  const depth = dlq.depth === null ? '?' : String(dlq.depth)
  return dlq.depth === 0
    ? `${dlq.name} ${depth}`
    : { text: `${dlq.name} ${depth}`, tone: dlq.depth === null ? 'dim' : 'fault' }
}

const visible = (queue: QueueState, fault: string): Cell => {
  const isSad = queue.dlqFor.length > 0 && queue.visible > 0
  return isSad ? { text: `${fault} ${queue.visible}`, tone: 'fault' } : { text: String(queue.visible), tone: 'plain' }
}

const consumers = (queue: QueueState): Cell => {
  const names = queue.consumers?.map(({ functionName, state }) =>
    state === 'Enabled' ? functionName : `${functionName} (${state})`,
  )
  return names === undefined ? '?' : names.join(', ') || null
}

/** A line a queue; one that holds dead letters says so by its place and by a mark. */
export const queuesTable = (queues: readonly QueueState[], style: Style): Promise<string> => {
  if (queues.length === 0) return Promise.resolve('')
  const { none, fault } = glyphs(style)
  const columns: readonly FittingColumn<QueueState>[] = [
    { title: 'queue', keep: true, goes: 0, cell: shownAs },
    { title: 'visible', align: 'right', goes: 0, cell: (queue) => visible(queue, fault) },
    { title: 'in flight', align: 'right', goes: 4, cell: ({ inFlight }) => inFlight },
    { title: 'delayed', align: 'right', goes: 3, cell: ({ delayed }) => delayed },
    { title: 'dead letters', goes: 5, cell: (queue) => dead(queue, none) },
    { title: 'takes dead letters of', goes: 1, cell: ({ dlqFor }) => dlqFor.join(', ') || null },
    { title: 'consumers', goes: 2, cell: consumers },
  ]
  return fittingTable(columns, queues, style)
}

/** A queue as the contract shapes it. */
const queueRecord = (queue: QueueState) => ({
  logicalId: queue.logicalId,
  name: queue.name,
  url: queue.url,
  arn: queue.arn,
  fifo: queue.fifo,
  visible: queue.visible,
  inFlight: queue.inFlight,
  delayed: queue.delayed,
  oldestAgeMs: queue.oldestAgeMs,
  dlq: queue.dlq,
  dlqFor: queue.dlqFor,
  maxReceiveCount: queue.redrive?.maxReceiveCount ?? null,
  consumers:
    queue.consumers?.map(({ functionName, functionArn, state }) => ({
      function: functionName,
      arn: functionArn,
      state,
    })) ?? null,
})

/** `slsops.sqs-queues/1`. */
export const queuesAnswer = (
  queues: readonly QueueState[],
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string => answer('slsops.sqs-queues/1', context, { queues: queues.map(queueRecord) }, incomplete)
