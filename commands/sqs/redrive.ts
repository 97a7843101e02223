import { string as argument } from '@oclif/core/args'
import { noteIncomplete } from '../../src/cli/sqs/notes.ts'
import { redriveFlags } from '../../src/cli/sqs/redrive-flags.ts'
import { WriteCommand } from '../../src/cli/write-command.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'
import { usage } from '../../src/domain/problem.ts'

/** What the mover needs of its own is in memory; beyond this SQS itself is the better hand. */
const LARGE = 100_000

export default class SqsRedrive extends WriteCommand<typeof SqsRedrive> {
  static override summary = 'move dead letters back to the queue that they came from'
  static override description =
    `Each message is saved, written to a journal, sent, and only then deleted: body, attributes and trace header stay what they are.
Where it breaks off, the same command with --resume JOURNAL goes on: nothing is lost; in a FIFO queue nothing doubles within five minutes; in a
standard queue at most one message a kill may, and the journal names it. Ctrl-C stops between two messages.
In a FIFO queue messages that wait behind others of their group that --where does not take can not be reached.`
  static override examples = [
    '<%= config.bin %> sqs redrive fulfilment-dlq --dry-run',
    '<%= config.bin %> sqs redrive fulfilment-dlq --limit 1',
    `<%= config.bin %> sqs redrive fulfilment-dlq --where 'decoded.value.message.gift' --rate 5 --yes`,
    '<%= config.bin %> sqs redrive fulfilment-dlq --resume redrive-20260102030405-1a2b3c4d.journal.ndjson',
    '<%= config.bin %> sqs redrive fulfilment-dlq --server-side',
  ]
  static override args = { dlq: argument({ description: "the dead-letter queue (default: the stack's only one)" }) }
  static override flags = { ...redriveFlags, ...writeFlags }
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:ListEventSourceMappings',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'sqs:StartMessageMoveTask',
  ]

  protected async act(): Promise<void> {
    const { flags, signal } = this
    const [{ compileWhere }, { readDlq, readQueue }, { mustFit, onlySource }] = await Promise.all([
      import('../../src/usecases/sqs/where.ts'),
      import('../../src/usecases/sqs/queues.ts'),
      import('../../src/usecases/sqs/redrive.ts'),
    ])
    const where = await compileWhere(flags.where)
    const session = await this.session()
    const discovery = await this.discoveryNow()
    const { app } = discovery
    const { queue: from, incomplete } = await readDlq(session, app, this.args.dlq, signal)
    for (const line of noteIncomplete(incomplete)) this.note(line)
    if (flags['server-side']) return this.serverSide(from, discovery)
    const { queue: to } = await readQueue(session, app, flags.to ?? onlySource(from), signal)
    mustFit(from, to)
    if (flags['dry-run']) return this.dryRun(from, to, where)
    if (from.visible > LARGE)
      this.note(`${from.name} holds about ${from.visible} messages; --server-side moves them faster, without a copy`)
    const some = flags.limit === undefined ? `about ${from.visible}` : `at most ${flags.limit}`
    const filter = flags.where === undefined ? '' : ` where ${flags.where}`
    await this.confirmWrite(
      {
        what: `${flags.resume ? 'go on to redrive' : 'redrive'} ${some} messages from ${from.name} to ${to.name}${filter}, ${flags.rate} a second`,
        details: (to.consumers ?? []).map(({ functionName }) => `${functionName} will receive them`),
      },
      discovery,
    )
    const [{ moveHere }, { redriveAnswer, redriveText }] = await Promise.all([
      import('../../src/cli/sqs/moving.ts'),
      import('../../src/output/sqs/redrive.ts'),
    ])
    const target = flags.to === undefined ? '' : ` --to ${to.name}`
    const quoted = flags.where === undefined ? '' : ` --where '${flags.where.replaceAll("'", "'\\''")}'`
    const { moved, journal, backup } = await moveHere({
      ...{ session, from, to, where, signal },
      whereText: flags.where ?? null,
      limit: flags.limit ?? null,
      only: null,
      rate: flags.rate,
      backup: flags.backup ?? null,
      resume: flags.resume ?? null,
      total:
        flags.where === undefined
          ? Math.min(from.visible, flags.limit ?? Number.POSITIVE_INFINITY)
          : (flags.limit ?? null),
      what: `redriving ${from.name}`,
      again: (path) => `slsops sqs redrive ${from.name}${target}${quoted} --resume ${path}`,
      quiet: flags.quiet,
      noColor: flags['no-color'],
      note: (line) => this.note(line),
    })
    const result = { from: from.name, to: to.name, ...moved, journal, backup }
    const context = await this.context(app)
    await this.emit({
      human: () => redriveText(result, this.style),
      json: () => redriveAnswer(result, context, incomplete),
    })
    if (moved.stopped) this.note(`to go on: slsops sqs redrive ${from.name}${target}${quoted} --resume ${journal}`)
  }

  private async dryRun(
    from: import('../../src/domain/sqs/queue.ts').QueueState,
    to: { readonly name: string },
    where: import('../../src/domain/sqs/where.ts').Where,
  ): Promise<void> {
    const [{ peek }, { peekDoors }, { mayPeek }, { dryRunAnswer, dryRunText }] = await Promise.all([
      import('../../src/usecases/sqs/peek.ts'),
      import('../../src/usecases/sqs/doors.ts'),
      import('../../src/domain/sqs/peek-rules.ts'),
      import('../../src/output/sqs/dry-run.ts'),
    ])
    const session = await this.session()
    mayPeek(from, false)
    const limit = this.flags.limit ?? 10_000
    const { messages, seen } = await peek({
      ...{ queue: from, where, limit, signal: this.signal },
      doors: peekDoors(session, from.url),
    })
    const result = { from: from.name, to: to.name, would: messages, seen }
    const context = await this.context((await this.discovery()).app)
    await this.emit({ human: () => dryRunText(result), json: () => dryRunAnswer(result, context) })
    this.note('nothing was moved; receive counts went up by one')
  }

  private async serverSide(
    from: import('../../src/domain/sqs/queue.ts').QueueState,
    discovery: Awaited<ReturnType<SqsRedrive['discoveryNow']>>,
  ): Promise<void> {
    const { flags } = this
    for (const flag of ['where', 'limit', 'backup', 'resume', 'dry-run'] as const) {
      if (flags[flag] !== undefined && flags[flag] !== false)
        throw usage(
          `--server-side can't do --${flag}: SQS moves all messages, and keeps no copy`,
          `leave one of them out`,
        )
    }
    const [{ startServerMove }, { readQueue }, { movesAnswer }] = await Promise.all([
      import('../../src/usecases/sqs/server-moves.ts'),
      import('../../src/usecases/sqs/queues.ts'),
      import('../../src/output/sqs/moves.ts'),
    ])
    const session = await this.session()
    const to = flags.to === undefined ? null : (await readQueue(session, discovery.app, flags.to, this.signal)).queue
    const where = to?.name ?? (from.dlqFor.join(', ') || 'where they came from')
    await this.confirmWrite(
      {
        what: `let SQS move all of about ${from.visible} messages from ${from.name} to ${where}`,
        details: ['there is no copy of them, and no choice; each becomes a new message, with a new id and a new age'],
      },
      discovery,
    )
    const { handle, moves } = await startServerMove(session, { from, to, rate: flags.rate }, this.signal)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () => `SQS moves them; slsops sqs moves ${from.name} shows how far it is\n`,
      json: () => movesAnswer(from, moves, context, handle),
    })
  }
}
