import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { string } from '@oclif/core/args'
import { BaseCommand } from '../src/cli/base-command.ts'
import { completionScript, type Shell, shells } from '../src/cli/completion.ts'
import { printOut } from '../src/cli/print.ts'

export default class Completion extends BaseCommand<typeof Completion> {
  static override summary = 'print a completion script for your shell'
  static override args = { shell: string({ description: 'bash, zsh or fish', options: [...shells], required: true }) }
  static override examples = [
    'eval "$(<%= config.bin %> completion bash)"',
    '<%= config.bin %> completion fish | source',
  ]
  static override formats = ['human']

  protected async act(): Promise<void> {
    const { commands } = JSON.parse(readFileSync(join(this.config.root, 'oclif.manifest.json'), 'utf8'))
    await printOut(completionScript(this.args.shell as Shell, commands))
  }
}
