// The help texts. They are rendered once, at build time: showing them loads nothing at all.
import './fixed-width.mjs'

import { Config } from '@oclif/core'
import { CommandHelp, Help } from '@oclif/core/help'

/** The groups that all commands share come after the command's own flags. */
const sharedGroups = ['APP', 'OUTPUT', 'RUN']

/** oclif's page of a command, less what repeats: the usage that lists every flag, the summary again, blank lines between examples. */
class CommandPage extends CommandHelp {
  defaultUsage() {
    const { id, args, flags, strict } = this.command
    const positional = Object.values(args).map(({ name, required }) => {
      const word = `${name.toUpperCase()}${strict === false ? '...' : ''}`
      return required ? word : `[${word}]`
    })
    return [id, ...positional, ...(Object.keys(flags).length > 0 ? ['[FLAGS]'] : [])].join(' ')
  }

  description() {
    const { description, summary } = this.command
    return description && summary ? this.wrap(description) : undefined
  }

  examples(examples) {
    return super.examples(examples)?.replaceAll('\n\n', '\n')
  }

  groupFlags(flags) {
    const { mainFlags, flagGroups } = super.groupFlags(flags)
    const names = Object.keys(flagGroups)
    const shared = sharedGroups.filter((name) => names.includes(name))
    const order = [...names.filter((name) => !sharedGroups.includes(name)), ...shared]
    return { mainFlags, flagGroups: Object.fromEntries(order.map((name) => [name, flagGroups[name]])) }
  }
}

/** oclif's help, its lines collected instead of printed. */
class CollectedHelp extends Help {
  CommandHelpClass = CommandPage
  lines = []
  log(...words) {
    this.lines.push(words.join(' '))
  }
  formatRoot() {
    const [about = '', ...rest] = super.formatRoot().split('\n')
    return [this.wrap(about), ...rest].join('\n')
  }
  text() {
    const lines = this.lines.join('\n').replace(/[ \t]+$/gm, '')
    return `${lines.replace(/\n{3,}/g, '\n\n').trimEnd()}\n`
  }
}

const afterRoot = `
MORE
  slsops COMMAND --help tells the rest of a command.
  slsops demo shows it at work: a living app on this machine, no AWS account needed.
`

const fileName = (id) => id.replaceAll(':', '.')

/** Pages by name: `index` for the whole, `demo.serve` for a command, `demo` for a topic. At most 96 columns where words allow it. */
export const renderHelp = async (root) => {
  const config = await Config.load({ root, isRoot: true, userPlugins: false, devPlugins: false, jitPlugins: false })
  const commands = config.commands.map((command) => ({ ...command }))
  // oclif names a command that has commands below it a topic as well; the whole lists each word once.
  const topics = config.topics.filter(({ name }) => !commands.some(({ id }) => id === name))
  // Each page gets copies, because rendering writes into them; the user agent would be that of the machine that renders.
  const page = async (show, listed = commands) => {
    const own = Object.create(config, {
      userAgent: { value: `${config.name}/${config.version}` },
      commands: { value: listed.map((command) => ({ ...command })) },
      topics: { value: topics.map((topic) => ({ ...topic })) },
    })
    const help = new CollectedHelp(own, { hideAliasesFromRoot: true, maxWidth: 96, respectNoCacheDefault: true })
    await show(help)
    return help.text()
  }
  const groups = topics.filter(({ name }) => commands.some(({ id }) => id.startsWith(`${name}:`)))
  // For who looks for a word to type, one that has only commands below it is a command like the others.
  const words = groups.map(({ name, description }) => ({ ...commands[0], id: name, summary: description, aliases: [] }))
  const whole = [...commands, ...words].sort((a, b) => (a.id < b.id ? -1 : 1))
  const texts = new Map([['index', `${await page((help) => help.showHelp([]), whole)}${afterRoot}`]])
  for (const topic of groups) {
    texts.set(fileName(topic.name), await page((help) => help.showTopicHelp({ ...topic })))
  }
  for (const command of commands)
    texts.set(fileName(command.id), await page((help) => help.showCommandHelp({ ...command })))
  return texts
}
