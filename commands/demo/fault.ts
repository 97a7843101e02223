import { string } from '@oclif/core/flags'
import { BaseCommand } from '../../src/cli/base-command.ts'
import { printOut } from '../../src/cli/print.ts'
import { usage } from '../../src/domain/problem.ts'

export default class DemoFault extends BaseCommand<typeof DemoFault> {
  static override summary = 'make the running demo cloud misbehave as AWS does on a bad day'
  static override description =
    `SERVICE is AWS's name of a service (logs, lambda, cloudformation, dynamodb ...), or SERVICE.Operation.
EFFECT is throttle=0.5 (that share of the requests), latency=300ms, reset=0.1 (that share of the connections breaks), status=503,
deny, or expire (the credentials in use are refused as expired); for logs also late=30s (events show up that much later) and
duplicate=0.1 (that share of the events comes twice).`
  static override examples = [
    '<%= config.bin %> demo fault logs throttle=0.5 --for 30s',
    '<%= config.bin %> demo fault lambda.GetFunctionConfiguration deny',
  ]
  static override strict = false
  static override usage = 'demo fault SERVICE[.Operation] EFFECT... [--for TIME]'
  static override flags = {
    for: string({ helpValue: 'TIME', description: 'until then it lasts, such as 30s (default: until demo reset)' }),
  }

  protected async act(): Promise<void> {
    if (this.words.length < 2)
      throw usage('a service and an effect are needed', 'slsops demo fault logs throttle=0.5 --for 30s')
    const words = [...this.words, ...(this.flags.for ? ['--for', this.flags.for] : [])]
    const [{ runningDemo }, { callControl }] = await Promise.all([
      import('../../src/cli/running-demo.ts'),
      import('../../src/local/control-client.ts'),
    ])
    const answer = await callControl(await runningDemo(), 'fault', { words })
    if (this.format === 'json')
      await printOut(`${JSON.stringify({ schema: 'slsops.demo-fault/1', ...answer }, null, 2)}\n`)
    else await printOut(`fault set: ${words.join(' ')}\nslsops demo reset takes it back\n`)
  }
}
