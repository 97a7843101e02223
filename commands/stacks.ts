import { boolean } from '@oclif/core/flags'
import { AppCommand } from '../src/cli/app-command.ts'

export default class Stacks extends AppCommand<typeof Stacks> {
  static override summary = 'list the CloudFormation stacks of the region, and the tool that made each'
  static override examples = [
    '<%= config.bin %> stacks',
    '<%= config.bin %> stacks --demo',
    '<%= config.bin %> stacks --region eu-west-1 --json',
  ]
  static override flags = { all: boolean({ char: 'a', description: 'show nested stacks on lines of their own' }) }
  static override actions = ['cloudformation:ListStacks', 'cloudformation:GetTemplateSummary']

  protected async act(): Promise<void> {
    const session = await this.session()
    const [{ listApps }, { stacksTable, stacksAnswer }] = await Promise.all([
      import('../src/usecases/stacks/list-apps.ts'),
      import('../src/output/stacks.ts'),
    ])
    const { stacks, incomplete } = await listApps({ session, signal: this.signal })
    const context = await this.context(null)
    await this.emit({
      human: () => stacksTable(stacks, { style: this.style, now: session.now(), all: this.flags.all }),
      json: () => stacksAnswer(stacks, context, incomplete),
    })
    for (const { what, reason } of incomplete) this.note(`not read: ${what}: ${reason}`)
    if (stacks.length === 0) this.note(`no stack in ${session.region}; another --region or --profile?`)
  }
}
