import { string } from '@oclif/core/flags'
import { AppCommand } from '../../src/cli/app-command.ts'

export default class Demo extends AppCommand<typeof Demo> {
  static override summary = 'a tour on a living sample app: what it is made of, what it says, what to type next'
  static override description =
    'Needs no AWS account: the app and its cloud live in this process, and nothing leaves the machine.'
  static override examples = ['<%= config.bin %> demo', '<%= config.bin %> demo serve']
  static override flags = {
    live: string({ helpValue: 'TIME', default: '6s', description: 'how long the live part lasts' }),
  }
  static override formats = ['human']

  protected async act(): Promise<void> {
    this.flags.demo = true
    const { tour } = await import('../../src/cli/demo-tour.ts')
    await tour({
      live: this.flags.live,
      style: this.style,
      signal: this.signal,
      timezone: this.flags.timezone,
      session: () => this.session(),
      discovery: () => this.discovery(),
      endpoint: async () => new URL((await this.session()).endpoint('logs')!).host,
    })
  }
}
