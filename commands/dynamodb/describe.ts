import { string as argument } from '@oclif/core/args'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'

export default class DynamodbDescribe extends DynamodbCommand<typeof DynamodbDescribe> {
  static override summary = 'show one table: key, indexes, billing, stream, recovery, time to live'
  static override description =
    'TABLE is a logical id, a physical name, an ARN or a part of one; it may be left out where the app has one table.'
  static override examples = [
    '<%= config.bin %> dynamodb describe OrdersTable --demo',
    '<%= config.bin %> dynamodb describe orders --json',
  ]
  static override usage = 'dynamodb describe [TABLE] [FLAGS]'
  static override args = { table: argument({ description: 'the table' }) }
  static override formats = ['human', 'json']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:DescribeTable',
    'dynamodb:DescribeTimeToLive',
  ]

  protected async act(): Promise<void> {
    const [{ expectWords, tablePlace }, { readTables }, { tableText, tableAnswer }, { safeText }] = await Promise.all([
      import('../../src/cli/dynamodb/call.ts'),
      import('../../src/usecases/dynamodb/tables.ts'),
      import('../../src/output/dynamodb-tables.ts'),
      import('../../src/output/safe-text.ts'),
    ])
    const { session, discovery, resource, facts, rest } = await tablePlace(this.call(), () => 0)
    expectWords(rest, [])
    const { tables, incomplete } = await readTables(session, [resource], this.signal)
    const one = { resource, facts, safety: tables[0]!.safety }
    const context = await this.context(discovery.app)
    await this.emit({ human: () => tableText(one), json: () => tableAnswer(one, context, incomplete) })
    for (const { what, reason } of incomplete) this.note(safeText(`not read: ${what}: ${reason}`))
  }
}
