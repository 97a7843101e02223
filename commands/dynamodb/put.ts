import { string as argument } from '@oclif/core/args'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'
import { raw } from '../../src/cli/dynamodb/flags.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'

export default class DynamodbPut extends DynamodbCommand<typeof DynamodbPut> {
  static override summary = 'write an item: shows what changes, asks, and lets nothing of others get lost'
  static override description = [
    'ITEM is plain JSON (with --raw the JSON of DynamoDB): the text itself, @FILE, or - for standard input. Numbers keep all their digits;',
    'sets and bytes are {"$set": [...]} and {"$binary": "base64"}. The item is written only if it is still what was shown; else it exits with 1.',
    'Of an item that is there only what differs is written. TABLE may be left out where the app has one table.',
  ].join('\n')
  static override examples = [
    `<%= config.bin %> dynamodb put orders '{"orderId": "o-1", "total": 12.50}' --demo`,
    '<%= config.bin %> dynamodb put orders @order.json --yes',
    '<%= config.bin %> dynamodb get orders o-1 -o ndjson | <%= config.bin %> dynamodb put orders - --yes',
  ]
  static override strict = false
  static override usage = 'dynamodb put [TABLE] ITEM [FLAGS]'
  static override args = { table: argument({ description: 'the table, then the item', ignoreStdin: true }) }
  static override flags = { ...writeFlags, raw }
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
    const [
      { expectWords, tablePlace },
      { keyOfItem },
      { changeVerb },
      { givenJson },
      { itemFromPlain },
      { fromDynamoDbJson },
    ] = await Promise.all([
      import('../../src/cli/dynamodb/call.ts'),
      import('../../src/cli/dynamodb/key.ts'),
      import('../../src/cli/dynamodb/change-verb.ts'),
      import('../../src/cli/dynamodb/given-json.ts'),
      import('../../src/domain/item/plain.ts'),
      import('../../src/domain/item/dynamodb-json.ts'),
    ])
    const call = this.call(true)
    const place = await tablePlace(call, () => 1)
    expectWords(place.rest, ['ITEM'])
    const plain = await givenJson(place.rest[0]!)
    const item = this.flags.raw ? fromDynamoDbJson(plain) : itemFromPlain(plain)
    const key = keyOfItem(item, place.facts.key)
    return changeVerb({
      call,
      place,
      key,
      after: () => item,
      confirm: (plan, discovery) => this.confirmItem(plan, discovery),
    })
  }
}
