import { ServiceError } from '../service.ts'

/** One page of a list and the opaque token of the next; a token that was not given out here is refused as AWS does. */
export const page = <T>(
  all: readonly T[],
  token: unknown,
  size: number,
): { items: readonly T[]; NextToken?: string } => {
  const from =
    token === undefined || token === '' ? 0 : Number(Buffer.from(String(token), 'base64url').toString('utf8').slice(5))
  if (!Number.isInteger(from) || from < 0 || from > all.length)
    throw new ServiceError('ValidationError', 'The specified NextToken is invalid')
  const end = from + size
  const items = all.slice(from, end)
  return end < all.length ? { items, NextToken: Buffer.from(`from:${end}`).toString('base64url') } : { items }
}
