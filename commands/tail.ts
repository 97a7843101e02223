import { string as argument } from '@oclif/core/args'
import { AppCommand } from '../src/cli/app-command.ts'
import { tailCommand } from '../src/cli/tail/command.ts'
import { tailFlags } from '../src/cli/tail/flags.ts'

export default class Tail extends AppCommand<typeof Tail> {
  static override summary = 'follow the logs of the app as one stream, in order'
  static override description =
    `NAME is a function, or another thing that has logs (an API, a workflow ...): logical id, name, ARN, a part of one, or a glob.
Without one, everything of the app that has logs.
Follows until Ctrl-C; --no-follow and --until make it end. The closing line says how complete it was.`
  static override examples = [
    '<%= config.bin %> tail',
    '<%= config.bin %> tail --demo',
    "<%= config.bin %> tail CreateOrder 'Fulfil*' --since 1h --errors",
    '<%= config.bin %> tail --filter \'{ $.level = "ERROR" }\' --since 2h --no-follow',
    '<%= config.bin %> tail --log-group /aws/lambda/my-function --no-follow -o ndjson',
  ]
  static override strict = false
  static override usage = 'tail [NAME...] [FLAGS]'
  static override args = {
    name: argument({ description: 'functions, APIs, workflows ... (default: all that have logs)', ignoreStdin: true }),
  }
  static override flags = tailFlags
  static override formats = ['human', 'ndjson', 'raw', 'template']
  static override actions = [
    'apigateway:GET',
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'events:DescribeEventBus',
    'lambda:GetFunctionConfiguration',
    'lambda:ListFunctions',
    'logs:DescribeDeliveries',
    'logs:DescribeDeliveryDestinations',
    'logs:DescribeDeliverySources',
    'logs:FilterLogEvents',
    'logs:StartLiveTail',
    'states:DescribeStateMachine',
    'sts:GetCallerIdentity',
  ]

  protected async act(): Promise<number> {
    return tailCommand({
      flags: this.flags,
      names: this.words,
      outputs: this.outputs,
      style: this.style,
      signal: this.signal,
      session: () => this.session(),
      discovery: () => this.discovery(),
      note: (line) => this.note(line),
    })
  }
}
