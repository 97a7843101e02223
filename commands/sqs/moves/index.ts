import { string as argument } from '@oclif/core/args'
import { AppCommand } from '../../../src/cli/app-command.ts'

export default class SqsMoves extends AppCommand<typeof SqsMoves> {
  static override summary = 'list the moves that SQS itself makes out of a dead-letter queue'
  static override description =
    'Those of `sqs redrive --server-side`, of the console and of any other tool: the last ten.'
  static override examples = [
    '<%= config.bin %> sqs moves fulfilment-dlq --demo',
    '<%= config.bin %> sqs moves cancel fulfilment-dlq',
  ]
  static override args = { dlq: argument({ description: "the dead-letter queue (default: the stack's only one)" }) }
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:ListEventSourceMappings',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:ListMessageMoveTasks',
  ]

  protected async act(): Promise<void> {
    const session = await this.session()
    const discovery = await this.discovery()
    if (discovery.remembered) await discovery.revalidate(this.signal)
    const [{ readDlq }, { listMoves }, { movesTable, movesAnswer }] = await Promise.all([
      import('../../../src/usecases/sqs/queues.ts'),
      import('../../../src/services/sqs/move-tasks.ts'),
      import('../../../src/output/sqs/moves.ts'),
    ])
    const { queue } = await readDlq(session, discovery.app, this.args.dlq, this.signal)
    const moves = await listMoves(session, queue.arn, this.signal)
    if (moves.length === 0) this.note(`SQS has moved nothing out of ${queue.name} lately`)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () => movesTable(moves, this.style, session.now()),
      json: () => movesAnswer(queue, moves, context),
    })
  }
}
