import { string as argument } from '@oclif/core/args'
import { WriteCommand } from '../../src/cli/write-command.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'
import { safeText } from '../../src/output/safe-text.ts'

export default class SqsPurge extends WriteCommand<typeof SqsPurge> {
  static override summary = 'delete all messages of a queue, for ever'
  static override description =
    `Nothing brings them back: save them first (sqs save). The queue's name has to be typed, or given with --confirm; --yes is not enough.
SQS takes up to a minute, and one purge a minute.`
  static override examples = [
    '<%= config.bin %> sqs purge fulfilment-dlq --demo',
    '<%= config.bin %> sqs purge fulfilment-dlq --confirm fulfilment-dlq',
  ]
  static override args = { queue: argument({ description: 'the queue', required: true }) }
  static override flags = writeFlags
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:ListEventSourceMappings',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:PurgeQueue',
  ]

  protected async act(): Promise<void> {
    const [{ readQueue }, { purge }, { answer }] = await Promise.all([
      import('../../src/usecases/sqs/queues.ts'),
      import('../../src/usecases/sqs/doors.ts'),
      import('../../src/output/json.ts'),
    ])
    const session = await this.session()
    const discovery = await this.discoveryNow()
    const { queue } = await readQueue(session, discovery.app, this.args.queue, this.signal)
    const inFlight = queue.inFlight === 0 ? [] : [`${queue.inFlight} of them are being worked on now`]
    const consumers = (queue.consumers ?? []).map(({ functionName }) => `${functionName} will never see them`)
    await this.confirmWrite(
      {
        what: `delete all of about ${queue.visible + queue.inFlight + queue.delayed} messages in ${queue.name}, for ever`,
        details: [...inFlight, ...consumers],
        typed: queue.name,
      },
      discovery,
    )
    await purge(session, queue.url)
    const context = await this.context(discovery.app)
    const { visible, inFlight: hidden, delayed } = queue
    await this.emit({
      human: () => `${safeText(queue.name)} is being emptied; SQS takes up to a minute\n`,
      json: () =>
        answer(
          'slsops.sqs-purge/1',
          context,
          { queue: queue.name, approximate: { visible, inFlight: hidden, delayed } },
          [],
        ),
    })
  }
}
