import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'

export default class DynamodbTables extends DynamodbCommand<typeof DynamodbTables> {
  static override summary = "list the app's tables: keys, billing, size, indexes, streams, recovery"
  static override description =
    'Counts and sizes are those that AWS took within the last six hours. A narrow terminal shows fewer columns; --json has all.'
  static override examples = [
    '<%= config.bin %> dynamodb tables --demo',
    "<%= config.bin %> dynamodb tables --json | jq '.tables[].key'",
  ]
  static override usage = 'dynamodb tables [FLAGS]'
  static override formats = ['human', 'json']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:DescribeTable',
    'dynamodb:DescribeTimeToLive',
  ]

  protected async act(): Promise<void> {
    const [session, { app }] = [await this.session(), await this.discovery()]
    const [{ readTables, tablesOf }, { tablesTable, tablesAnswer }, { safeText }] = await Promise.all([
      import('../../src/usecases/dynamodb/tables.ts'),
      import('../../src/output/dynamodb-tables.ts'),
      import('../../src/output/safe-text.ts'),
    ])
    const { tables, incomplete } = await readTables(session, tablesOf(app), this.signal)
    const context = await this.context(app)
    await this.emit({
      human: () => (tables.length === 0 ? '' : tablesTable(tables, this.style)),
      json: () => tablesAnswer(tables, context, [...app.incomplete, ...incomplete]),
    })
    if (tables.length === 0) this.note(safeText(`${app.name} has no table`))
    for (const { what, reason } of [...app.incomplete, ...incomplete])
      this.note(safeText(`not read: ${what}: ${reason}`))
  }
}
