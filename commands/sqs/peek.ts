import { string as argument } from '@oclif/core/args'
import { boolean, integer, string } from '@oclif/core/flags'
import { AppCommand } from '../../src/cli/app-command.ts'
import { noteIncomplete } from '../../src/cli/sqs/notes.ts'
import { ciGuard } from '../../src/output/ci-commands.ts'

export default class SqsPeek extends AppCommand<typeof SqsPeek> {
  static override summary = 'look at messages of a queue, and give them back'
  static override description =
    `QUEUE: logical id, name, ARN, URL, or a part of one. No look is free: each message's receive count goes up by one, and it is hidden
from its consumer until it is given back, at the end and on Ctrl-C. Where that could move a message to the dead-letter queue, or hold a message group
back, it is refused unless --force insists.
--where is JMESPath over a message as -o json shows it. Secrets in bodies are masked for people only: -o json and ndjson give what came.`
  static override examples = [
    '<%= config.bin %> sqs peek fulfilment-dlq --demo',
    `<%= config.bin %> sqs peek fulfilment-dlq --where 'decoded.value.message.gift' --limit 3`,
    '<%= config.bin %> sqs peek fulfilment-dlq -o ndjson | jq -r .body',
  ]
  static override args = { queue: argument({ description: "the queue (default: the stack's only one)" }) }
  static override flags = {
    where: string({ helpGroup: 'WHAT', helpValue: 'JMESPATH', description: 'only messages of which this is true' }),
    limit: integer({
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      max: 10_000,
      default: 10,
      description: 'at most so many messages',
    }),
    force: boolean({ helpGroup: 'WHAT', description: 'look even where it can move or hold back a message' }),
  }
  static override formats = ['human', 'json', 'ndjson']
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
    const [{ compileWhere }, { readQueue }, { peekDoors }, { peek }, { mayPeek }] = await Promise.all([
      import('../../src/usecases/sqs/where.ts'),
      import('../../src/usecases/sqs/queues.ts'),
      import('../../src/usecases/sqs/doors.ts'),
      import('../../src/usecases/sqs/peek.ts'),
      import('../../src/domain/sqs/peek-rules.ts'),
    ])
    const where = await compileWhere(flags.where)
    const session = await this.session()
    const discovery = await this.discovery()
    if (discovery.remembered) await discovery.revalidate(signal)
    const { queue, incomplete } = await readQueue(session, discovery.app, this.args.queue, signal)
    for (const line of noteIncomplete(incomplete)) this.note(line)
    mayPeek(queue, flags.force)
    const { messages, seen, restored, nearLimit } = await peek({
      ...{ queue, where, limit: flags.limit, signal },
      doors: peekDoors(session, queue.url),
    })
    const { peekAnswer, peekRecords, peekText } = await import('../../src/output/sqs/peek.ts')
    const guard = ciGuard(process.env)
    const context = await this.context(discovery.app)
    const look = { style: this.style, now: session.now(), showSecrets: flags['show-secrets'] }
    await this.emit({
      human: () => peekText(messages, look, guard),
      json: () => peekAnswer(queue, { messages, restored }, context, incomplete, guard),
      ndjson: () => peekRecords(messages, guard),
    })
    this.note(
      `${messages.length} of about ${queue.visible} messages of ${queue.name} shown, ${seen} received: their receive counts went up by one`,
    )
    if (nearLimit) this.note('it ended early: one more receipt could move a message to the dead-letter queue')
    if (!restored) this.note('some messages could not be given back: they are visible again in 30 s at most')
  }
}
