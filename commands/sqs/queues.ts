import { AppCommand } from '../../src/cli/app-command.ts'
import { noteIncomplete } from '../../src/cli/sqs/notes.ts'
import { ExitCode } from '../../src/domain/problem.ts'

export default class SqsQueues extends AppCommand<typeof SqsQueues> {
  static override summary = "list the app's queues: messages, dead letters, and who reads from them"
  static override description =
    `Counts are SQS's own: approximate, and up to a minute old. The age of the oldest message is a metric and is not read here.`
  static override examples = [
    '<%= config.bin %> sqs queues --demo',
    "<%= config.bin %> sqs queues --json | jq '.queues[] | select(.dlq.depth > 0)'",
  ]
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:ListEventSourceMappings',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
  ]

  protected async act(): Promise<number> {
    const session = await this.session()
    const discovery = await this.discovery()
    if (discovery.remembered) await discovery.revalidate(this.signal)
    const [{ readQueues }, { queuesTable, queuesAnswer }] = await Promise.all([
      import('../../src/usecases/sqs/queues.ts'),
      import('../../src/output/sqs/queues.ts'),
    ])
    const { queues, incomplete } = await readQueues(session, discovery.app, this.signal)
    const unknown = [...discovery.app.incomplete, ...incomplete]
    for (const line of noteIncomplete(unknown)) this.note(line)
    if (queues.length === 0 && unknown.length === 0) this.note(`the stack ${discovery.app.name} has no queue`)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () => queuesTable(queues, this.style),
      json: () => queuesAnswer(queues, context, unknown),
    })
    return incomplete.some(({ what }) => what.startsWith('queue ')) ? ExitCode.unknown : ExitCode.ok
  }
}
