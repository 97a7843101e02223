import type { ServiceError } from '../service.ts'

/** One page of a list and the token of the next (undefined: it was the last); a token that was not given out here is refused. */
export const pageOf = <T>(
  all: readonly T[],
  asked: { readonly token: unknown; readonly size: unknown; readonly most: number },
  refuse: () => ServiceError,
): { readonly items: readonly T[]; readonly next: string | undefined } => {
  const { token, most } = asked
  const from = token === undefined || token === '' ? 0 : Number(Buffer.from(String(token), 'base64url').toString())
  const size = asked.size === undefined ? most : Number(asked.size)
  if (!(Number.isInteger(from) && from >= 0 && from <= all.length && size >= 0)) throw refuse()
  const to = from + Math.min(size || most, most)
  return {
    items: all.slice(from, to),
    next: to < all.length ? Buffer.from(String(to)).toString('base64url') : undefined,
  }
}
