import { string as argument } from '@oclif/core/args'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'
import { pageFlags } from '../../src/cli/dynamodb/flags.ts'

export default class DynamodbScan extends DynamodbCommand<typeof DynamodbScan> {
  static override summary = 'show items of a table in no order, or write all of them out'
  static override description = [
    'A scan looks at every item, and AWS bills for what is looked at: one that may go over all of a table of more than 100 MB says what it would cost, and asks first.',
    '--all writes an item a line, whatever the size; --resume FILE notes how far it got, and the same command goes on from there (append with >>).',
    'After a kill the last page may come twice; none is missing. TABLE may be left out where the app has one table.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> dynamodb scan orders --demo',
    "<%= config.bin %> dynamodb scan orders --filter 'status = SHIPPED' --limit 100",
    '<%= config.bin %> dynamodb scan orders --all --resume orders.resume >> orders.ndjson',
  ]
  static override usage = 'dynamodb scan [TABLE] [FLAGS]'
  static override strict = false
  static override args = { table: argument({ description: 'the table', ignoreStdin: true }) }
  static override flags = pageFlags
  static override formats = ['human', 'json', 'ndjson']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeTable',
    'dynamodb:Scan',
  ]

  protected async act(): Promise<number> {
    const [{ expectWords, tablePlace }, { readVerb, streamOnly }, { askForScan }] = await Promise.all([
      import('../../src/cli/dynamodb/call.ts'),
      import('../../src/cli/dynamodb/read-verb.ts'),
      import('../../src/cli/dynamodb/ask-for-scan.ts'),
    ])
    const { flags, guard, dot } = this
    if (flags.all && ((flags.output ?? []).length > 0 || flags.json)) streamOnly(this.outputs)
    const call = this.call()
    const place = await tablePlace(call, () => 0)
    expectWords(place.rest, [])
    const whole = flags.all || (flags.filter ?? []).length > 0
    await askForScan(place.facts, {
      whole,
      consistent: flags.consistent,
      ...this.asking,
    })
    return readVerb({ call, place, flags, key: [], descending: false, guard, dot })
  }
}
