import type { Interfaces } from '@oclif/core'
import { boolean, integer, string } from '@oclif/core/flags'
import { BaseCommand } from '../../src/cli/base-command.ts'
import { usage } from '../../src/domain/problem.ts'

export default class DemoServe extends BaseCommand<typeof DemoServe> {
  static override summary = 'keep the demo cloud up until Ctrl-C, for slsops and any other AWS tool'
  static override description =
    `Serves AWS's own protocols on 127.0.0.1: no account, nothing leaves this machine. Commands with --demo
attach to it; other tools do with the export lines it prints.`
  static override examples = [
    '<%= config.bin %> demo serve',
    '<%= config.bin %> demo serve --template template.yaml --stack my-app',
    '<%= config.bin %> demo serve --port 4566 --seed 7 -o json',
  ]
  static override flags = {
    port: integer({ description: 'port to listen on (default: any free one)', min: 0, max: 65_535, default: 0 }),
    template: string({
      multiple: true,
      helpValue: 'FILE',
      description: 'serve this template too, under the name of the --stack at the same place',
    }),
    stack: string({
      char: 's',
      multiple: true,
      helpValue: 'NAME',
      description: 'name for the --template at the same place',
    }),
    'no-sample': boolean({ description: 'leave the sample app out' }),
    'no-traffic': boolean({ description: 'a sample app that stands still' }),
    'logs-quota': integer({
      min: 1,
      helpValue: 'N',
      description: 'throttle FilterLogEvents above N requests a second, as AWS does (default: no quota)',
    }),
    seed: integer({ description: 'another story of the sample app', default: 1 }),
    'ready-file': string({ helpValue: 'FILE', description: 'written when it is ready, with what -o json prints' }),
  }

  protected async act(): Promise<void> {
    // Its own --stack, which may be repeated, stands in for the shared one.
    const flags = this.flags as unknown as Interfaces.InferredFlags<typeof DemoServe.flags>
    const templates = (flags.template ?? []).map((file, n) => {
      const stack = flags.stack?.[n]
      if (stack === undefined)
        throw usage(`--template ${file} has no --stack`, `give each its name: --template ${file} --stack NAME`)
      return { file, stack }
    })
    if ((flags.stack?.length ?? 0) > templates.length) throw usage('there are more --stack than --template')
    const quota = flags['logs-quota'] === undefined ? {} : { quota: { perSecond: flags['logs-quota'] } }
    const { serve } = await import('../../src/cli/demo-serve.ts')
    await serve(
      {
        port: flags.port,
        templates,
        sample: !flags['no-sample'],
        traffic: !flags['no-traffic'],
        seed: flags.seed,
        ...quota,
      },
      {
        json: this.format === 'json',
        readyFile: flags['ready-file'] ?? null,
        env: process.env,
        signal: this.signal,
        write: (text) => process.stdout.write(text),
        note: (line) => this.note(line),
        onExit: (clean) => this.onExit(clean),
      },
    )
  }
}
