import type { Incomplete } from '../incomplete.ts'
import type { TableFacts } from '../item/table.ts'
import type { QueueState } from '../sqs/queue.ts'
import type { StackApp } from '../stack.ts'
import { type FunctionRow, functionTroubles } from './detail.ts'

export interface TableRow {
  readonly path: string
  readonly facts: TableFacts
}

/** An app on one screen. Times are epoch milliseconds. */
export interface AppStatus {
  readonly app: StackApp
  /** The last successful deploy, or change of a function; null where none is known. */
  readonly deploy: { readonly at: number; readonly what: string } | null
  readonly functions: readonly FunctionRow[]
  readonly queues: readonly QueueState[]
  readonly tables: readonly TableRow[]
  readonly window: { readonly from: number; readonly to: number } | null
  readonly incomplete: readonly Incomplete[]
}

/** Something that is wrong: what, and in which words. */
export interface Trouble {
  readonly kind: 'stack' | 'function' | 'queue' | 'table'
  readonly name: string
  readonly text: string
}

const badStack = /FAILED$|^ROLLBACK_|^UPDATE_ROLLBACK/

export const queueTroubles = ({ visible, dlqFor, consumers }: QueueState): readonly string[] => [
  ...(dlqFor.length > 0 && visible > 0 ? [`${visible} dead letter${visible === 1 ? '' : 's'}`] : []),
  ...(consumers ?? [])
    .filter(({ state }) => state === 'Disabled')
    .map(({ functionName }) => `its trigger of ${functionName} is disabled`),
]

export const tableTroubles = ({ facts }: TableRow): readonly string[] =>
  facts.status === 'ACTIVE' || facts.status === 'UPDATING' ? [] : [`is ${facts.status}`]

/** All that is wrong with an app, as far as it was read: the stack first. */
export const troublesOf = (status: Pick<AppStatus, 'app' | 'functions' | 'queues' | 'tables'>): readonly Trouble[] => {
  const { app, functions, queues, tables } = status
  const told = (kind: Trouble['kind'], name: string, texts: readonly string[]): readonly Trouble[] =>
    texts.map((text) => ({ kind, name, text }))
  return [
    ...told('stack', app.name, badStack.test(app.status) ? [`is ${app.status}`] : []),
    ...functions.flatMap((row) => told('function', row.detail.path, functionTroubles(row))),
    ...queues.flatMap((queue) => told('queue', queue.path ?? queue.name, queueTroubles(queue))),
    ...tables.flatMap((table) => told('table', table.path, tableTroubles(table))),
  ]
}
