import type { Session } from '../../aws/session.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { isProblem, type Problem } from '../../domain/problem.ts'
import type { DeployTool, StackSummary } from '../../domain/stack.ts'
import { recogniseTool } from '../../domain/tool.ts'
import { listStacks } from '../../services/cloudformation/list-stacks.ts'
import { templateEvidence } from '../../services/cloudformation/template-evidence.ts'
import { atMost } from '../discovery/at-most.ts'

/** Beyond this many stacks their templates are not asked one by one: the tool stays unknown where the list does not tell it. */
const askedAtMost = 20
const calls = 3

export interface AppList {
  /** Newest change first; nested stacks are among them and name their parent. */
  readonly stacks: readonly StackSummary[]
  readonly incomplete: readonly Incomplete[]
}

export interface ListOptions {
  readonly session: Session
  readonly signal?: AbortSignal | undefined
  readonly onPage?: ((count: number) => void) | undefined
}

const unread = (problem: Problem): Incomplete => ({
  what: 'the tool that made the stacks',
  operation: 'cloudformation:GetTemplateSummary',
  reason: problem.message,
  action: problem.action,
})

/** What is wrong with one stack says nothing of the next; anything else (a denial, a broken service) holds for all of them. */
const oneStackOnly: ReadonlySet<string> = new Set(['NotFound', 'ServiceError'])

/** The tools of stacks whose names and descriptions did not tell. */
const askTools = async (session: Session, stacks: readonly StackSummary[], signal: AbortSignal | undefined) => {
  const tools = new Map<string, DeployTool | null>()
  const limit = atMost(calls)
  let failed: Problem | null = null
  let over = false
  const askOne = async (stack: StackSummary): Promise<void> => {
    if (over) return
    try {
      tools.set(stack.id, recogniseTool(await templateEvidence(session, stack, signal)))
    } catch (error) {
      if (signal?.aborted || !isProblem(error)) throw error
      failed ??= error
      over ||= !oneStackOnly.has(error.code)
    }
  }
  await Promise.all(stacks.map((stack) => limit(() => askOne(stack))))
  return { tools, incomplete: failed ? [unread(failed)] : [] }
}

/**
 * The stacks of the region with the tool that made each: from its name and description, else, where there are at most 20 root
 * stacks, from its template's summary (one call each). A nested stack is its root's tool's. Rejects with the Problem of ListStacks.
 */
export const listApps = async ({ session, signal, onPage }: ListOptions): Promise<AppList> => {
  const stacks = await listStacks(session, signal, onPage)
  const roots = stacks.filter(({ parent }) => parent === null)
  const unknown = roots.length <= askedAtMost ? roots.filter(({ tool }) => tool === null) : []
  const { tools, incomplete } = await askTools(session, unknown, signal)
  const byName = new Map(stacks.map((stack) => [stack.name, stack]))
  const toolOf = (stack: StackSummary, depth = 0): DeployTool | null => {
    const own = stack.tool ?? tools.get(stack.id) ?? null
    const parent = stack.parent === null ? undefined : byName.get(stack.parent)
    return own ?? (parent && depth < 50 ? toolOf(parent, depth + 1) : null)
  }
  const changed = ({ updatedAt, createdAt }: StackSummary): number => updatedAt ?? createdAt
  return {
    stacks: stacks.map((stack) => ({ ...stack, tool: toolOf(stack) })).sort((a, b) => changed(b) - changed(a)),
    incomplete,
  }
}
