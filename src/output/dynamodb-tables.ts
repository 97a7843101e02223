import type { Incomplete } from '../domain/incomplete.ts'
import type { KeySchema } from '../domain/item/attribute.ts'
import type { TableFacts, TableSafety } from '../domain/item/table.ts'
import type { Resource } from '../domain/stack.ts'
import { bytesText, grouped } from './dynamodb-notes.ts'
import { type AnswerContext, answer, isoTime } from './json.ts'
import { safeText } from './safe-text.ts'
import type { Style } from './style.ts'
import { type Cell, table } from './table.ts'

export interface ListedTable {
  readonly resource: Resource
  readonly facts: TableFacts | null
  readonly safety: TableSafety
}

const types = { S: 'text', N: 'number', B: 'binary' } as const

/** `orderId, line (number)`: texts, which most keys are, need no word. */
const keyText = ({ partition, sort }: KeySchema): string =>
  [partition, ...(sort === null ? [] : [sort])]
    .map(({ name, type }) => (type === 'S' ? name : `${name} (${types[type]})`))
    .join(', ')

const billingText = ({ billing, provisioned }: TableFacts): string =>
  provisioned === null ? billing : `${provisioned.read} read / ${provisioned.write} write`

const statusCell = (status: string): Cell =>
  status === 'ACTIVE' ? { text: 'active', tone: 'dim' } : { text: status.toLowerCase(), tone: 'error' }

const aboutItems = ({ approximateItems }: TableFacts): string | null =>
  approximateItems === null ? null : `~${grouped(approximateItems)}`

const recovery = ({ recoveryDays }: TableSafety): string | null =>
  recoveryDays === undefined ? null : recoveryDays === null ? 'off' : `${recoveryDays} d`

const ends = ({ ttl }: TableSafety): string | null => (ttl === undefined ? null : (ttl ?? 'off'))

/** A row a table. Counts are AWS's of up to six hours ago: `~`. */
export const tablesTable = (tables: readonly ListedTable[], style: Style): Promise<string> => {
  const columns = [
    { title: 'TABLE', keep: true },
    { title: 'NAME' },
    { title: 'KEY', keep: true },
    { title: 'STATUS' },
    { title: 'BILLING' },
    { title: 'ITEMS', align: 'right' as const },
    { title: 'SIZE', align: 'right' as const },
    { title: 'INDEXES' },
    { title: 'STREAM' },
    { title: 'PITR' },
    { title: 'TTL' },
  ]
  const rows = tables.map(({ resource, facts, safety }): readonly Cell[] =>
    facts === null
      ? [resource.path, resource.physicalId, { text: 'not read', tone: 'error' }]
      : [
          resource.path,
          facts.name,
          keyText(facts.key),
          statusCell(facts.status),
          billingText(facts),
          aboutItems(facts),
          facts.approximateBytes === null ? null : bytesText(facts.approximateBytes),
          facts.indexes.map(({ name }) => name).join(', ') || null,
          facts.stream?.toLowerCase().replaceAll('_', ' ') ?? null,
          recovery(safety),
          ends(safety),
        ],
  )
  // On a narrow terminal the last columns go first, not the letters of all.
  const room = style.width ?? Number.POSITIVE_INFINITY
  const shown = room >= 120 ? 11 : room >= 100 ? 8 : room >= 75 ? 6 : 4
  return table(
    columns.slice(0, shown),
    rows.map((row) => row.slice(0, shown)),
    style,
  )
}

const keyBody = ({ partition, sort }: KeySchema) => ({ partition, sort })

const tableBody = ({ resource, facts, safety }: ListedTable) => ({
  path: resource.path,
  logicalId: resource.logicalId,
  name: facts?.name ?? resource.physicalId,
  arn: facts?.arn ?? resource.arn,
  status: facts?.status ?? null,
  key: facts && keyBody(facts.key),
  billing: facts?.billing ?? null,
  provisioned: facts?.provisioned ?? null,
  approximateItems: facts?.approximateItems ?? null,
  approximateBytes: facts?.approximateBytes ?? null,
  createdAt: isoTime(facts?.createdAt ?? null),
  indexes: facts?.indexes ?? null,
  stream: facts?.stream ?? null,
  streamArn: facts?.streamArn ?? null,
  recoveryDays: safety.recoveryDays ?? null,
  ttlAttribute: safety.ttl ?? null,
  encryption: facts?.encryption ?? null,
  tableClass: facts?.tableClass ?? null,
  deletionProtection: facts?.deletionProtection ?? null,
  replicas: facts?.replicas ?? null,
})

export const tablesAnswer = (
  tables: readonly ListedTable[],
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string => answer('slsops.dynamodb-tables/1', context, { tables: tables.map(tableBody) }, incomplete)

export const tableAnswer = (one: ListedTable, context: AnswerContext, incomplete: readonly Incomplete[]): string =>
  answer('slsops.dynamodb-table/1', context, { table: tableBody(one) }, incomplete)

/** One table, a fact a line. */
export const tableText = ({ resource, facts, safety }: ListedTable & { readonly facts: TableFacts }): string => {
  const lines: readonly (readonly [string, string | null])[] = [
    ['table', resource.path === facts.name ? facts.name : `${resource.path} (${facts.name})`],
    ['status', facts.status.toLowerCase()],
    ['key', keyText(facts.key)],
    ['billing', billingText(facts)],
    [
      'items',
      `${aboutItems(facts) ?? 'not told'}, ${facts.approximateBytes === null ? 'size not told' : bytesText(facts.approximateBytes)} (counted by AWS up to 6 h ago)`,
    ],
    ...facts.indexes.map(({ name, kind, key, status, projection }): readonly [string, string] => [
      `${kind} index`,
      `${name}: ${keyText(key)}${projection === null ? '' : `, ${projection.toLowerCase().replaceAll('_', ' ')}`}${status === null || status === 'ACTIVE' ? '' : `, ${status.toLowerCase()}`}`,
    ]),
    ['stream', facts.stream?.toLowerCase().replaceAll('_', ' ') ?? 'off'],
    ['point-in-time', recovery(safety) ?? 'not read'],
    ['time to live', ends(safety) ?? 'not read'],
    ['encryption', facts.encryption ?? "AWS's own key"],
    ['deletion', facts.deletionProtection ? 'protected' : 'not protected'],
    ...(facts.replicas.length > 0 ? [['replicas', facts.replicas.join(', ')] as const] : []),
    ['created', isoTime(facts.createdAt)],
    ['arn', facts.arn],
  ]
  return lines.map(([name, text]) => `${name.padEnd(14)}  ${safeText(text ?? '—')}\n`).join('')
}
