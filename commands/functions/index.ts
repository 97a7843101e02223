import { string as argument } from '@oclif/core/args'
import { AppCommand } from '../../src/cli/app-command.ts'
import { figureFlags } from '../../src/cli/functions/flags.ts'
import { ExitCode } from '../../src/domain/problem.ts'

export default class Functions extends AppCommand<typeof Functions> {
  static override summary = "list the app's functions: what they are made of, when they changed, how they do"
  static override description = `NAME narrows the list: logical id, name, ARN, a part of one, or a glob.
Figures are read from the functions' own log lines: invocations, errors, the 95th percentile of the duration beside the timeout, and the share of
cold starts. ! behind a runtime: AWS has deprecated it.`
  static override examples = [
    '<%= config.bin %> functions --demo',
    '<%= config.bin %> functions --since deploy',
    "<%= config.bin %> functions --no-figures --json | jq '.functions[].runtimeDeprecatedOn'",
  ]
  static override strict = false
  static override usage = 'functions [NAME...] [FLAGS]'
  static override args = { name: argument({ description: 'functions (default: all of the app)' }) }
  static override flags = figureFlags
  static override formats = ['human', 'json', 'ndjson']
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunction',
    'lambda:GetFunctionConfiguration',
    'lambda:GetFunctionEventInvokeConfig',
    'lambda:GetPolicy',
    'lambda:ListEventSourceMappings',
    'lambda:ListFunctions',
    'logs:FilterLogEvents',
  ]

  protected async act(): Promise<number> {
    const { flags, signal, style } = this
    const [session, found] = await Promise.all([this.session(), this.discovery()])
    const [{ checked, windowOf }, { functionsNamed, listFunctions }, { unreadLines }] = await Promise.all([
      import('../../src/cli/functions/place.ts'),
      import('../../src/usecases/functions/list-functions.ts'),
      import('../../src/cli/functions/notes.ts'),
    ])
    const discovery = await checked(session, found, signal)
    const functions = functionsNamed(discovery, this.words)
    const window = flags['no-figures'] ? null : await windowOf(session, discovery, flags, signal)
    const read = await listFunctions({ session, discovery, functions, window, signal })
    const incomplete = [...discovery.app.incomplete, ...read.incomplete]
    // What makes them run is only in the answers for programs: it costs three calls a function.
    const isForPrograms = this.outputs.some(({ format }) => format !== 'human')
    const { wiredRows } = await import('../../src/usecases/functions/wired-rows.ts')
    const { rows, incomplete: unwired } = await wiredRows(session, read, isForPrograms, signal)
    const all = [...incomplete, ...unwired]
    const [{ functionsText }, { functionsAnswer, functionsRecords }] = await Promise.all([
      import('../../src/output/functions.ts'),
      import('../../src/output/functions-json.ts'),
    ])
    for (const line of unreadLines(all)) this.note(line)
    if (functions.length === 0) this.note(`the stack ${discovery.app.name} has no function`)
    else if (window !== null) this.note(`figures since ${flags.since}${flags.until ? `, until ${flags.until}` : ''}`)
    const context = await this.context(discovery.app)
    await this.emit({
      human: () => functionsText(rows, { style, now: session.now(), withFigures: window !== null }),
      json: () => functionsAnswer(rows, window, context, all),
      ndjson: () => functionsRecords(rows),
    })
    return read.lost.size > 0 ? ExitCode.unknown : ExitCode.ok
  }
}
