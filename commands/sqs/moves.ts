import { string as argument } from '@oclif/core/args'
import { WriteCommand } from '../../src/cli/write-command.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'
import { usage } from '../../src/domain/problem.ts'
import type { QueueState } from '../../src/domain/sqs/queue.ts'

export default class SqsMoves extends WriteCommand<typeof SqsMoves> {
  static override summary = 'list the moves that SQS itself makes out of a dead-letter queue, or cancel one'
  static override description = `Those of sqs redrive --server-side, of the console and of any other tool: the last ten.
sqs moves cancel [DLQ] stops the one that runs; what was moved by then stays where it is.`
  static override examples = [
    '<%= config.bin %> sqs moves fulfilment-dlq --demo',
    '<%= config.bin %> sqs moves cancel fulfilment-dlq',
    '<%= config.bin %> sqs moves cancel fulfilment-dlq --yes --json',
  ]
  static override strict = false
  static override usage = 'sqs moves [cancel] [DLQ] [FLAGS]'
  static override args = { dlq: argument({ description: "the dead-letter queue (default: the stack's only one)" }) }
  static override flags = writeFlags
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:ListEventSourceMappings',
    'sqs:CancelMessageMoveTask',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:ListMessageMoveTasks',
  ]

  protected async act(): Promise<void> {
    const cancel = this.words[0] === 'cancel'
    const [word, ...more] = cancel ? this.words.slice(1) : this.words
    if (more.length > 0) throw usage(`one queue at a time: ${more.join(' ')} is one word too many`)
    const [{ readDlq }, { serverMoves }, { movesTable, movesAnswer }] = await Promise.all([
      import('../../src/usecases/sqs/queues.ts'),
      import('../../src/usecases/sqs/server-moves.ts'),
      import('../../src/output/sqs/moves.ts'),
    ])
    const session = await this.session()
    const { app } = await this.discoveryNow()
    const { queue } = await readDlq(session, app, word, this.signal)
    if (cancel) return this.cancel(queue)
    const moves = await serverMoves(session, queue, this.signal)
    if (moves.length === 0) this.note(`SQS has moved nothing out of ${queue.name} lately`)
    const context = await this.context(app)
    await this.emit({
      human: () => movesTable(moves, this.style, session.now()),
      json: () => movesAnswer(queue, moves, context),
    })
  }

  private async cancel(queue: QueueState): Promise<void> {
    const [{ cancelServerMove, serverMoves }, { answer }] = await Promise.all([
      import('../../src/usecases/sqs/server-moves.ts'),
      import('../../src/output/json.ts'),
    ])
    const [session, discovery] = [await this.session(), await this.discovery()]
    const running = (await serverMoves(session, queue, this.signal)).find(({ handle }) => handle !== null)
    if (running === undefined) {
      throw usage(
        `SQS moves nothing out of ${queue.name} now`,
        `slsops sqs moves ${queue.name} lists what it has moved`,
      )
    }
    const what = `stop the move out of ${queue.name}, of which ${running.moved} messages are through`
    await this.confirmWrite({ what }, discovery)
    const moved = await cancelServerMove(session, running.handle!)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () => `stopped; ${moved} messages were moved\n`,
      json: () => answer('slsops.sqs-move-cancelled/1', context, { queue: queue.name, moved }, []),
    })
  }
}
