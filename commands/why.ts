import { string as argument } from '@oclif/core/args'
import { string } from '@oclif/core/flags'
import { AppCommand } from '../src/cli/app-command.ts'
import { ExitCode } from '../src/domain/problem.ts'
import { ciGuard } from '../src/output/ci-commands.ts'
import { styleFor } from '../src/output/style.ts'

/** Off a terminal, credentials that expire on the way are waited for so long. */
const WAIT_FOR_LOGIN_MS = 5 * 60_000

export default class Why extends AppCommand<typeof Why> {
  static override summary = 'explain one request or trace: its logs, its spans and its first cause, joined in time'
  static override description =
    `ID is a request id of Lambda, or its first 6 digits or more, or a trace id (1-..., 32 digits, or a whole X-Amzn-Trace-Id header).
A request is looked for in the logs of the app's functions, newest first, as far back as --since. What its trace links to (queues, topics,
buses, workflows) is followed in both directions.`
  static override examples = [
    '<%= config.bin %> why 8fab6c1e --demo',
    '<%= config.bin %> why 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2',
    '<%= config.bin %> why 8fab6c1e-6d6c-4b6e-9a40-0e5b1d3e9f11 --since 2d --json',
  ]
  static override args = { id: argument({ description: 'request id or trace id', required: true }) }
  static override flags = {
    since: string({
      helpGroup: 'WHAT',
      helpValue: 'TIME',
      default: '1d',
      description: "how far back a request is looked for: 10m, 1h30m, 12:34, '2h ago', ISO 8601, deploy",
    }),
    until: string({ helpGroup: 'WHAT', helpValue: 'TIME', description: 'up to when (default: now)' }),
  }
  static override formats = ['human', 'json']
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:ListFunctions',
    'logs:FilterLogEvents',
    'logs:GetQueryResults',
    'logs:StartQuery',
    'xray:BatchGetTraces',
    'xray:CancelTraceRetrieval',
    'xray:GetTraceSegmentDestination',
    'xray:ListRetrievedTraces',
    'xray:StartTraceRetrieval',
  ]

  protected async act(): Promise<number> {
    const { flags, signal } = this
    const [{ whyId }, { parseRange }] = await Promise.all([
      import('../src/domain/why-id.ts'),
      import('../src/domain/time-range.ts'),
    ])
    const id = whyId(this.args.id)
    const session = await this.session()
    const discovery = await this.discovery()
    const [{ functionLogSources }, { lastDeploy }, { explain }, { traceScope }] = await Promise.all([
      import('../src/usecases/discovery/function-log-sources.ts'),
      import('../src/usecases/errors/errors-place.ts'),
      import('../src/usecases/why/explain.ts'),
      import('../src/usecases/traces/scope.ts'),
    ])
    const { sources, functions, incomplete } = await functionLogSources({ session, discovery, signal })
    let asked: ReturnType<typeof lastDeploy> | undefined
    const deployAt = async (): Promise<number | null> => {
      asked ??= lastDeploy(session, discovery, functions, signal)
      return (await asked).deploy?.at ?? null
    }
    const began = session.now()
    const { since, until, timezone } = flags
    const range = await parseRange({ since, until }, began, { timezone, deployAt })
    const window = { from: range.from, to: Math.max(range.from + 1, range.to ?? began) }

    const [{ whyText }, { whyAnswer }, { whyProgress }, { loginText }] = await Promise.all([
      import('../src/output/traces/why.ts'),
      import('../src/output/traces/why-json.ts'),
      import('../src/output/traces/why-progress.ts'),
      import('../src/output/errors-notes.ts'),
    ])
    const told = styleFor({ env: process.env, stream: process.stderr, noColor: flags['no-color'] })
    const live = process.stderr.isTTY === true && !flags.quiet
    const row = whyProgress(process.stderr, told)
    const explained = await explain({
      ...{ session, id, sources, functions, window, deployAt, signal },
      nameOf: traceScope(discovery.app).nameOf,
      authTimeoutMs: live ? null : WAIT_FOR_LOGIN_MS,
      note: (note) => this.note(loginText(note)),
      progress: live ? row.show : undefined,
    }).finally(row.clear)
    const unknown = [...discovery.app.incomplete, ...incomplete, ...explained.incomplete]
    for (const { what, reason, action } of unknown) {
      this.note(`not read: ${what}: ${reason}${action ? ` (missing permission: ${action})` : ''}`)
    }
    const { answer } = explained
    const guard = ciGuard(process.env)
    const context = await this.context(discovery.app)
    const look = { style: this.style, zone: timezone ?? null, now: session.now(), flags, guard }
    await this.emit({
      human: () => whyText(answer, look),
      json: () => whyAnswer(answer, context, unknown, guard),
    })
    if (answer.timeline.length > 0) return ExitCode.ok
    return unknown.length > 0 ? ExitCode.unknown : ExitCode.usage
  }
}
