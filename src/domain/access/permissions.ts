import type { Statement } from './policy.ts'

/** One policy of a role. */
export interface RolePolicy {
  readonly name: string
  readonly kind: 'inline' | 'managed' | 'boundary'
  readonly arn: string | null
  /** Null: it could not be read. */
  readonly statements: readonly Statement[] | null
}

/** A role and what it may do. */
export interface RoleAccess {
  readonly name: string
  readonly arn: string
  readonly policies: readonly RolePolicy[]
  /** All its policies are here and were read. */
  readonly complete: boolean
}

/** What a statement says, in words, and what of it is wider than it should be. */
export interface Permission {
  readonly effect: 'Allow' | 'Deny'
  /** `sns: Publish`, `s3: GetObject, PutObject`, `everything`. */
  readonly what: string
  readonly on: readonly string[]
  readonly only: readonly string[]
  /** `every action of s3`, `on every resource`; empty for what is narrow. */
  readonly wide: readonly string[]
}

/** Actions for which AWS takes no resource, or whose resource nobody knows beforehand: `*` is all that can be said. */
const resourceless =
  /^(?:xray:(?:Put|Get).*|logs:(?:CreateLogGroup|CreateLogStream|PutLogEvents|DescribeLogGroups|.*LogDelivery.*|.*ResourcePolic.*)|cloudwatch:PutMetricData|ec2:(?:Describe.*|.*NetworkInterface.*|.*PrivateIpAddresses)|sts:GetCallerIdentity|ssmmessages:.*|[a-z0-9-]+:(?:List|Describe)[A-Z]\w*s)$/

const widthOf = ({ effect, actions, notActions, resources, notResources }: Statement): readonly string[] => {
  if (effect === 'Deny') return []
  const all = actions.includes('*')
  const services = actions.flatMap((action) => /^([a-z0-9-]+):\*$/i.exec(action)?.[1] ?? [])
  const everywhere = resources.includes('*') && !actions.every((action) => resourceless.test(action))
  return [
    ...(all ? ['every action'] : notActions ? ['every action but those named'] : []),
    ...services.map((service) => `every action of ${service}`),
    ...(everywhere ? ['on every resource'] : notResources ? ['on every resource but those named'] : []),
  ]
}

/** `s3:GetObject`, `s3:PutObject`, `sns:Publish` -> `s3: GetObject, PutObject; sns: Publish`. */
const actionWords = ({ actions, notActions }: Statement): string => {
  const services = new Map<string, string[]>()
  for (const action of actions) {
    const at = action.indexOf(':')
    const [service, verb] = at < 0 ? ['', action] : [action.slice(0, at), action.slice(at + 1)]
    services.set(service, [...(services.get(service) ?? []), verb])
  }
  const said = [...services].map(([service, verbs]) =>
    service === '' ? 'everything' : `${service}: ${verbs.includes('*') ? 'everything' : verbs.join(', ')}`,
  )
  return `${notActions ? 'all but ' : ''}${said.join('; ')}`
}

/** A role's statement in words. */
export const permissionOf = (statement: Statement): Permission => ({
  effect: statement.effect,
  what: actionWords(statement),
  on: statement.resources.map((one) => (statement.notResources ? `not ${one}` : one)),
  only: statement.conditions.map(({ operator, key, values }) => `${key} ${operator} ${values.join(' or ')}`),
  wide: widthOf(statement),
})
