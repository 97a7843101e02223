import { string } from '@oclif/core/flags'
import { AppCommand } from '../../src/cli/app-command.ts'
import { windowFlags } from '../../src/cli/traces/flags.ts'
import { styleFor } from '../../src/output/style.ts'

export default class TracesMap extends AppCommand<typeof TracesMap> {
  static override summary = 'show which part of the app called which, how often, how long and how well'
  static override description =
    "X-Ray's service graph of the app's functions, REST APIs and workflows, and of what they call; made of the traces themselves where X-Ray has none."
  static override examples = [
    '<%= config.bin %> traces map --demo',
    '<%= config.bin %> traces map --since 1h',
    '<%= config.bin %> traces map -o dot | dot -Tsvg > map.svg',
    '<%= config.bin %> traces map -o mermaid=map.mmd',
  ]
  static override usage = 'traces map [FLAGS]'
  static override flags = {
    ...windowFlags,
    function: string({
      multiple: true,
      helpGroup: 'WHAT',
      helpValue: 'NAME',
      description: 'only around this function: logical id, name, ARN, a part of one, or a glob',
    }),
  }
  static override formats = ['human', 'json', 'mermaid', 'dot']
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:ListFunctions',
    'xray:BatchGetTraces',
    'xray:GetSamplingRules',
    'xray:GetServiceGraph',
    'xray:GetTraceSummaries',
  ]

  protected async act(): Promise<number> {
    const { mapCommand } = await import('../../src/cli/traces/map.ts')
    return mapCommand({
      flags: this.flags,
      outputs: this.outputs,
      plain: (this.flags.output ?? []).length === 0 && !this.flags.json,
      style: this.style,
      told: styleFor({ env: process.env, stream: process.stderr, noColor: this.flags['no-color'] }),
      signal: this.signal,
      session: () => this.session(),
      discovery: () => this.discovery(),
      knownDiscovery: () => this.knownDiscovery(),
      context: (app) => this.context(app),
      emit: (texts) => this.emit(texts),
      note: (line) => this.note(line),
    })
  }
}
