import { string as argument } from '@oclif/core/args'
import { boolean, string } from '@oclif/core/flags'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'
import { pageFlags } from '../../src/cli/dynamodb/flags.ts'

export default class DynamodbQuery extends DynamodbCommand<typeof DynamodbQuery> {
  static override summary = 'show the items of one partition of a table or an index'
  static override description = [
    'PK and the values of --sk are read as the types that the key has. --limit counts the items returned: pages are asked for until there are so many.',
    'The last line says what was looked at, which is what AWS bills for. TABLE may be left out where the app has one table.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> dynamodb query orders o-8841 --demo',
    "<%= config.bin %> dynamodb query Lines o-8841 --sk '>= 3' --desc",
    "<%= config.bin %> dynamodb query Lines o-8841 --sk 'between 1 and 5' --json",
    '<%= config.bin %> dynamodb query orders SHIPPED --index byStatus --all > shipped.ndjson',
  ]
  static override strict = false
  static override usage = 'dynamodb query [TABLE] PK [FLAGS]'
  static override args = { table: argument({ description: 'the table, then the partition key', ignoreStdin: true }) }
  static override flags = {
    sk: string({
      helpGroup: 'WHAT',
      helpValue: 'TEXT',
      description: "sort key: a value, '>= 3', 'between 1 and 5', 'begins_with 2026-'",
    }),
    desc: boolean({ helpGroup: 'WHAT', description: 'from the last to the first' }),
    ...pageFlags,
  }
  static override formats = ['human', 'json', 'ndjson']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeTable',
    'dynamodb:Query',
  ]

  protected async act(): Promise<number> {
    const [{ expectWords, tablePlace }, { keyReadBy, readVerb, streamOnly }, { keyValue, sortCondition }, { usage }] =
      await Promise.all([
        import('../../src/cli/dynamodb/call.ts'),
        import('../../src/cli/dynamodb/read-verb.ts'),
        import('../../src/domain/item/condition.ts'),
        import('../../src/domain/problem.ts'),
      ])
    const { flags, guard, dot } = this
    if (flags.all && ((flags.output ?? []).length > 0 || flags.json)) streamOnly(this.outputs)
    const call = this.call()
    const place = await tablePlace(call, () => 1)
    const { partition, sort } = keyReadBy(place, flags.index)
    expectWords(place.rest, [partition.name])
    if (flags.sk !== undefined && sort === null)
      throw usage('--sk: there is no sort key here', 'slsops dynamodb describe shows the keys')
    const key = [
      { name: partition.name, op: '=' as const, values: [keyValue(place.rest[0]!, partition)] },
      ...(flags.sk !== undefined && sort !== null ? [sortCondition(flags.sk, sort)] : []),
    ]
    return readVerb({ call, place, flags, key, descending: flags.desc, guard, dot })
  }
}
