import type { Incomplete } from '../domain/incomplete.ts'
import type { Resource } from '../domain/stack.ts'
import { type AnswerContext, answer } from './json.ts'
import { statusTone } from './stacks.ts'
import type { Style } from './style.ts'
import { type Cell, table } from './table.ts'

export interface ResourceRow {
  readonly resource: Resource
  readonly console: string | null
}

/** A line a resource, by type and then by path: what is alike stands together. */
export const resourcesTable = (
  rows: readonly ResourceRow[],
  { style, links }: { readonly style: Style; readonly links: boolean },
): Promise<string> => {
  if (rows.length === 0) return Promise.resolve('')
  const sorted = [...rows].sort(
    ({ resource: a }, { resource: b }) => compare(a.type, b.type) || compare(a.path, b.path),
  )
  const columns = [
    { title: 'resource', keep: true },
    { title: 'type' },
    { title: 'name' },
    { title: 'status' },
    ...(links ? [{ title: 'console', keep: true }] : []),
  ]
  const cells = sorted.map(({ resource, console }): Cell[] => [
    resource.path,
    { text: resource.type, tone: 'dim' },
    resource.name ?? resource.physicalId,
    { text: resource.status, tone: resource.status.endsWith('_COMPLETE') ? 'dim' : statusTone(resource.status) },
    ...(links ? [console] : []),
  ])
  return table(columns, cells, style)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** `slsops.resources/1`. */
export const resourcesAnswer = (
  rows: readonly ResourceRow[],
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string =>
  answer(
    'slsops.resources/1',
    context,
    {
      resources: rows.map(({ resource: { path, logicalId, physicalId, arn, type, status, stack }, console }) => ({
        path,
        logicalId,
        physicalId,
        arn,
        type,
        status,
        stack,
        console,
      })),
    },
    incomplete,
  )
