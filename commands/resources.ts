import { string as argument } from '@oclif/core/args'
import { boolean, string } from '@oclif/core/flags'
import { AppCommand } from '../src/cli/app-command.ts'

export default class Resources extends AppCommand<typeof Resources> {
  static override summary = 'list what the app is made of, nested stacks flattened'
  static override description =
    'NAME narrows the list: a logical id, a physical name, an ARN, a part of one, or a glob.'
  static override examples = [
    '<%= config.bin %> resources --demo',
    '<%= config.bin %> resources --type lambda',
    '<%= config.bin %> resources "*Queue" --console',
    "<%= config.bin %> resources --json | jq -r '.resources[].physicalId'",
  ]
  static override strict = false
  static override usage = 'resources [NAME...] [FLAGS]'
  static override args = { name: argument({ description: 'names of resources (default: all)' }) }
  static override flags = {
    type: string({
      char: 't',
      multiple: true,
      helpValue: 'TYPE',
      description: 'only this type: AWS::Lambda::Function, lambda, a part of one',
    }),
    console: boolean({ description: 'show a link to the AWS console for each' }),
  }
  static override actions = ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources']

  protected async act(): Promise<void> {
    const discovery = await this.discovery()
    if (discovery.remembered) await discovery.revalidate(this.signal)
    const { app } = discovery
    const [{ filterTypes }, { resolveNames }, { withConsole }, { resourcesTable, resourcesAnswer }] = await Promise.all(
      [
        import('../src/usecases/names/filter-types.ts'),
        import('../src/usecases/names/resolve-names.ts'),
        import('../src/usecases/names/console-links.ts'),
        import('../src/output/resources.ts'),
      ],
    )
    const typed = this.flags.type ? filterTypes(app.resources, this.flags.type) : app.resources
    // A list may be narrowed to several by a part of a name; only where one thing is meant is that ambiguous.
    const named = (word: string) => {
      const exact = typed.filter(({ path, physicalId, arn }) => [path, physicalId, arn].includes(word))
      return exact.length > 0
        ? exact
        : resolveNames(typed, [/[*?]/.test(word) ? word : `*${word}*`], { where: app.name })
    }
    const chosen = this.words.length > 0 ? [...new Set(this.words.flatMap(named))] : typed
    const rows = withConsole(chosen, app)
    const context = await this.context(app)
    await this.emit({
      human: () => resourcesTable(rows, { style: this.style, links: this.flags.console }),
      json: () => resourcesAnswer(rows, context, app.incomplete),
    })
    for (const { what, reason } of app.incomplete) this.note(`not read: ${what}: ${reason}`)
  }
}
