import { string as argument } from '@oclif/core/args'
import { string } from '@oclif/core/flags'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'

export default class DynamodbUpdate extends DynamodbCommand<typeof DynamodbUpdate> {
  static override summary = 'set or remove attributes of an item: shows what changes, and asks'
  static override description = [
    'The value of --set is plain JSON: a text stands in quotes. Attributes that are not named stay as they are; an item that is not there is created.',
    'It is written only if the item is still what was shown; else it exits with 1. TABLE may be left out where the app has one table.',
  ].join('\n')
  static override examples = [
    `<%= config.bin %> dynamodb update orders o-8841 --set 'status="SHIPPED"' --demo`,
    `<%= config.bin %> dynamodb update orders o-8841 --set 'tags={"$set": ["gift"]}' --remove note`,
  ]
  static override strict = false
  static override usage = 'dynamodb update [TABLE] PK [SK] --set NAME=JSON [FLAGS]'
  static override args = { table: argument({ description: 'the table, then the key', ignoreStdin: true }) }
  static override flags = {
    ...writeFlags,
    set: string({
      multiple: true,
      helpGroup: 'WHAT',
      helpValue: 'NAME=JSON',
      description: 'what an attribute shall be',
    }),
    remove: string({
      multiple: true,
      helpGroup: 'WHAT',
      helpValue: 'NAME',
      description: 'an attribute that shall not be there',
    }),
  }
  static override formats = ['human', 'json']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeTable',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ]

  protected async act(): Promise<number> {
    const [{ keyWords, tablePlace }, { keyOfWords }, { changeVerb }, { assignments }] = await Promise.all([
      import('../../src/cli/dynamodb/call.ts'),
      import('../../src/cli/dynamodb/key.ts'),
      import('../../src/cli/dynamodb/change-verb.ts'),
      import('../../src/cli/dynamodb/assignments.ts'),
    ])
    const change = assignments(this.flags.set ?? [], this.flags.remove ?? [])
    const call = this.call(true)
    const place = await tablePlace(call, keyWords)
    const key = keyOfWords(place.rest, place.facts.key)
    return changeVerb({
      call,
      place,
      key,
      after: (before) => change(before, key),
      confirm: (plan, discovery) => this.confirmItem(plan, discovery),
    })
  }
}
