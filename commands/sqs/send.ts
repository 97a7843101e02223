import { string as argument } from '@oclif/core/args'
import { integer, string } from '@oclif/core/flags'
import { WriteCommand } from '../../src/cli/write-command.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'
import { usage } from '../../src/domain/problem.ts'
import { safeText } from '../../src/output/safe-text.ts'
import { styleFor } from '../../src/output/style.ts'

export default class SqsSend extends WriteCommand<typeof SqsSend> {
  static override summary = 'send a message to a queue, or many from a file'
  static override description =
    `BODY: text, @FILE, or - for standard input. --file takes what sqs save writes, or a JSON array: {"body": ..., "attributes": {...}, "groupId": ...}.
Each message is sent once: a send without an answer is not repeated.`
  static override examples = [
    `<%= config.bin %> sqs send fulfilment '{"orderId": "o-1"}' --demo`,
    `<%= config.bin %> sqs send orders.fifo @order.json --group customer-7 --deduplication-id o-1`,
    `<%= config.bin %> sqs send fulfilment hello --attribute kind=gift --attribute weight:Number=3`,
    '<%= config.bin %> sqs send fulfilment --file dead.ndjson --rate 5 --yes',
  ]
  static override args = {
    queue: argument({ description: 'the queue', required: true }),
    body: argument({ description: 'the body: text, @FILE or -' }),
  }
  static override flags = {
    file: string({ helpGroup: 'WHAT', helpValue: 'FILE', description: 'messages, one a line or a JSON array' }),
    attribute: string({
      helpGroup: 'WHAT',
      helpValue: 'NAME[:TYPE]=VALUE',
      multiple: true,
      description: 'a message attribute; TYPE is String, Number or Binary (base64)',
    }),
    group: string({ helpGroup: 'WHAT', helpValue: 'ID', description: 'message group' }),
    'deduplication-id': string({
      helpGroup: 'WHAT',
      helpValue: 'ID',
      description: 'deduplication id, for a FIFO queue',
    }),
    delay: integer({ helpGroup: 'WHAT', helpValue: 'SECONDS', min: 0, max: 900, description: 'hold it back so long' }),
    rate: integer({
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      max: 300,
      default: 50,
      description: 'messages a second, from a file',
    }),
    ...writeFlags,
  }
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:ListEventSourceMappings',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:SendMessage',
  ]

  protected async act(): Promise<void> {
    const { flags, signal } = this
    const [{ messagesToSend }, { readQueue }, { sendMany }, { sendDoors }, { answer }, { moveProgress }] =
      await Promise.all([
        import('../../src/cli/sqs/to-send.ts'),
        import('../../src/usecases/sqs/queues.ts'),
        import('../../src/usecases/sqs/send-many.ts'),
        import('../../src/usecases/sqs/doors.ts'),
        import('../../src/output/json.ts'),
        import('../../src/output/sqs/progress.ts'),
      ])
    const messages = await messagesToSend(this.args.body, flags)
    const session = await this.session()
    const discovery = await this.discoveryNow()
    const { queue } = await readQueue(session, discovery.app, this.args.queue, signal)
    if (queue.fifo && messages.some(({ groupId }) => groupId === null))
      throw usage(`${queue.name} is a FIFO queue: each message needs a group`, '--group ID, or "groupId" in the file')
    const what =
      messages.length === 1
        ? `send a message of ${Buffer.byteLength(messages[0]!.body)} bytes to ${queue.name}`
        : `send ${messages.length} messages to ${queue.name}, ${flags.rate} a second`
    const consumers = (queue.consumers ?? []).map(
      ({ functionName }) => `${functionName} will receive ${messages.length === 1 ? 'it' : 'them'}`,
    )
    await this.confirmWrite({ what, details: consumers }, discovery)
    const style = styleFor({ env: process.env, stream: process.stderr, noColor: flags['no-color'] })
    const live = process.stderr.isTTY === true && !flags.quiet && messages.length > 1
    const row = moveProgress(process.stderr, style, {
      what: `sending to ${queue.name}`,
      total: messages.length,
      now: () => session.now(),
    })
    const ids = await sendMany({
      ...{ messages, rate: flags.rate, signal },
      ...sendDoors(session, queue.url),
      progress: live ? row.show : undefined,
    }).finally(row.clear)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () =>
        ids.length === 1
          ? `sent ${safeText(ids[0]!)}\n`
          : `${ids.length} of ${messages.length} messages sent to ${safeText(queue.name)}\n`,
      json: () => answer('slsops.sqs-send/1', context, { queue: queue.name, sent: ids.length, messageIds: ids }, []),
    })
  }
}
