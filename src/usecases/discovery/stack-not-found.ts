import type { Session } from '../../aws/session.ts'
import { byLikeness, listed } from '../../domain/names.ts'
import { ExitCode, Problem } from '../../domain/problem.ts'
import { listStacks } from '../../services/cloudformation/list-stacks.ts'

const hintFor = async (session: Session, asked: string, signal?: AbortSignal): Promise<string> => {
  try {
    const stacks = await listStacks(session, signal)
    const roots = stacks.filter(({ parent }) => parent === null).map(({ name }) => name)
    if (roots.length > 0) return `stacks there: ${listed(byLikeness(asked, roots))}`
    return 'there is no stack in this region at all; --region and --profile choose another place'
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    session.debug(`the stacks could not be listed: ${error instanceof Error ? error.message : String(error)}`)
    return 'slsops stacks lists what is there; --region and --profile choose another place'
  }
}

/** The Problem of a stack that is not there: exit 2, with the nearest names where the stacks may be listed. */
export const stackNotFound = async (session: Session, asked: string, signal?: AbortSignal): Promise<Problem> =>
  new Problem('StackNotFound', `there is no stack "${asked}" in ${session.region}`, {
    hint: await hintFor(session, asked, signal),
    exit: ExitCode.usage,
  })
