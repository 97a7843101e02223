import { string as argument } from '@oclif/core/args'
import { WriteCommand } from '../../../src/cli/write-command.ts'
import { writeFlags } from '../../../src/cli/write-flags.ts'
import { usage } from '../../../src/domain/problem.ts'

export default class SqsMovesCancel extends WriteCommand<typeof SqsMovesCancel> {
  static override summary = 'stop the move that SQS makes out of a dead-letter queue'
  static override description = 'What was moved by then stays where it is.'
  static override examples = [
    '<%= config.bin %> sqs moves cancel fulfilment-dlq',
    '<%= config.bin %> sqs moves cancel fulfilment-dlq --yes --json',
  ]
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
    const [{ readDlq }, { cancelMove, listMoves }, { answer }] = await Promise.all([
      import('../../../src/usecases/sqs/queues.ts'),
      import('../../../src/services/sqs/move-tasks.ts'),
      import('../../../src/output/json.ts'),
    ])
    const session = await this.session()
    const discovery = await this.discoveryNow()
    const { queue } = await readDlq(session, discovery.app, this.args.dlq, this.signal)
    const running = (await listMoves(session, queue.arn, this.signal)).find(({ handle }) => handle !== null)
    if (running === undefined)
      throw usage(
        `SQS moves nothing out of ${queue.name} now`,
        `slsops sqs moves ${queue.name} lists what it has moved`,
      )
    await this.confirmWrite(
      { what: `stop the move out of ${queue.name}, of which ${running.moved} messages are through` },
      discovery,
    )
    const moved = await cancelMove(session, running.handle!)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () => `stopped; ${moved} messages were moved\n`,
      json: () => answer('slsops.sqs-move-cancelled/1', context, { queue: queue.name, moved }, []),
    })
  }
}
