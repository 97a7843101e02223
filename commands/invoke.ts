import { string as argument } from '@oclif/core/args'
import { invokeFlags } from '../src/cli/invoke/flags.ts'
import { WriteCommand } from '../src/cli/write-command.ts'
import { writeFlags } from '../src/cli/write-flags.ts'
import { styleFor } from '../src/output/style.ts'

export default class Invoke extends WriteCommand<typeof Invoke> {
  static override summary = 'run a function with an event: its answer, its figures, and its whole log'
  static override description = [
    "The answer goes to stdout, spread out on a terminal and byte by byte into a pipe; stderr tells how it went, and the request's log.",
    'It asks first (--yes answers), and sends the event exactly once: nothing is tried again by itself. Ctrl-C does not stop the function.',
    'Exit code: 0 it succeeded, was accepted, or could be invoked; 1 it failed, ran out of time or of memory; 3 Lambda did not answer.',
  ].join('\n')
  static override examples = [
    `<%= config.bin %> invoke CreateOrder -d '{"items":[{"sku":"mug","quantity":1,"cents":900}]}' --demo -y`,
    '<%= config.bin %> invoke CreateOrder -d @order.json --trace',
    `<%= config.bin %> invoke FulfilOrder --event sqs --set 'Records[0].body={"id":1}' --print-event`,
    '<%= config.bin %> invoke CreateOrder --event apigw -d @order.json --yes --json',
    '<%= config.bin %> invoke FulfilOrder --last --demo',
    '<%= config.bin %> invoke CreateOrder --repeat 50 --concurrency 5 --yes',
  ]
  static override args = { name: argument({ description: 'function, also NAME:QUALIFIER', ignoreStdin: true }) }
  static override flags = { ...invokeFlags, ...writeFlags }
  static override formats = ['human', 'json']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:InvokeFunction',
    'lambda:ListEventSourceMappings',
    'logs:FilterLogEvents',
    'sqs:ChangeMessageVisibility',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ListDeadLetterSourceQueues',
    'sqs:ReceiveMessage',
    'xray:BatchGetTraces',
  ]

  protected async act(): Promise<number> {
    const { invokeCommand } = await import('../src/cli/invoke/run.ts')
    return invokeCommand(
      {
        flags: this.flags,
        outputs: this.outputs,
        style: this.style,
        told: styleFor({ env: process.env, stream: process.stderr, noColor: this.flags['no-color'] }),
        signal: this.signal,
        session: () => this.session(),
        discoveryNow: () => this.discoveryNow(),
        confirm: (plan, discovery) => this.confirmWrite(plan, discovery),
        context: (app) => this.context(app),
        emit: (texts) => this.emit(texts),
        note: (line) => this.note(line),
      },
      this.args.name,
    )
  }
}
