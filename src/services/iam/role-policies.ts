import type { Session } from '../../aws/session.ts'
import { parsePolicy, type Statement } from '../../domain/access/policy.ts'
import { itemsOf } from '../answer-of.ts'
import { iamCall } from './call.ts'
import { elements, elementText } from './xml.ts'

/** A policy document as IAM writes it: URL-encoded JSON. */
const documentIn = (xml: string, element: string): readonly Statement[] | null => {
  try {
    return parsePolicy(decodeURIComponent(elementText(xml, element) ?? ''))
  } catch {
    return null
  }
}

const nextIn = (xml: string): string | undefined =>
  elementText(xml, 'IsTruncated') === 'true' ? (elementText(xml, 'Marker') ?? undefined) : undefined

const pageOf = (marker: string | undefined): Readonly<Record<string, string>> =>
  marker === undefined ? {} : { Marker: marker }

/** The ARN of a role's permissions boundary; null where it has none. Rejects with a Problem. (IAM API: GetRole.) */
export const boundaryOf = async (session: Session, role: string, signal?: AbortSignal): Promise<string | null> =>
  elementText(
    await iamCall(session, { operation: 'GetRole', parameters: { RoleName: role }, resource: role, signal }),
    'PermissionsBoundaryArn',
  )

/** Names of the policies that are a role's own. Rejects with a Problem. (IAM API: ListRolePolicies.) */
export const inlinePolicies = (session: Session, role: string, signal?: AbortSignal): Promise<readonly string[]> =>
  itemsOf(async (marker) => {
    const parameters = { RoleName: role, ...pageOf(marker) }
    const xml = await iamCall(session, { operation: 'ListRolePolicies', parameters, resource: role, signal })
    const names = elements(elements(xml, 'PolicyNames')[0] ?? '', 'member')
    return { items: names.flatMap((name) => elementText(`<n>${name}</n>`, 'n') ?? []), next: nextIn(xml) }
  })

/** Null: the document could not be understood. Rejects with a Problem. (IAM API: GetRolePolicy.) */
export const inlinePolicy = async (
  session: Session,
  role: string,
  name: string,
  signal?: AbortSignal,
): Promise<readonly Statement[] | null> => {
  const parameters = { RoleName: role, PolicyName: name }
  const xml = await iamCall(session, { operation: 'GetRolePolicy', parameters, resource: role, signal })
  return documentIn(xml, 'PolicyDocument')
}

/** Rejects with a Problem. (IAM API: ListAttachedRolePolicies.) */
export const managedPolicies = (
  session: Session,
  role: string,
  signal?: AbortSignal,
): Promise<readonly { readonly name: string; readonly arn: string }[]> =>
  itemsOf(async (marker) => {
    const parameters = { RoleName: role, ...pageOf(marker) }
    const xml = await iamCall(session, { operation: 'ListAttachedRolePolicies', parameters, resource: role, signal })
    const items = elements(elements(xml, 'AttachedPolicies')[0] ?? '', 'member').map((one) => ({
      name: elementText(one, 'PolicyName') ?? '?',
      arn: elementText(one, 'PolicyArn') ?? '',
    }))
    return { items, next: nextIn(xml) }
  })

/** What a managed policy says in its default version. Rejects with a Problem. (IAM API: GetPolicy, GetPolicyVersion.) */
export const managedPolicy = async (
  session: Session,
  arn: string,
  signal?: AbortSignal,
): Promise<readonly Statement[] | null> => {
  const xml = await iamCall(session, { operation: 'GetPolicy', parameters: { PolicyArn: arn }, resource: arn, signal })
  const parameters = { PolicyArn: arn, VersionId: elementText(xml, 'DefaultVersionId') ?? 'v1' }
  const version = await iamCall(session, { operation: 'GetPolicyVersion', parameters, resource: arn, signal })
  return documentIn(version, 'Document')
}
