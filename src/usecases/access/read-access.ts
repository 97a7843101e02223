import type { Session } from '../../aws/session.ts'
import { type Invoker, invokersOf } from '../../domain/access/invokers.ts'
import type { RoleAccess, RolePolicy } from '../../domain/access/permissions.ts'
import { lastPart } from '../../domain/arn.ts'
import type { FunctionDetail } from '../../domain/functions/detail.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { Resource } from '../../domain/stack.ts'
import { boundaryOf, inlinePolicies, inlinePolicy, managedPolicies, managedPolicy } from '../../services/iam/role-policies.ts'
import { policyOf, urlOf } from '../../services/lambda/wiring.ts'
import { readDetails } from '../functions/read-details.ts'
import { telling } from '../functions/told.ts'

export interface AccessRead {
  readonly detail: FunctionDetail
  /** Null: its policy could not be read. */
  readonly invokers: readonly Invoker[] | null
  readonly url: { readonly url: string; readonly auth: string } | null
  /** Null: nobody has told which role it is. */
  readonly role: RoleAccess | null
  readonly incomplete: readonly Incomplete[]
}

const readRole = async (
  session: Session,
  arn: string,
  incomplete: Incomplete[],
  signal: AbortSignal,
): Promise<RoleAccess> => {
  const told = telling(incomplete, signal)
  // A role may have a path, which its name has not.
  const name = lastPart(arn)
  const whose = `of role ${name}`
  const [inline, managed, boundary] = await Promise.all([
    told(`inline policies ${whose}`, 'iam:ListRolePolicies', () => inlinePolicies(session, name, signal)),
    told(`managed policies ${whose}`, 'iam:ListAttachedRolePolicies', () => managedPolicies(session, name, signal)),
    told(`permissions boundary ${whose}`, 'iam:GetRole', () => boundaryOf(session, name, signal)),
  ])
  const managedOne = async (policy: { readonly name: string; readonly arn: string }, kind: 'managed' | 'boundary') => {
    const statements = await told(`policy ${policy.name}`, 'iam:GetPolicyVersion', () =>
      managedPolicy(session, policy.arn, signal),
    )
    return { ...policy, kind, statements } satisfies RolePolicy
  }
  const policies = await Promise.all([
    ...(inline ?? []).map(async (policy): Promise<RolePolicy> => {
      const statements = await told(`policy ${policy}`, 'iam:GetRolePolicy', () => inlinePolicy(session, name, policy, signal))
      return { name: policy, kind: 'inline', arn: null, statements }
    }),
    ...(managed ?? []).map((policy) => managedOne(policy, 'managed')),
    ...(boundary ? [managedOne({ name: lastPart(boundary), arn: boundary }, 'boundary')] : []),
  ])
  return { name, arn, policies }
}

/** Who may invoke a function, and what its role may do. What could not be read is told. Rejects only with what is nobody's answer. */
export const readAccess = async (session: Session, resource: Resource, signal: AbortSignal): Promise<AccessRead> => {
  const incomplete: Incomplete[] = []
  const told = telling(incomplete, signal)
  const read = await readDetails(session, [resource], signal)
  const detail = read.details[0]!
  const { name, path } = detail
  const [policy, url, role] = await Promise.all([
    told(`resource policy of ${path}`, 'lambda:GetPolicy', () => policyOf(session, name, signal)),
    told(`URL of ${path}`, 'lambda:GetFunctionUrlConfig', () => urlOf(session, name, signal)),
    detail.role === null ? null : readRole(session, detail.role, incomplete, signal),
  ])
  return {
    detail,
    invokers: policy && invokersOf(policy),
    url,
    role,
    // Image and concurrency say nothing about access.
    incomplete: [...read.incomplete.filter(({ what }) => !what.startsWith('image and')), ...incomplete],
  }
}
