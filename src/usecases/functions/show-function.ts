import type { Session } from '../../aws/session.ts'
import type { Alias, FunctionDetail, FunctionUrl } from '../../domain/functions/detail.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { Resource } from '../../domain/stack.ts'
import { aliasesOf, urlOf, versionsOf } from '../../services/lambda/wiring.ts'
import { telling } from '../telling.ts'
import { readDetails } from './read-details.ts'
import { readWiring, type Wiring } from './read-wiring.ts'

export interface FunctionShown {
  readonly detail: FunctionDetail
  /** Null where the function itself could not be asked; parts that could not be read are null in it. */
  readonly wiring: Wiring | null
  readonly url: FunctionUrl | null
  readonly aliases: readonly Alias[] | null
  readonly versions: readonly string[] | null
  /** Nothing could be read of it. */
  readonly lost: boolean
  readonly incomplete: readonly Incomplete[]
}

/** One function, whole. What could not be read is told. Rejects only with what is nobody's answer. */
export const showFunction = async (
  session: Session,
  resource: Resource,
  signal: AbortSignal,
): Promise<FunctionShown> => {
  const incomplete: Incomplete[] = []
  const told = telling(incomplete, signal)
  const read = await readDetails(session, [resource], signal)
  const detail = read.details[0]!
  const { name, path } = detail
  const common = { detail, lost: read.lost.has(path), incomplete: read.incomplete }
  if (resource.type !== 'AWS::Lambda::Function')
    return { ...common, wiring: null, url: null, aliases: null, versions: null }
  const [wiring, url, aliases, versions] = await Promise.all([
    readWiring(session, detail, told, signal),
    told(`URL of ${path}`, 'lambda:GetFunctionUrlConfig', () => urlOf(session, name, signal)),
    told(`aliases of ${path}`, 'lambda:ListAliases', () => aliasesOf(session, name, signal)),
    told(`versions of ${path}`, 'lambda:ListVersionsByFunction', () => versionsOf(session, name, signal)),
  ])
  return { ...common, wiring, url, aliases, versions, incomplete: [...read.incomplete, ...incomplete] }
}
