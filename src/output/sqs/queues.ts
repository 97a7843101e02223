import type { Incomplete } from '../../domain/incomplete.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import { type AnswerContext, answer } from '../json.ts'
import { glyphs, type Style } from '../style.ts'
import { type Cell, table } from '../table.ts'

const shownAs = ({ logicalId, path, name }: QueueState): string => path ?? logicalId ?? name

const dead = ({ dlq }: QueueState, none: string): Cell => {
  if (dlq === null) return none
  const depth = dlq.depth === null ? '?' : String(dlq.depth)
  return dlq.depth === 0
    ? `${dlq.name} ${depth}`
    : { text: `${dlq.name} ${depth}`, tone: dlq.depth === null ? 'dim' : 'fault' }
}

/** A line a queue; one that holds dead letters says so by its place and by a mark. */
export const queuesTable = (queues: readonly QueueState[], style: Style): Promise<string> => {
  if (queues.length === 0) return Promise.resolve('')
  const { none, fault } = glyphs(style)
  const columns = [
    { title: 'queue', keep: true },
    { title: 'visible' },
    { title: 'in flight' },
    { title: 'delayed' },
    { title: 'dead letters' },
    { title: 'takes dead letters of' },
    { title: 'consumers' },
  ]
  const rows = queues.map((queue): Cell[] => {
    const isSad = queue.dlqFor.length > 0 && queue.visible > 0
    const consumers = queue.consumers?.map(({ functionName, state }) =>
      state === 'Enabled' ? functionName : `${functionName} (${state})`,
    )
    return [
      shownAs(queue),
      isSad ? { text: `${fault} ${queue.visible}`, tone: 'fault' } : { text: String(queue.visible), tone: 'plain' },
      queue.inFlight,
      queue.delayed,
      dead(queue, none),
      queue.dlqFor.join(', ') || null,
      consumers === undefined ? '?' : consumers.join(', ') || null,
    ]
  })
  return table(
    columns.map((column, at) => (at >= 1 && at <= 3 ? { ...column, align: 'right' as const } : column)),
    rows,
    style,
  )
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
