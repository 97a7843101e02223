import type { Invoker } from '../domain/access/invokers.ts'
import type { Permission } from '../domain/access/permissions.ts'
import { parseArn } from '../domain/arn.ts'

/** ARN -> how the app calls it. */
export type Named = (arn: string) => string | null

/** An ARN as a person reads it: the app's own word for it, else what it names without its account. */
export const placeText = (arn: string, named: Named): string => {
  const own = named(arn)
  if (own !== null) return own
  const parts = parseArn(arn)
  return parts === null ? arn : `${parts.service} ${parts.resource}`
}

/** `API Gateway, for OrdersApi POST /orders`. */
export const invokerText = ({ effect, who, source, only, open }: Invoker, named: Named): string => {
  const from = source === null ? '' : `, for ${placeText(source, named)}`
  const conditions = only.length === 0 ? '' : `, only ${only.join(' and ')}`
  const wide = open ? ' ! whosoever it is: no source and no account is asked for' : ''
  return `${effect === 'Deny' ? 'not ' : ''}${who}${from}${conditions}${wide}`
}

/** `dynamodb: PutItem on OrdersTable`. */
export const permissionText = ({ effect, what, on, only, wide }: Permission, named: Named): string => {
  const where = on.map((one) => (one === '*' ? 'everything' : placeText(one, named))).join(', ')
  const conditions = only.length === 0 ? '' : `, only where ${only.join(' and ')}`
  return `${effect === 'Deny' ? 'never ' : ''}${what}${where === '' ? '' : ` on ${where}`}${conditions}${wide.length === 0 ? '' : ` ! ${wide.join(', ')}`}`
}
