import { TracesCommand } from '../../src/cli/traces/command.ts'
import { tracesFlags } from '../../src/cli/traces/flags.ts'

export default class Traces extends TracesCommand<typeof Traces> {
  static override summary = "find the app's X-Ray traces, and walk through them"
  static override description = [
    'Traces that went through the functions, REST APIs and workflows of the stack. On a terminal they are a list to walk through;',
    'with --no-interactive, with -o and off a terminal they are printed.',
    '--faults and --errors look at every part of a trace, and not at its first alone.',
    'X-Ray keeps traces for 30 days, shows them up to 30 s after the request, and traces a part of the requests only.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> traces --demo',
    '<%= config.bin %> traces --faults --since 1h',
    '<%= config.bin %> traces --slow 1s --function CreateOrder --sort duration',
    '<%= config.bin %> traces --annotation orderId=o-8841 --since 1d --json',
    '<%= config.bin %> traces --follow --faults -o ndjson',
  ]
  static override usage = 'traces [FLAGS]'
  static override flags = tracesFlags
  static override formats = ['human', 'json', 'ndjson']
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:ListFunctions',
    'logs:FilterLogEvents',
    'logs:GetQueryResults',
    'logs:StartQuery',
    'logs:StopQuery',
    'xray:BatchGetTraces',
    'xray:CancelTraceRetrieval',
    'xray:GetIndexingRules',
    'xray:GetSamplingRules',
    'xray:GetServiceGraph',
    'xray:GetTraceSegmentDestination',
    'xray:GetTraceSummaries',
    'xray:ListRetrievedTraces',
    'xray:StartTraceRetrieval',
  ]

  protected async act(): Promise<number> {
    const { tracesCommand } = await import('../../src/cli/traces/list.ts')
    return tracesCommand(this.call())
  }
}
