import { AppCommand } from '../src/cli/app-command.ts'
import { figureFlags } from '../src/cli/functions/flags.ts'
import { ExitCode } from '../src/domain/problem.ts'

export default class Status extends AppCommand<typeof Status> {
  static override summary = 'the app on one screen: last deploy, functions, queues, tables, and what is wrong with them'
  static override description =
    `Figures of functions are read from their log lines. Counts of queues are approximate, those of tables up to six hours old.
It tells what it sees and gives no verdict: exit code 3 means that a function, a queue or a table could not be read.`
  static override examples = ['<%= config.bin %> status --demo', "<%= config.bin %> status --json | jq '.problems'"]
  static override flags = figureFlags
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeTable',
    'lambda:GetFunction',
    'lambda:GetFunctionConfiguration',
    'lambda:ListEventSourceMappings',
    'lambda:ListFunctions',
    'logs:FilterLogEvents',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
  ]

  protected async act(): Promise<number> {
    const { flags, signal, style } = this
    const [session, found] = await Promise.all([this.session(), this.discovery()])
    const [{ checked, windowOf }, { readStatus }, { unreadLines }] = await Promise.all([
      import('../src/cli/functions/place.ts'),
      import('../src/usecases/status/read-status.ts'),
      import('../src/cli/functions/notes.ts'),
    ])
    const discovery = await checked(session, found, signal)
    const window = flags['no-figures'] ? null : await windowOf(session, discovery, flags, signal)
    const { status, lost } = await readStatus({ session, discovery, window, signal })
    const [{ statusText }, { statusAnswer }] = await Promise.all([
      import('../src/output/status.ts'),
      import('../src/output/status-json.ts'),
    ])
    for (const line of unreadLines(status.incomplete)) this.note(line)
    if (window !== null) this.note(`figures since ${flags.since}${flags.until ? `, until ${flags.until}` : ''}`)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () => statusText(status, { style, now: session.now(), demo: flags.demo }),
      json: () => statusAnswer(status, context),
    })
    return lost > 0 ? ExitCode.unknown : ExitCode.ok
  }
}
