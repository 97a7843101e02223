import { CommandHelp, Help } from '@oclif/core/help'
import type { Config } from '@oclif/core/interfaces'

/** Columns of the help texts, which are rendered once, for every terminal. */
const width = 96

/** The groups that all commands share come after the command's own flags. */
const sharedGroups = ['APP', 'OUTPUT', 'RUN']

/** oclif's page of a command, less what repeats: the usage that lists every flag, the summary again, blank lines between examples. */
class CommandPage extends CommandHelp {
  protected override defaultUsage(): string {
    const { id, args, flags, strict } = this.command
    const positional = Object.values(args).map(({ name, required }) => {
      const word = `${name.toUpperCase()}${strict === false ? '...' : ''}`
      return required ? word : `[${word}]`
    })
    return [id, ...positional, ...(Object.keys(flags).length > 0 ? ['[FLAGS]'] : [])].join(' ')
  }

  protected override description(): string | undefined {
    const { description, summary } = this.command
    return description && summary ? this.wrap(description) : undefined
  }

  protected override examples(examples: Parameters<CommandHelp['examples']>[0]): string | undefined {
    return super.examples(examples)?.replaceAll('\n\n', '\n')
  }

  protected override groupFlags(
    flags: Parameters<CommandHelp['groupFlags']>[0],
  ): ReturnType<CommandHelp['groupFlags']> {
    const { mainFlags, flagGroups } = super.groupFlags(flags)
    const names = Object.keys(flagGroups)
    const order = [
      ...names.filter((name) => !sharedGroups.includes(name)),
      ...sharedGroups.filter((name) => names.includes(name)),
    ]
    return { mainFlags, flagGroups: Object.fromEntries(order.map((name) => [name, flagGroups[name]!])) }
  }
}

/** oclif's help, its lines collected instead of printed. */
class CollectedHelp extends Help {
  protected override CommandHelpClass = CommandPage
  readonly lines: string[] = []
  protected override log(...words: string[]): void {
    this.lines.push(words.join(' '))
  }
  showTopicPage(topic: Parameters<Help['showTopicHelp']>[0]): Promise<void> {
    return this.showTopicHelp(topic)
  }
  override formatRoot(): string {
    const [about = '', ...rest] = super.formatRoot().split('\n')
    return [this.wrap(about), ...rest].join('\n')
  }
}

const afterRoot = `
MORE
  slsops COMMAND --help tells the rest of a command.
  slsops demo shows it at work: a living app on this machine, no AWS account needed.
`

/** Pages by name: `index` for the whole, `demo.serve` for a command, `demo` for a topic. At most 96 columns where words allow it. */
export const renderHelp = async (config: Config): Promise<ReadonlyMap<string, string>> => {
  const options = { hideAliasesFromRoot: true, maxWidth: width, respectNoCacheDefault: true }
  const commands = config.commands.map((command) => ({ ...command }))
  // oclif names a command that has commands below it a topic as well; the whole lists each word once.
  const topics = config.topics
    .filter(({ name }) => !commands.some(({ id }) => id === name))
    .map((topic) => ({ ...topic }))
  // Each page gets copies, because rendering writes into them; the user agent would be that of the machine that renders.
  const page = async (show: (help: CollectedHelp) => unknown) => {
    const own = Object.create(config, {
      userAgent: { value: `${config.name}/${config.version}` },
      commands: { value: commands.map((command) => ({ ...command })) },
      topics: { value: topics.map((topic) => ({ ...topic })) },
    }) as Config
    const help = new CollectedHelp(own, options as never)
    await show(help)
    return `${help.lines
      .join('\n')
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trimEnd()}\n`
  }
  const texts = new Map([['index', `${await page((help) => help.showHelp([]))}${afterRoot}`]])
  for (const topic of topics.filter(({ name }) => commands.some(({ id }) => id.startsWith(`${name}:`)))) {
    texts.set(topic.name.replaceAll(':', '.'), await page((help) => help.showTopicPage({ ...topic })))
  }
  for (const command of commands)
    texts.set(command.id.replaceAll(':', '.'), await page((help) => help.showCommandHelp({ ...command })))
  return texts
}
