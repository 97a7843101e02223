import { BaseCommand } from '../../src/cli/base-command.ts'
import { printOut } from '../../src/cli/print.ts'
import { usage } from '../../src/domain/problem.ts'

export default class DemoSet extends BaseCommand<typeof DemoSet> {
  static override summary = 'turn a switch of the running sample app'
  static override description = 'bug=on is the deploy that broke gift orders, bug=off the fix for it.'
  static override examples = ['<%= config.bin %> demo set bug=off']
  static override strict = false
  static override usage = 'demo set NAME=VALUE...'

  protected async act(): Promise<void> {
    const pairs = this.words.map((word) => {
      const [, name, value] = /^([a-z-]+)=(.+)$/.exec(word) ?? []
      if (name === undefined || value === undefined) throw usage(`"${word}" is no switch`, 'write it like bug=on')
      return { name, value }
    })
    if (pairs.length === 0) throw usage('which switch?', 'slsops demo set bug=on')
    const [{ runningDemo }, { callControl }] = await Promise.all([
      import('../../src/cli/running-demo.ts'),
      import('../../src/local/control-client.ts'),
    ])
    const demo = await runningDemo()
    for (const pair of pairs) await callControl(demo, 'set', pair)
    if (this.format === 'json')
      await printOut(`${JSON.stringify({ schema: 'slsops.demo-set/1', set: pairs }, null, 2)}\n`)
    else await printOut(`${pairs.map(({ name, value }) => `${name} is ${value}`).join('\n')}\n`)
  }
}
