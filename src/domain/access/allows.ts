import { matchesGlob } from '../glob.ts'
import type { Statement } from './policy.ts'

const fits = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesGlob(pattern.toLowerCase(), text.toLowerCase()))

/**
 * Whether statements of a role let it invoke a function: an Allow that names the action and the function, and no Deny without conditions that does.
 * A version or an alias of it counts. Conditions, boundaries and policies of an organisation are not weighed.
 */
export const allowsInvoke = (statements: readonly Statement[], functionArn: string): boolean => {
  const names = [functionArn, `${functionArn}:x`]
  const isMeant = ({ actions, notActions, resources, notResources }: Statement): boolean =>
    fits(actions, 'lambda:InvokeFunction') !== notActions &&
    names.some((name) => fits(resources, name) !== notResources)
  return (
    statements.some((one) => one.effect === 'Allow' && isMeant(one)) &&
    !statements.some((one) => one.effect === 'Deny' && one.conditions.length === 0 && isMeant(one))
  )
}
