import { string } from '@oclif/core/flags'
import { TracesCommand } from '../../src/cli/traces/command.ts'
import { windowFlags } from '../../src/cli/traces/flags.ts'

export default class TracesMap extends TracesCommand<typeof TracesMap> {
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
    return mapCommand(this.call())
  }
}
