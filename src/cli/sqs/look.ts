import { boolean, integer, string } from '@oclif/core/flags'
import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import type { Peeked } from '../../usecases/sqs/peek.ts'
import { noteIncomplete } from './notes.ts'

/** Flags of the verbs that look at messages and leave them where they are. */
export const lookFlags = (limit: { readonly default: number; readonly max?: number }) => ({
  where: string({ helpGroup: 'WHAT', helpValue: 'JMESPATH', description: 'only messages of which this is true' }),
  limit: integer({ helpGroup: 'WHAT', helpValue: 'N', min: 1, description: 'at most so many messages', ...limit }),
  force: boolean({ helpGroup: 'WHAT', description: 'look even where it can move or hold back a message' }),
})

export const lookActions: readonly string[] = [
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackResources',
  'lambda:ListEventSourceMappings',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ListDeadLetterSourceQueues',
  'sqs:ReceiveMessage',
]

export interface Look {
  readonly open: () => Promise<{ readonly session: Session; readonly discovery: Discovery }>
  readonly flags: { readonly where?: string | undefined; readonly limit: number; readonly force: boolean }
  /** The queue; undefined = the stack's only one. */
  readonly word: string | undefined
  readonly signal: AbortSignal
  readonly note: (line: string) => void
  /** Before the first message is received. */
  readonly ready?: () => Promise<void>
}

export interface Looked {
  readonly session: Session
  readonly discovery: Discovery
  readonly queue: QueueState
  readonly incomplete: readonly Incomplete[]
  readonly peeked: Peeked
}

/** Looks at messages and gives them back. Rejects with a Problem where that could do harm. */
export const lookAtQueue = async ({ open, flags, word, signal, note, ready }: Look): Promise<Looked> => {
  const [{ compileWhere }, { readQueue }, { peekDoors }, { peek }, { mayPeek }] = await Promise.all([
    import('../../usecases/sqs/where.ts'),
    import('../../usecases/sqs/queues.ts'),
    import('../../usecases/sqs/doors.ts'),
    import('../../usecases/sqs/peek.ts'),
    import('../../domain/sqs/peek-rules.ts'),
  ])
  // A wrong expression is told before anything is asked.
  const where = await compileWhere(flags.where)
  const { session, discovery } = await open()
  if (discovery.remembered) await discovery.revalidate(signal)
  const { queue, incomplete } = await readQueue(session, discovery.app, word, signal)
  for (const line of noteIncomplete(incomplete)) note(line)
  mayPeek(queue, flags.force)
  await ready?.()
  const peeked = await peek({ queue, where, limit: flags.limit, signal, doors: peekDoors(session, queue.url) })
  if (!peeked.restored) note('some messages could not be given back: they are visible again in 30 s at most')
  return { session, discovery, queue, incomplete, peeked }
}
