import { string as argument } from '@oclif/core/args'
import { AppCommand } from '../src/cli/app-command.ts'
import { ExitCode } from '../src/domain/problem.ts'

export default class Access extends AppCommand<typeof Access> {
  static override summary = 'who may invoke a function, and what its own role may do'
  static override description =
    `NAME is a function: logical id, name, ARN, or a part of one; it may be left out where the app has only one.
! marks what is wider than it need be: wildcards in a policy, invokers that need not be yours. Policies are shown, not evaluated.`
  static override examples = [
    '<%= config.bin %> access FulfilOrder --demo',
    "<%= config.bin %> access FulfilOrder --json | jq '.role.policies[].statements[] | select(.wide != [])'",
  ]
  static override args = { name: argument({ description: 'the function' }) }
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:ListRolePolicies',
    'lambda:GetFunction',
    'lambda:GetFunctionConfiguration',
    'lambda:GetFunctionUrlConfig',
    'lambda:GetPolicy',
    'lambda:ListFunctions',
  ]

  protected async act(): Promise<number> {
    const { args, signal, style } = this
    const [session, found] = await Promise.all([this.session(), this.discovery()])
    const [{ checked }, { resolveOne }, { functionsOf }, { readAccess }, { unreadLines }] = await Promise.all([
      import('../src/cli/functions/place.ts'),
      import('../src/usecases/names/resolve-names.ts'),
      import('../src/usecases/discovery/function-log-sources.ts'),
      import('../src/usecases/access/read-access.ts'),
      import('../src/cli/functions/notes.ts'),
    ])
    const { app } = await checked(session, found, signal)
    const resource = resolveOne(functionsOf(app.resources), args.name, { noun: 'function', where: app.name })
    const read = await readAccess(session, resource, app.resources, signal)
    const [{ accessText, accessAnswer }, { namedIn }] = await Promise.all([
      import('../src/output/access.ts'),
      import('../src/output/access-named.ts'),
    ])
    for (const line of unreadLines(read.incomplete)) this.note(line)
    const context = await this.context(app)
    await this.emit({
      human: () => accessText(read, namedIn(app.resources), style),
      json: () => accessAnswer(read, context, read.incomplete),
    })
    return read.invokers === null || !read.role?.complete ? ExitCode.unknown : ExitCode.ok
  }
}
