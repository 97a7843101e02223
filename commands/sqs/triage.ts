import { string as argument } from '@oclif/core/args'
import { boolean, integer, string } from '@oclif/core/flags'
import { printOut } from '../../src/cli/print.ts'
import { noteIncomplete } from '../../src/cli/sqs/notes.ts'
import type { Act, Choice } from '../../src/cli/sqs/triage-act.ts'
import type { TriageRead } from '../../src/cli/sqs/triage-read.ts'
import { WriteCommand } from '../../src/cli/write-command.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'
import { parseDuration } from '../../src/domain/duration.ts'
import { ExitCode, usage } from '../../src/domain/problem.ts'
import { ciGuard } from '../../src/output/ci-commands.ts'

const keys: Readonly<Record<string, Choice>> = { s: 'save', v: 'view', c: 'canary', r: 'redrive', d: 'delete' }

export default class SqsTriage extends WriteCommand<typeof SqsTriage> {
  static override summary = 'group dead letters by why they died, and deal with each group'
  static override description =
    `Why: the error of the run in which a message died last, found in the logs of the consumers by the request id on the message, by its trace,
by its own id, or by what its body names; -o json says which. Looking counts as a receipt; messages are given back.
On a terminal it asks what to do; else --group and one of --save, --view, --canary, --redrive, --delete say it. --canary redrives ONE message and
watches its run: exit code 1 where it fails, 3 where nothing is heard of it.`
  static override examples = [
    '<%= config.bin %> sqs triage --demo',
    '<%= config.bin %> sqs triage fulfilment-dlq --json',
    '<%= config.bin %> sqs triage fulfilment-dlq --group TypeError --canary --yes',
    '<%= config.bin %> sqs triage fulfilment-dlq --group 1 --redrive --rate 5 --yes',
    '<%= config.bin %> sqs triage fulfilment-dlq --group 2 --delete --backup poison.ndjson',
  ]
  static override args = { dlq: argument({ description: "the dead-letter queue (default: the stack's only one)" }) }
  static override flags = {
    group: string({
      char: 'g',
      helpGroup: 'WHAT',
      helpValue: 'N',
      description: 'which group: its number, or a part of why',
    }),
    save: string({ helpGroup: 'WHAT', helpValue: 'FILE', description: 'save the group to a new file' }),
    view: boolean({ helpGroup: 'WHAT', description: "show the group's example, whole" }),
    canary: boolean({ helpGroup: 'WHAT', description: 'redrive the example alone, and watch what becomes of it' }),
    redrive: boolean({ helpGroup: 'WHAT', description: 'redrive the group' }),
    delete: boolean({ helpGroup: 'WHAT', description: 'delete the group, each message saved first' }),
    to: string({
      helpGroup: 'WHAT',
      helpValue: 'QUEUE',
      description: 'another queue than the one that the messages came from',
    }),
    rate: integer({
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      max: 300,
      default: 10,
      description: 'messages a second',
    }),
    backup: string({
      helpGroup: 'WHAT',
      helpValue: 'FILE',
      description: 'where each message is saved (default: beside the journal)',
    }),
    watch: string({
      helpGroup: 'WHAT',
      helpValue: 'TIME',
      default: '60s',
      description: 'how long a canary is watched',
    }),
    limit: integer({
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      default: 1000,
      description: 'look at no more messages than this',
    }),
    since: string({ helpGroup: 'WHAT', helpValue: 'TIME', default: '1d', description: 'how far back logs are read' }),
    ...writeFlags,
  }
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:ListEventSourceMappings',
    'lambda:ListFunctions',
    'logs:FilterLogEvents',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'xray:BatchGetTraces',
  ]

  protected async act(): Promise<number> {
    const { flags, signal } = this
    const choice = this.choice()
    const session = await this.session()
    const discovery = await this.discoveryNow()
    const [{ readTriage }, { triageAnswer, triageText }, { acts, groupNamed }, { parseRange }] = await Promise.all([
      import('../../src/cli/sqs/triage-read.ts'),
      import('../../src/output/sqs/triage.ts'),
      import('../../src/cli/sqs/triage-act.ts'),
      import('../../src/domain/time-range.ts'),
    ])
    const now = session.now()
    const { from } = await parseRange({ since: flags.since }, now, {
      timezone: flags.timezone,
      deployAt: async () => null,
    })
    const { word, limit } = { word: this.args.dlq, limit: flags.limit }
    const read = await readTriage({ session, discovery, word, limit, from, note: (line) => this.note(line), signal })
    const { triaged, incomplete } = read
    for (const line of noteIncomplete(incomplete)) this.note(line)
    const act = await this.acting(read, discovery)
    const group = choice === null ? null : groupNamed(triaged.groups, flags.group)
    const acted = choice === null ? null : await acts[choice](group!, act)
    const [guard, context] = [ciGuard(process.env), await this.context(discovery.app)]
    await this.emit({
      human: async () => acted?.text ?? (await triageText(triaged, this.style, now, guard)),
      json: () => triageAnswer(triaged, acted?.record ?? null, context, incomplete, guard),
    })
    if (acted) return acted.exit
    const asks = process.stdin.isTTY === true && process.stderr.isTTY === true && this.format === 'human'
    if (asks && triaged.groups.length > 0) return this.converse(read, act)
    this.note('nothing has been changed')
    return incomplete.some(({ operation }) => operation === 'logs:FilterLogEvents') &&
      triaged.groups.every(({ signature }) => signature === null) &&
      triaged.groups.length > 0
      ? ExitCode.unknown
      : ExitCode.ok
  }

  private choice(): Choice | null {
    const { flags } = this
    const asked = (['save', 'view', 'canary', 'redrive', 'delete'] as const).filter(
      (one) => flags[one] !== undefined && flags[one] !== false,
    )
    if (asked.length > 1) throw usage(`one thing at a time: ${asked.map((one) => `--${one}`).join(' and ')}`)
    if (asked.length === 0 && flags.group !== undefined)
      throw usage('what is to be done with the group?', '--save FILE, --view, --canary, --redrive or --delete')
    return asked[0] ?? null
  }

  private async acting(read: TriageRead, discovery: Awaited<ReturnType<SqsTriage['discoveryNow']>>): Promise<Act> {
    const { flags, signal } = this
    const session = await this.session()
    const { readQueue } = await import('../../src/usecases/sqs/queues.ts')
    const only = read.feeders.length === 1 ? read.feeders[0]! : null
    const to = flags.to === undefined ? only : (await readQueue(session, discovery.app, flags.to, signal)).queue
    return {
      ...{ session, to, signal, queue: read.triaged.queue, sources: read.sources, rate: flags.rate },
      backup: flags.backup ?? null,
      file: flags.save ?? null,
      watchMs: parseDuration(flags.watch),
      style: this.style,
      showSecrets: flags['show-secrets'],
      quiet: flags.quiet,
      noColor: flags['no-color'],
      confirm: (plan) => this.confirmWrite(plan, discovery),
      note: (line) => this.note(line),
    }
  }

  /** On a terminal: a group and a key, until there is nothing more to do. */
  private async converse({ triaged: { groups } }: TriageRead, act: Act): Promise<number> {
    const { acts, groupNamed } = await import('../../src/cli/sqs/triage-act.ts')
    const { isProblem } = await import('../../src/domain/problem.ts')
    const now = [...groups]
    const left = new Set(now)
    let changed = false
    while (left.size > 0 && !this.signal.aborted) {
      process.stderr.write(
        `\n s save  v view  c canary  r redrive  d delete  q quit            ${changed ? '' : 'nothing has been changed'}\n`,
      )
      const said = (await this.ask(groups.length === 1 ? '> ' : 'group and key, such as "1 c"> ')).trim().toLowerCase()
      if (said === '' || said === 'q') break
      const [, number, key] = /^(\d+)?\s*([svcrd])$/.exec(said) ?? []
      const choice = keys[key ?? '']
      if (choice === undefined) continue
      try {
        const group = groupNamed(now, number)
        const file = choice === 'save' ? (await this.ask('file: ')).trim() : null
        const { text, record } = await acts[choice](group, { ...act, file })
        await printOut(text)
        if (choice === 'canary') {
          const letters = group.letters.filter(({ message }) => message.messageId !== record['messageId'])
          left.delete(group)
          const rest = {
            ...group,
            letters,
            example: letters.find(({ death }) => death !== null) ?? letters[0] ?? group.example,
          }
          now[now.indexOf(group)] = rest
          if (letters.length > 0) left.add(rest)
        }
        changed ||= choice !== 'save' && choice !== 'view'
        if (choice === 'redrive' || choice === 'delete') left.delete(group)
      } catch (error) {
        if (!isProblem(error) || this.signal.aborted) throw error
        this.note(error.hint === null ? error.message : `${error.message}\n  ${error.hint}`)
      }
    }
    return ExitCode.ok
  }
}
