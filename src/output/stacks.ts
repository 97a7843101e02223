import type { Incomplete } from '../domain/incomplete.ts'
import type { DeployTool, StackSummary } from '../domain/stack.ts'
import { toolNames } from '../domain/tool.ts'
import { ago } from './ago.ts'
import { type AnswerContext, answer, isoTime } from './json.ts'
import type { Tone } from './paint.ts'
import type { Style } from './style.ts'
import { type Cell, table } from './table.ts'

export const toolName = (tool: DeployTool | null): string | null => tool && toolNames[tool]

/** Grey for what is normal, colour only for what matters. */
export const statusTone = (status: string): Tone => {
  if (/FAILED|^ROLLBACK|UPDATE_ROLLBACK/.test(status)) return 'fault'
  return status.endsWith('_IN_PROGRESS') ? 'error' : 'plain'
}

/** A line a stack, the last changed first; nested ones are a number beside their parent unless `all`. */
export const stacksTable = (
  stacks: readonly StackSummary[],
  { style, now, all }: { readonly style: Style; readonly now: number; readonly all: boolean },
): Promise<string> => {
  const shown = all ? stacks : stacks.filter(({ parent }) => parent === null)
  if (shown.length === 0) return Promise.resolve('')
  const nested = shown.some((stack) => stack.nested.length > 0 || stack.parent !== null)
  const rows = shown.map((stack): Cell[] => [
    stack.name,
    { text: stack.status, tone: statusTone(stack.status) },
    { text: ago(stack.updatedAt ?? stack.createdAt, now), tone: 'dim' },
    toolName(stack.tool),
    ...(nested ? [nestedCell(stack)] : []),
  ])
  const columns = [
    { title: 'stack', keep: true },
    { title: 'status' },
    { title: 'deployed', align: 'right' as const },
    { title: 'made by' },
    ...(nested ? [{ title: 'nested' }] : []),
  ]
  return table(columns, rows, style)
}

const nestedCell = ({ parent, nested }: StackSummary): Cell => {
  if (parent !== null) return { text: `in ${parent}`, tone: 'dim' }
  return nested.length === 0 ? '' : `+ ${nested.length}`
}

/** `slsops.stacks/1`. */
export const stacksAnswer = (
  stacks: readonly StackSummary[],
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string =>
  answer(
    'slsops.stacks/1',
    context,
    {
      stacks: stacks.map(({ name, id, status, createdAt, updatedAt, tool, parent, nested, description }) => ({
        name,
        id,
        status,
        createdAt: isoTime(createdAt),
        updatedAt: isoTime(updatedAt),
        tool,
        parent,
        nested,
        description,
      })),
    },
    incomplete,
  )
