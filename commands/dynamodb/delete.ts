import { string as argument } from '@oclif/core/args'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'

export default class DynamodbDelete extends DynamodbCommand<typeof DynamodbDelete> {
  static override summary = 'delete one item: shows it, and asks'
  static override description = [
    'It is deleted only if it is still what was shown; else it exits with 1. An attribute that came meanwhile is noticed, and the item put back.',
    'TABLE may be left out where the app has one table.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> dynamodb delete orders o-8841 --demo',
    '<%= config.bin %> dynamodb delete Lines o-8841 3 --yes',
  ]
  static override strict = false
  static override usage = 'dynamodb delete [TABLE] PK [SK] [FLAGS]'
  static override args = { table: argument({ description: 'the table, then the key', ignoreStdin: true }) }
  static override flags = writeFlags
  static override formats = ['human', 'json']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DeleteItem',
    'dynamodb:DescribeTable',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
  ]

  protected async act(): Promise<number> {
    const [{ keyWords, tablePlace }, { keyOfWords }, { changeVerb }] = await Promise.all([
      import('../../src/cli/dynamodb/call.ts'),
      import('../../src/cli/dynamodb/key.ts'),
      import('../../src/cli/dynamodb/change-verb.ts'),
    ])
    const call = this.call(true)
    const place = await tablePlace(call, keyWords)
    const key = keyOfWords(place.rest, place.facts.key)
    return changeVerb({
      call,
      place,
      key,
      after: () => null,
      confirm: (plan, discovery) => this.confirmItem(plan, discovery),
    })
  }
}
