import { fromPlain } from '../../domain/item/plain.ts'
import type { Statement } from '../../domain/item/statement.ts'
import { usage } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'
import type { WritePlan } from '../../domain/write-guard.ts'
import type { CiGuard } from '../../output/ci-commands.ts'
import { statementLine } from '../../output/dynamodb-notes.ts'
import { safeText } from '../../output/safe-text.ts'
import { describeTable } from '../../services/dynamodb/describe-table.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { runStatement } from '../../usecases/dynamodb/run-statement.ts'
import { tableName, tablesOf } from '../../usecases/dynamodb/tables.ts'
import { resolveOne } from '../../usecases/names/resolve-names.ts'
import { askForScan, type ScanAsking } from './ask-for-scan.ts'
import { type Call, throttleNote } from './call.ts'
import { jsonOf } from './given-json.ts'
import { showItems } from './show-items.ts'

export interface SqlVerb {
  readonly call: Call
  readonly statement: Statement
  readonly text: string
  readonly flags: {
    readonly param: readonly string[] | undefined
    readonly limit: number
    readonly write: boolean
    readonly consistent: boolean
    readonly raw: boolean
  }
  readonly guard: CiGuard | null
  readonly dot: string
  readonly asking: Omit<ScanAsking, 'whole' | 'consistent'>
  readonly confirm: (plan: WritePlan, discovery: Discovery) => Promise<void>
}

/** The statement with the table's physical name in it. */
const named = (text: string, { at: [from, to] }: Statement, resource: Resource): string =>
  `${text.slice(0, from)}"${tableName(resource)}"${text.slice(to)}`

export const sqlVerb = async ({
  call,
  statement,
  text,
  flags,
  guard,
  dot,
  confirm,
  asking,
}: SqlVerb): Promise<void> => {
  const { verb, table } = statement
  if (verb !== 'select' && !flags.write) {
    throw usage(
      `nothing was done: ${verb.toUpperCase()} writes, and --write is not given`,
      'with --write it asks first',
    )
  }
  const parameters = (flags.param ?? []).map((word) => fromPlain(jsonOf(word, word)))
  const [session, discovery] = [await call.session(), await call.discovery()]
  const { app } = discovery
  const resource = resolveOne(tablesOf(app), table, { noun: 'table', where: app.name })
  const physical = named(text, statement, resource)
  if (verb === 'select') {
    const facts = await describeTable(session, tableName(resource), call.signal)
    // An index has a key of its own; with any of them in the statement it need not be a scan.
    const partitions = [facts, ...facts.indexes].map(({ key }) => key.partition.name)
    const scans = !statement.hasWhere || !partitions.some((name) => text.includes(name))
    if (scans) call.note(safeText(`no ${facts.key.partition.name} in a WHERE: this looks at the whole table`))
    await askForScan(facts, { whole: scans, consistent: flags.consistent, ...asking })
  } else await confirm({ what: `run a statement on ${tableName(resource)}`, details: [`  ${physical}`] }, discovery)
  const { items, totals, more } = await runStatement({
    ...{ session, statement, parameters, signal: call.signal, onThrottle: throttleNote(call) },
    text: physical,
    want: flags.limit,
    consistent: flags.consistent,
  })
  const shown = { table: tableName(resource), items, totals, keys: [], raw: flags.raw, guard, pretty: false }
  await showItems(call, app, shown)
  call.note(safeText(statementLine(totals, dot)))
  if (more) call.note(`there is more: --limit ${flags.limit * 4}`)
}
