import { string as argument } from '@oclif/core/args'
import { boolean, integer, string } from '@oclif/core/flags'
import { AppCommand } from '../../src/cli/app-command.ts'
import { noteIncomplete } from '../../src/cli/sqs/notes.ts'
import { safeText } from '../../src/output/safe-text.ts'

export default class SqsSave extends AppCommand<typeof SqsSave> {
  static override summary = 'save messages of a queue to a file, whole, and leave them where they are'
  static override description =
    `One message a line, with all that is needed to send it again (sqs send --file). The file is new, and only its owner can read it.
Like any look it counts as a receipt, and is refused where that could move a message unless --force insists.`
  static override examples = [
    '<%= config.bin %> sqs save fulfilment-dlq dead.ndjson --demo',
    `<%= config.bin %> sqs save fulfilment-dlq gifts.ndjson --where 'decoded.value.message.gift'`,
  ]
  static override args = {
    queue: argument({ description: 'the queue', required: true }),
    file: argument({ description: 'a file that is not there yet', required: true }),
  }
  static override flags = {
    where: string({ helpGroup: 'WHAT', helpValue: 'JMESPATH', description: 'only messages of which this is true' }),
    limit: integer({
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      default: 10_000,
      description: 'at most so many messages',
    }),
    force: boolean({ helpGroup: 'WHAT', description: 'look even where it can move or hold back a message' }),
  }
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:ListEventSourceMappings',
    'sqs:ChangeMessageVisibility',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:ReceiveMessage',
  ]

  protected async act(): Promise<void> {
    const { flags, signal } = this
    const [
      { compileWhere },
      { readQueue },
      { peekDoors },
      { peek },
      { mayPeek },
      { newLog },
      { messageRecord },
      { answer },
    ] = await Promise.all([
      import('../../src/usecases/sqs/where.ts'),
      import('../../src/usecases/sqs/queues.ts'),
      import('../../src/usecases/sqs/doors.ts'),
      import('../../src/usecases/sqs/peek.ts'),
      import('../../src/domain/sqs/peek-rules.ts'),
      import('../../src/usecases/sqs/redrive-files.ts'),
      import('../../src/domain/sqs/record.ts'),
      import('../../src/output/json.ts'),
    ])
    const where = await compileWhere(flags.where)
    const session = await this.session()
    const discovery = await this.discovery()
    if (discovery.remembered) await discovery.revalidate(signal)
    const { queue, incomplete } = await readQueue(session, discovery.app, this.args.queue, signal)
    for (const line of noteIncomplete(incomplete)) this.note(line)
    mayPeek(queue, flags.force)
    const log = await newLog(this.args.file)
    this.onExit(() => log.close())
    const { messages, seen, restored } = await peek({
      ...{ queue, where, limit: flags.limit, signal },
      doors: peekDoors(session, queue.url),
    })
    await log.append(messages.map(messageRecord))
    if (!restored) this.note('some messages could not be given back: they are visible again in 30 s at most')
    const context = await this.context(discovery.app)
    const saved = { queue: queue.name, file: log.path, saved: messages.length, received: seen, restored }
    await this.emit({
      human: () => `${messages.length} of ${seen} messages of ${safeText(queue.name)} saved to ${safeText(log.path)}\n`,
      json: () => answer('slsops.sqs-save/1', context, saved, incomplete),
    })
  }
}
