import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import { isProblem, type Problem } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'
import { assumedFacts, type FunctionFacts } from '../../services/lambda/function-facts.ts'
import { findFunctions, getFunction } from '../../services/lambda/read-functions.ts'
import { atMost } from './at-most.ts'

/** Up to this many are asked one by one; more may share the pages of a list. */
const oneByOne = 3

/** A page holds 50 functions, and how many the account has nobody knows: it pays as long as it costs less than asking each. */
const pagesFor = (functions: number): number => Math.ceil(functions / 4) + 1

/** Calls at a time: Lambda's quota for all of them together is 15 a second. */
const calls = 5

/** Web functions belong to another API, which has no client. */
const canBeAsked = ({ type }: Resource): boolean => type === 'AWS::Lambda::Function'

const reasons: Readonly<Record<string, string>> = { NotFound: 'the function does not exist any more' }

const assumed = (resource: Resource, name: string, problem: Problem | null): FunctionInfo => ({
  ...assumedFacts(resource.type, name, resource.arn),
  path: resource.path,
  logicalId: resource.logicalId,
  assumed: problem && {
    what: `configuration of ${resource.path} (its default log group is taken)`,
    operation: 'lambda:GetFunctionConfiguration',
    reason: reasons[problem.code] ?? problem.message,
    action: problem.action,
  },
})

/** One who may list may be refused each, and the other way round: a list that can't be had is no failure. */
const fromList = async (
  session: Session,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, FunctionFacts>> => {
  if (names.length <= oneByOne) return new Map()
  try {
    return await findFunctions(session, new Set(names), pagesFor(names.length), signal)
  } catch (error) {
    if (signal?.aborted || !isProblem(error)) throw error
    session.debug(`lambda:ListFunctions: ${error.message}`)
    return new Map()
  }
}

/**
 * What Lambda says of functions (resources of the app with a physical id; others are left out), in their order. One that can't be
 * asked gets Lambda's defaults, and says so in `assumed`. Rejects only with what is nobody's answer (an abort, a bug).
 */
export const readFunctions = async (
  session: Session,
  functions: readonly Resource[],
  signal?: AbortSignal,
): Promise<readonly FunctionInfo[]> => {
  const present = functions.flatMap((resource) => (resource.name === null ? [] : [{ resource, name: resource.name }]))
  const asked = present.filter(({ resource }) => canBeAsked(resource)).map(({ name }) => name)
  const listed = await fromList(session, asked, signal)
  const limit = atMost(calls)
  return Promise.all(
    present.map(async ({ resource, name }): Promise<FunctionInfo> => {
      if (!canBeAsked(resource)) return assumed(resource, name, null)
      const { path, logicalId } = resource
      try {
        const facts = listed.get(name) ?? (await limit(() => getFunction(session, name, signal)))
        return { ...facts, path, logicalId, assumed: null }
      } catch (error) {
        if (signal?.aborted || !isProblem(error)) throw error
        return assumed(resource, name, error)
      }
    }),
  )
}
