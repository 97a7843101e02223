import type { Invoker } from '../domain/access/invokers.ts'
import { permissionOf, type RoleAccess } from '../domain/access/permissions.ts'
import type { FunctionDetail } from '../domain/functions/detail.ts'
import type { Incomplete } from '../domain/incomplete.ts'
import { invokerText, type Named, permissionText } from './access-words.ts'
import { wrapped } from './functions.ts'
import { type AnswerContext, answer } from './json.ts'
import { paint, type Tone } from './paint.ts'
import type { Style } from './style.ts'

export interface AccessShown {
  readonly detail: FunctionDetail
  readonly invokers: readonly Invoker[] | null
  readonly url: { readonly url: string; readonly auth: string } | null
  readonly role: RoleAccess | null
  /** Other roles of the stack that may invoke it by policies of their own. */
  readonly roles: readonly string[]
}

/** What lets somebody in without a policy of the function: identities of the account need only their own. */
const ownAccount = 'whoever of this account may lambda:InvokeFunction by a policy of their own'

/** Who may invoke it, then what its role may do; what is wide has a `!`. */
export const accessText = async (shown: AccessShown, named: Named, style: Style): Promise<string> => {
  const { detail, invokers, url, role, roles } = shown
  const look = await paint(style)
  const rows: string[] = []
  const add = async (tone: Tone, ...texts: string[]): Promise<void> => {
    for (const row of await wrapped(texts, style)) rows.push(look(row.includes(' ! ') ? 'error' : tone, row))
  }
  await add('bold', `who may invoke ${detail.path}`)
  if (invokers === null) await add('dim', '  ? its policy could not be read')
  else if (invokers.length === 0) await add('plain', '  nobody by its own policy')
  else await add('plain', ...invokers.map((one) => `  ${invokerText(one, named)}`))
  if (url !== null)
    await add(
      'plain',
      `  its URL ${url.url}: ${url.auth === 'NONE' ? 'everybody ! no authorisation is asked for' : `authorisation ${url.auth}`}`,
    )
  if (roles.length > 0) await add('plain', ...roles.map((one) => `  the role ${one}, by its own policies`))
  await add('dim', `  ${ownAccount}`)
  if (role === null) {
    await add('bold', '', 'what it may do')
    await add('dim', '  ? its role is not known')
    return rows.map((row) => `${row}\n`).join('')
  }
  rows.push('')
  await add('bold', `what it may do, as ${role.name}`)
  for (const { name, kind, statements } of role.policies) {
    await add('dim', `  ${kind === 'boundary' ? 'never more than (permissions boundary)' : `${kind} policy`} ${name}`)
    if (statements === null) await add('dim', '    ? it could not be read')
    else await add('plain', ...statements.map((one) => `    ${permissionText(permissionOf(one), named)}`))
  }
  if (!role.complete) await add('dim', '  ? not all of its policies could be read')
  else if (role.policies.length === 0) await add('plain', '  nothing: it has no policy')
  return rows.map((row) => `${row}\n`).join('')
}

export const invokerRecord = (one: Invoker) => ({
  effect: one.effect,
  who: one.who,
  source: one.source,
  conditions: one.only,
  open: one.open,
  actions: one.actions,
})

/** `slsops.access/1`. */
export const accessAnswer = (
  { detail, invokers, url, role, roles }: AccessShown,
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string =>
  answer(
    'slsops.access/1',
    context,
    {
      function: { logicalId: detail.logicalId, path: detail.path, name: detail.name, arn: detail.arn },
      invokers: invokers?.map(invokerRecord),
      invokingRoles: roles,
      url,
      role: role && {
        name: role.name,
        arn: role.arn,
        complete: role.complete,
        policies: role.policies.map(({ name, kind, arn, statements }) => ({
          name,
          kind,
          arn,
          statements: statements?.map((one) => ({
            sid: one.sid,
            effect: one.effect,
            [one.notActions ? 'notActions' : 'actions']: one.actions,
            [one.notResources ? 'notResources' : 'resources']: one.resources,
            conditions: one.conditions,
            wide: permissionOf(one).wide,
          })),
        })),
      },
    },
    incomplete,
  )
