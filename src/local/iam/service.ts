import type { LocalStack } from '../cloudformation/model.ts'
import { deployedIn } from '../cloudformation/properties.ts'
import { resolveText } from '../cloudformation/resolve.ts'
import { fieldsOf } from '../cloudformation/template.ts'
import { lookupIn } from '../lambda/functions.ts'
import { type LocalService, ServiceError } from '../service.ts'

/** A template's value with its functions resolved; what is not known is `*`-free text that matches nothing. */
const resolved = (value: unknown, stack: LocalStack): unknown => {
  if (Array.isArray(value)) return value.map((one) => resolved(one, stack))
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value)
  if (keys.length === 1 && (keys[0] === 'Ref' || keys[0]!.startsWith('Fn::')))
    return resolveText(value, lookupIn(stack)) ?? 'unknown'
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, stack)]))
}

/** IAM's reads of the roles that the templates declare (Query protocol, 2010-05-08). Nothing here is evaluated. */
export const iamService = (options: {
  readonly stacks: () => readonly LocalStack[]
  readonly account: string
}): LocalService => {
  const absent = (what: string): never => {
    throw new ServiceError('NoSuchEntity', `${what} cannot be found.`, 404)
  }
  const roleOf = (input: Record<string, unknown>) => {
    const name = String(input['RoleName'] ?? '')
    for (const stack of options.stacks())
      for (const { resource } of deployedIn([stack], ['AWS::IAM::Role']))
        if (resource.physicalId === name) return { stack, name, properties: resource.properties }
    return absent(`The role with name ${name}`)
  }
  /** Its own policies, and those that the template attaches to it from outside. */
  const inlineOf = ({ stack, name, properties }: ReturnType<typeof roleOf>) => {
    const own = (properties['Policies'] ?? []) as readonly unknown[]
    const attached = deployedIn([stack], ['AWS::IAM::Policy'])
      .map(({ resource }) => resource.properties)
      .filter(({ Roles }) => (resolved(Roles ?? [], stack) as unknown[]).includes(name))
    return [...own, ...attached].map((policy) => {
      const { PolicyName, PolicyDocument } = fieldsOf(resolved(policy, stack))
      return { name: String(PolicyName), document: PolicyDocument }
    })
  }

  return {
    name: 'iam',
    protocol: { kind: 'query', version: '2010-05-08', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
    operations: {
      GetRole(input) {
        const { name, stack, properties } = roleOf(input)
        const boundary = resolved(properties['PermissionsBoundary'] ?? null, stack)
        const PermissionsBoundary = boundary && { PermissionsBoundaryArn: boundary }
        return { Role: { RoleName: name, Arn: `arn:aws:iam::${options.account}:role/${name}`, PermissionsBoundary } }
      },
      ListRolePolicies(input) {
        return { PolicyNames: inlineOf(roleOf(input)).map(({ name }) => name), IsTruncated: false }
      },
      GetRolePolicy(input) {
        const role = roleOf(input)
        const policy = inlineOf(role).find(({ name }) => name === input['PolicyName'])
        if (policy === undefined) return absent(`The role policy with name ${input['PolicyName']}`)
        const PolicyDocument = encodeURIComponent(JSON.stringify(policy.document))
        return { RoleName: role.name, PolicyName: policy.name, PolicyDocument }
      },
      ListAttachedRolePolicies(input) {
        const { stack, properties } = roleOf(input)
        const arns = resolved(properties['ManagedPolicyArns'] ?? [], stack) as string[]
        const AttachedPolicies = arns.map((PolicyArn) => ({ PolicyName: PolicyArn.split('/').at(-1), PolicyArn }))
        return { AttachedPolicies, IsTruncated: false }
      },
    },
  }
}
