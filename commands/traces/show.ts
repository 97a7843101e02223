import { string as argument } from '@oclif/core/args'
import { boolean, string } from '@oclif/core/flags'
import { TracesCommand } from '../../src/cli/traces/command.ts'
import type { StackApp } from '../../src/domain/stack.ts'
import type { AnswerContext } from '../../src/output/json.ts'

export default class TracesShow extends TracesCommand<typeof TracesShow> {
  static override summary = 'show a trace as a waterfall: its spans, what failed, and why'
  static override description = [
    "ID is a trace id in X-Ray's form or W3C's. It is looked for in X-Ray, then in Transaction Search and the log group aws/spans; no stack is needed.",
    '--file reads a saved answer (BatchGetTraces, segment documents, OpenTelemetry JSON) and asks AWS nothing; - is standard input.',
    'chrome opens in Perfetto, otlp in any OpenTelemetry tool; html is one page that needs no network.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> traces show 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2 --logs',
    '<%= config.bin %> traces show 6b49d2a916a5bdd27e45fc9f4a12ddd2 --linked -o html=trace.html',
    '<%= config.bin %> traces show --file trace.json',
    'aws xray batch-get-traces --trace-ids ID | <%= config.bin %> traces show --file -',
  ]
  static override strict = false
  static override usage = 'traces show ID... [FLAGS]'
  static override args = { id: argument({ description: 'trace ids', ignoreStdin: true }) }
  static override flags = {
    logs: boolean({ helpGroup: 'WHAT', description: "each function's log lines below its span" }),
    linked: boolean({
      helpGroup: 'WHAT',
      description: 'traces behind queues, topics and buses below the span that sent them',
    }),
    file: string({ helpGroup: 'WHAT', helpValue: 'FILE', description: 'saved traces instead; - is standard input' }),
    since: string({
      helpGroup: 'WHAT',
      helpValue: 'TIME',
      description: 'from when Transaction Search looks (default: around the time that the id tells, else 1 d)',
    }),
    until: string({ helpGroup: 'WHAT', helpValue: 'TIME', description: 'up to when (default: now)' }),
  }
  static override formats = ['human', 'json', 'ndjson', 'chrome', 'otlp', 'mermaid', 'html']
  static override actions = [
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
    'xray:GetTraceSegmentDestination',
    'xray:ListRetrievedTraces',
    'xray:StartTraceRetrieval',
  ]

  protected async act(): Promise<number> {
    const { showCommand } = await import('../../src/cli/traces/show.ts')
    return showCommand(this.call(), this.words)
  }

  // A file comes from nowhere: not even a region is needed for it.
  protected override context(app: StackApp | null): Promise<AnswerContext> {
    if (this.flags.file === undefined) return super.context(app)
    return Promise.resolve({ stack: null, stackId: null, account: null, region: null, endpoint: null })
  }
}
