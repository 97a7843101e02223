import { BaseCommand } from '../../src/cli/base-command.ts'
import { printOut } from '../../src/cli/print.ts'

export default class DemoReset extends BaseCommand<typeof DemoReset> {
  static override summary = 'take back every fault and switch of the running demo cloud'
  static override examples = ['<%= config.bin %> demo reset']

  protected async act(): Promise<void> {
    const [{ runningDemo }, { callControl }] = await Promise.all([
      import('../../src/cli/running-demo.ts'),
      import('../../src/local/control-client.ts'),
    ])
    await callControl(await runningDemo(), 'reset', {})
    if (this.format === 'json')
      await printOut(`${JSON.stringify({ schema: 'slsops.demo-reset/1', faults: [] }, null, 2)}\n`)
    else await printOut('all faults are gone and the switches are back\n')
  }
}
