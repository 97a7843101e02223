import type { Session } from '../../aws/session.ts'
import type { FunctionDetail } from '../../domain/functions/detail.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { isProblem } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'
import { type DetailFacts, getFunctionDetail, getFunctionWhole } from '../../services/lambda/function-detail.ts'
import { assumedFacts } from '../../services/lambda/function-facts.ts'
import { atMost } from '../discovery/at-most.ts'
import { telling } from '../telling.ts'

/** Calls at a time. */
const calls = 6

const nothing: Omit<DetailFacts, keyof ReturnType<typeof assumedFacts>> = {
  state: null,
  stateReason: null,
  lastUpdate: null,
  lastUpdateReason: null,
  handler: null,
  description: null,
  role: null,
  version: null,
  codeBytes: null,
  storageMb: null,
  layers: [],
  vpc: null,
  environment: {},
  environmentError: null,
  deadLetterArn: null,
  snapStart: false,
  durable: null,
  perTenant: false,
  image: null,
  imageCommand: [],
  reservedConcurrency: null,
}

export interface DetailsRead {
  readonly details: readonly FunctionDetail[]
  /** Functions of which nothing could be read, by path. */
  readonly lost: ReadonlySet<string>
  readonly incomplete: readonly Incomplete[]
}

/**
 * What Lambda says of functions, in their order. Who may not call GetFunction gets what GetFunctionConfiguration tells, and hears what is
 * missing; one that can't be asked at all is there with Lambda's defaults. Rejects only with what is nobody's answer (an abort, a bug).
 */
export const readDetails = async (
  session: Session,
  functions: readonly Resource[],
  signal: AbortSignal,
): Promise<DetailsRead> => {
  const incomplete: Incomplete[] = []
  const lost = new Set<string>()
  const limit = atMost(calls)
  const told = telling(incomplete, signal)

  const ask = async (resource: Resource, name: string): Promise<DetailFacts | null> => {
    try {
      return await getFunctionWhole(session, name, signal)
    } catch (error) {
      if (signal.aborted || !isProblem(error)) throw error
      const { path } = resource
      if (error.code === 'NotFound') {
        const reason = 'the function does not exist any more'
        incomplete.push({ what: `function ${path}`, operation: 'lambda:GetFunction', reason, action: null })
        return null
      }
      const { message: reason, action } = error
      // Only who is refused this call may be granted the other one; to a service that is busy or away it would be one call more.
      if (action === null) {
        incomplete.push({ what: `function ${path}`, operation: 'lambda:GetFunction', reason, action })
        return null
      }
      const facts = await told(`function ${path}`, 'lambda:GetFunctionConfiguration', () =>
        getFunctionDetail(session, name, signal),
      )
      if (facts !== null) {
        const what = `image and reserved concurrency of ${path}`
        incomplete.push({ what, operation: 'lambda:GetFunction', reason, action })
      }
      return facts
    }
  }

  const details = await Promise.all(
    functions.map((resource) =>
      limit(async (): Promise<FunctionDetail> => {
        const { path, logicalId, type, arn } = resource
        const name = resource.name ?? logicalId
        // Web functions have an API of their own, for which there is no client.
        const facts = type === 'AWS::Lambda::Function' ? await ask(resource, name) : null
        if (facts !== null) return { ...facts, path, logicalId, assumed: null }
        if (type === 'AWS::Lambda::Function') lost.add(path)
        return {
          ...assumedFacts(type, name, arn),
          ...nothing,
          path,
          logicalId,
          assumed: incomplete.find(({ what }) => what === `function ${path}`) ?? null,
        }
      }),
    ),
  )
  return { details, lost, incomplete }
}
