import type { Session } from '../../aws/session.ts'
import { parseArn } from '../../domain/arn.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { LogSource } from '../../domain/log-event.ts'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import type { Resource } from '../../domain/stack.ts'
import type { Discovery } from '../discovery/discover-app.ts'
import { functionLogSources, functionsOf } from '../discovery/function-log-sources.ts'
import { readFunctions } from '../discovery/read-functions.ts'
import { resolveOne } from '../names/resolve-names.ts'

/** The function that is meant, as Lambda has it at this moment. */
export interface FunctionNow {
  readonly resource: Resource
  readonly info: FunctionInfo
  readonly source: LogSource
  readonly qualifier: string | null
  /** Its timeout; null where nobody has told that of this qualifier. */
  readonly known: number | null
  /** The longest that it may run; with a qualifier that names a version, nobody has been asked: Lambda's own limit. */
  readonly timeoutMs: number
}

const LONGEST_MS = 15 * 60_000

/** `NAME:QUALIFIER`, or an ARN with one. */
const parted = (word: string): { readonly name: string; readonly qualifier: string | null } => {
  const arn = parseArn(word)
  if (arn) {
    const [kind, name, qualifier] = arn.resource.split(':')
    return kind === 'function' && name && qualifier
      ? { name: word.slice(0, -qualifier.length - 1), qualifier }
      : { name: word, qualifier: null }
  }
  const at = word.lastIndexOf(':')
  return at > 0 ? { name: word.slice(0, at), qualifier: word.slice(at + 1) } : { name: word, qualifier: null }
}

/**
 * Finds the function by its name and asks Lambda for its configuration of now: what is remembered may be of a function that was replaced. A Problem
 * (usage) for a name that is none, or a function that is not there any more. A refusal of the question stops nothing.
 */
export const functionNow = async (
  session: Session,
  discovery: Discovery,
  word: string | undefined,
  qualifierFlag: string | undefined,
  signal: AbortSignal,
): Promise<FunctionNow> => {
  const { app } = discovery
  const { name, qualifier: inName } = word === undefined ? { name: undefined, qualifier: null } : parted(word)
  if (inName !== null && qualifierFlag !== undefined && inName !== qualifierFlag)
    throw usage(`${word} names the qualifier ${inName}, and --qualifier ${qualifierFlag}`, 'say one of them')
  const resource = resolveOne(functionsOf(app.resources), name, { noun: 'function', where: app.name })
  if (resource.type !== 'AWS::Lambda::Function')
    throw usage(`${resource.path} answers HTTP only: it can not be invoked`, 'send it a request instead')
  const [read] = await readFunctions(session, [resource], signal)
  if (read?.assumed?.reason === 'the function does not exist any more')
    throw new Problem('FunctionNotFound', `${resource.path} (${resource.name}) does not exist any more`, {
      hint: 'it was deleted outside of the stack: deploy the stack again, or see slsops resources',
      exit: ExitCode.usage,
    })
  if (read && read.assumed === null) await discovery.learn([read])
  const { sources, functions } = await functionLogSources({ session, discovery, functions: [resource], signal })
  const info = functions[0]!
  const qualifier = qualifierFlag ?? inName
  const known = info.assumed === null && (qualifier === null || qualifier === '$LATEST') ? info.timeoutMs : null
  return { resource, info, source: sources[0]!, qualifier, known, timeoutMs: known ?? LONGEST_MS }
}
