import { string as argument } from '@oclif/core/args'
import { boolean, integer, string } from '@oclif/core/flags'
import { DynamodbCommand } from '../../src/cli/dynamodb/command.ts'
import { consistent, raw } from '../../src/cli/dynamodb/flags.ts'
import { writeFlags } from '../../src/cli/write-flags.ts'

export default class DynamodbSql extends DynamodbCommand<typeof DynamodbSql> {
  static override summary = "ask a table in PartiQL, DynamoDB's SQL; it only reads unless --write is given"
  static override description = [
    'The table may be called as in the template. A SELECT without the partition key in its WHERE looks at the whole table, and is billed for it.',
    'INSERT, UPDATE and DELETE need --write; they are shown, asked about and sent once. ? in the statement takes the values of --param, in order.',
    'The demo has no PartiQL, and says so: query and scan work there.',
  ].join('\n')
  static override examples = [
    `<%= config.bin %> dynamodb sql "SELECT * FROM orders WHERE orderId = 'o-8841'"`,
    `<%= config.bin %> dynamodb sql "SELECT * FROM orders WHERE orderId = ?" --param '"o-1"' --json`,
    `<%= config.bin %> dynamodb sql "DELETE FROM orders WHERE orderId = 'o-1'" --write`,
  ]
  static override usage = 'dynamodb sql STATEMENT [FLAGS]'
  static override args = { statement: argument({ description: 'a PartiQL statement', required: true }) }
  static override flags = {
    param: string({ multiple: true, helpGroup: 'WHAT', helpValue: 'JSON', description: 'value of a ?, as plain JSON' }),
    limit: integer({
      char: 'n',
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      default: 25,
      description: 'items to return, at most',
    }),
    write: boolean({ helpGroup: 'RUN', description: 'let the statement write' }),
    consistent,
    raw,
    ...writeFlags,
  }
  static override formats = ['human', 'json', 'ndjson']
  static override actions = [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'dynamodb:DescribeTable',
    'dynamodb:PartiQLDelete',
    'dynamodb:PartiQLInsert',
    'dynamodb:PartiQLSelect',
    'dynamodb:PartiQLUpdate',
  ]

  protected async act(): Promise<void> {
    const { statementOf } = await import('../../src/domain/item/statement.ts')
    const statement = statementOf(this.args.statement)
    const { sqlVerb } = await import('../../src/cli/dynamodb/sql-verb.ts')
    await sqlVerb({
      call: this.call(statement.verb !== 'select'),
      statement,
      text: this.args.statement,
      flags: this.flags,
      guard: this.guard,
      dot: this.dot,
      asking: this.asking,
      confirm: (plan, discovery) => this.confirmItem(plan, discovery),
    })
  }
}
