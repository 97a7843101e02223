import { string as argument } from '@oclif/core/args'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'
import { consistent, raw } from '../../src/cli/dynamodb/flags.ts'

export default class DynamodbGet extends DynamodbCommand<typeof DynamodbGet> {
  static override summary = 'show one item of a table, by its key'
  static override description = [
    "PK and SK are read as the types that the table's key has: a number without quotes, bytes as base64.",
    'Numbers keep all their digits. Sets and bytes are {"$set": [...]} and {"$binary": "base64"}; --raw is the JSON of DynamoDB.',
    'Exits with 1 where there is no such item. TABLE may be left out where the app has one table.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> dynamodb get orders o-8841 --demo',
    '<%= config.bin %> dynamodb get Lines o-8841 3 --consistent',
    '<%= config.bin %> dynamodb get orders o-8841 --raw',
  ]
  static override strict = false
  static override usage = 'dynamodb get [TABLE] PK [SK] [FLAGS]'
  static override args = { table: argument({ description: 'the table, then the key', ignoreStdin: true }) }
  static override flags = { consistent, raw }
  static override formats = ['human', 'json', 'ndjson']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeTable',
    'dynamodb:GetItem',
  ]

  protected async act(): Promise<number> {
    const { getVerb } = await import('../../src/cli/dynamodb/get-verb.ts')
    const { consistent: newest, raw: own } = this.flags
    return getVerb({ call: this.call(), consistent: newest, raw: own, guard: this.guard, dot: this.dot })
  }
}
