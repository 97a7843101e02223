import { Help } from '@oclif/core/help'
import type { Config } from '@oclif/core/interfaces'

/** oclif's own help, its lines collected instead of printed, and commands named as they are typed. */
class CollectedHelp extends Help {
  readonly lines: string[] = []
  protected override log(...words: string[]): void {
    this.lines.push(words.join(' '))
  }
}

/** Help texts by file name: `index` for the whole, `demo.serve` for a command. */
export const renderHelp = async (config: Config): Promise<ReadonlyMap<string, string>> => {
  const options = { hideAliasesFromRoot: true, maxWidth: 96, respectNoCacheDefault: true }
  const texts = new Map<string, string>()
  // The text is read on other machines than the one that renders it.
  Object.assign(config, { userAgent: `slsops/${config.version}` })
  const collect = async (name: string, show: (help: CollectedHelp) => unknown) => {
    const help = new CollectedHelp(config, options as never)
    await show(help)
    texts.set(name, `${help.lines.join('\n').trimEnd()}\n`)
  }
  await collect('index', (help) => help.showHelp([]))
  for (const command of config.commands) await collect(command.id.replace(/[: ]/g, '.'), (help) => help.showCommandHelp(command))
  return texts
}
