import { string as argument } from '@oclif/core/args'
import { boolean, string } from '@oclif/core/flags'
import { AppCommand } from '../src/cli/app-command.ts'
import { tailCommand } from '../src/cli/tail-command.ts'

export default class Tail extends AppCommand<typeof Tail> {
  static override summary = "follow the logs of the app's functions as one stream, in order"
  static override description =
    `NAME is a function: logical id, name, ARN, a part of one, or a glob. Without one, all functions of the app.
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
  static override args = { name: argument({ description: 'functions (default: all of the app)' }) }
  static override flags = {
    'log-group': string({
      multiple: true,
      helpGroup: 'WHAT',
      helpValue: 'NAME',
      description: 'any log group instead; needs no stack',
    }),
    since: string({
      helpGroup: 'WHAT',
      helpValue: 'TIME',
      default: '10m',
      description: "from when: 10m, 1h30m, 12:34, '2h ago', ISO 8601, deploy",
    }),
    until: string({ helpGroup: 'WHAT', helpValue: 'TIME', description: 'up to when; does not follow' }),
    follow: boolean({
      char: 'f',
      helpGroup: 'WHAT',
      allowNo: true,
      default: true,
      description: 'go on with what comes',
    }),
    overlap: string({
      helpGroup: 'WHAT',
      helpValue: 'TIME',
      default: '60s',
      description: 'how late an event may come in and still be found',
    }),
    filter: string({
      helpGroup: 'FILTERS',
      helpValue: 'PATTERN',
      description: 'CloudWatch filter pattern, matched by AWS',
    }),
    grep: string({
      multiple: true,
      helpGroup: 'FILTERS',
      helpValue: 'REGEX',
      description: 'only messages that match all of these',
    }),
    exclude: string({
      multiple: true,
      helpGroup: 'FILTERS',
      helpValue: 'REGEX',
      description: 'no messages that match one of these',
    }),
    level: string({
      helpGroup: 'FILTERS',
      helpValue: 'LEVEL',
      description: 'this level and above: trace, debug, info, warn, error, fatal',
    }),
    'request-id': string({ helpGroup: 'FILTERS', helpValue: 'ID', description: 'only the lines of this request' }),
    errors: boolean({ helpGroup: 'FILTERS', description: 'only what tells of a failure' }),
    platform: boolean({ helpGroup: 'OUTPUT', description: 'show START, END, REPORT and metric lines as they were' }),
  }
  static override formats = ['human', 'ndjson', 'raw']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:ListFunctions',
    'logs:FilterLogEvents',
  ]

  protected async act(): Promise<number> {
    return tailCommand({
      flags: this.flags,
      names: this.words,
      format: this.format as 'human' | 'ndjson' | 'raw',
      style: this.style,
      signal: this.signal,
      session: () => this.session(),
      discovery: () => this.discovery(),
      note: (line) => this.note(line),
    })
  }
}
