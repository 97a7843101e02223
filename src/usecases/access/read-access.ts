import type { Session } from '../../aws/session.ts'
import { allowsInvoke } from '../../domain/access/allows.ts'
import { type Invoker, invokersOf } from '../../domain/access/invokers.ts'
import type { RoleAccess, RolePolicy } from '../../domain/access/permissions.ts'
import { lastPart } from '../../domain/arn.ts'
import type { FunctionDetail } from '../../domain/functions/detail.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { Resource } from '../../domain/stack.ts'
import {
  boundaryOf,
  inlinePolicies,
  inlinePolicy,
  managedPolicies,
  managedPolicy,
} from '../../services/iam/role-policies.ts'
import { policyOf, urlOf } from '../../services/lambda/wiring.ts'
import { atMost } from '../discovery/at-most.ts'
import { readDetails } from '../functions/read-details.ts'
import { telling } from '../telling.ts'

export interface AccessRead {
  readonly detail: FunctionDetail
  /** Null: its policy could not be read. */
  readonly invokers: readonly Invoker[] | null
  readonly url: { readonly url: string; readonly auth: string } | null
  /** Null: nobody has told which role it is. */
  readonly role: RoleAccess | null
  /** Logical ids of the stack's roles whose policies let them invoke it. */
  readonly roles: readonly string[]
  readonly incomplete: readonly Incomplete[]
}

/** Roles asked at a time: IAM's quota is the whole account's. */
const rolesAtOnce = 3

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
      const statements = await told(`policy ${policy}`, 'iam:GetRolePolicy', () =>
        inlinePolicy(session, name, policy, signal),
      )
      return { name: policy, kind: 'inline', arn: null, statements }
    }),
    ...(managed ?? []).map((policy) => managedOne(policy, 'managed')),
    ...(boundary ? [managedOne({ name: lastPart(boundary), arn: boundary }, 'boundary')] : []),
  ])
  const complete = inline !== null && managed !== null && policies.every(({ statements }) => statements !== null)
  return { name, arn, policies, complete }
}

/** Which other roles of the app may invoke it by their own policies. */
const invokingRoles = async (
  session: Session,
  { arn, role: own }: FunctionDetail,
  app: readonly Resource[],
  incomplete: Incomplete[],
  signal: AbortSignal,
): Promise<readonly string[]> => {
  if (arn === null) return []
  const limit = atMost(rolesAtOnce)
  const roles = app.filter(({ type, physicalId }) => type === 'AWS::IAM::Role' && physicalId !== null)
  const asked = roles.filter(({ physicalId }) => own === null || lastPart(own) !== physicalId)
  const found = await Promise.all(
    asked.map(({ path, physicalId }) =>
      limit(async () => {
        const { policies } = await readRole(session, physicalId!, incomplete, signal)
        const granting = policies
          .filter(({ kind }) => kind !== 'boundary')
          .flatMap(({ statements }) => statements ?? [])
        return allowsInvoke(granting, arn) ? [path] : []
      }),
    ),
  )
  return found.flat()
}

/** Who may invoke a function, and what its role may do. What could not be read is told. Rejects only with what is nobody's answer. */
export const readAccess = async (
  session: Session,
  resource: Resource,
  app: readonly Resource[],
  signal: AbortSignal,
): Promise<AccessRead> => {
  const incomplete: Incomplete[] = []
  const told = telling(incomplete, signal)
  const read = await readDetails(session, [resource], signal)
  const detail = read.details[0]!
  const { name, path } = detail
  const [policy, url, role, roles] = await Promise.all([
    told(`resource policy of ${path}`, 'lambda:GetPolicy', () => policyOf(session, name, signal)),
    told(`URL of ${path}`, 'lambda:GetFunctionUrlConfig', () => urlOf(session, name, signal)),
    detail.role === null ? null : readRole(session, detail.role, incomplete, signal),
    invokingRoles(session, detail, app, incomplete, signal),
  ])
  return {
    detail,
    invokers: policy && invokersOf(policy),
    url,
    role,
    roles,
    // Image and concurrency say nothing about access.
    incomplete: [...read.incomplete.filter(({ what }) => !what.startsWith('image and')), ...incomplete],
  }
}
