import { string as argument } from '@oclif/core/args'
import { AppCommand } from '../../src/cli/app-command.ts'
import { ExitCode } from '../../src/domain/problem.ts'

export default class FunctionsShow extends AppCommand<typeof FunctionsShow> {
  static override summary = 'one function, whole: configuration, who and what makes it run, where its failures go'
  static override description =
    `NAME is a function: logical id, name, ARN, or a part of one; it may be left out where the app has only one.
Values of the environment are masked unless --show-secrets. ! marks what deserves a look.`
  static override examples = [
    '<%= config.bin %> functions show FulfilOrder --demo',
    "<%= config.bin %> functions show FulfilOrder --json | jq '.environment | keys'",
  ]
  static override args = { name: argument({ description: 'the function' }) }
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunction',
    'lambda:GetFunctionConfiguration',
    'lambda:GetFunctionEventInvokeConfig',
    'lambda:GetFunctionUrlConfig',
    'lambda:GetPolicy',
    'lambda:ListAliases',
    'lambda:ListEventSourceMappings',
    'lambda:ListFunctions',
    'lambda:ListVersionsByFunction',
  ]

  protected async act(): Promise<number> {
    const { args, flags, signal, style } = this
    const [session, found] = await Promise.all([this.session(), this.discovery()])
    const [{ checked }, { resolveOne }, { functionsOf }, { showFunction }, { unreadLines }] = await Promise.all([
      import('../../src/cli/functions/place.ts'),
      import('../../src/usecases/names/resolve-names.ts'),
      import('../../src/usecases/discovery/function-log-sources.ts'),
      import('../../src/usecases/functions/show-function.ts'),
      import('../../src/cli/functions/notes.ts'),
    ])
    const { app } = await checked(session, found, signal)
    const resource = resolveOne(functionsOf(app.resources), args.name, { noun: 'function', where: app.name })
    const shown = await showFunction(session, resource, signal)
    const [{ functionText }, { functionAnswer }, { namedIn }] = await Promise.all([
      import('../../src/output/functions-show.ts'),
      import('../../src/output/functions-show-json.ts'),
      import('../../src/output/access-named.ts'),
    ])
    for (const line of unreadLines(shown.incomplete)) this.note(line)
    const context = await this.context(app)
    const secrets = flags['show-secrets']
    await this.emit({
      human: () => functionText(shown, { style, now: session.now(), named: namedIn(app.resources), secrets }),
      json: () => functionAnswer(shown, secrets, context, shown.incomplete),
    })
    return shown.lost ? ExitCode.unknown : ExitCode.ok
  }
}
