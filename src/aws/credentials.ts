/** Keys for one request. `expiresAt` in epoch milliseconds. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | null
  readonly expiresAt: number | null
}

/** Refreshed when less than this remains, as every AWS SDK does. */
const REFRESH_BEFORE_MS = 5 * 60_000

/** Where keys come from. `stale` are keys that AWS has just refused: they must not be given again from a cache. */
export type CredentialsSource = (stale: Credentials | null) => Promise<Credentials>

/**
 * Remembers what the source gave: one question at a time, asked again 5 minutes before expiry. Where that fails while
 * the old keys still live, they are used to their end. `fresh` asks again now (AWS said that the keys expired).
 */
export const credentialsProvider = (source: CredentialsSource, now: () => number) => {
  let known: Credentials | null = null
  let asking: Promise<Credentials> | null = null

  const alive = (margin: number) => known !== null && (known.expiresAt === null || known.expiresAt - now() > margin)
  const ask = (stale: Credentials | null): Promise<Credentials> => {
    asking ??= source(stale)
      .then((keys) => {
        known = keys
        return keys
      })
      .finally(() => {
        asking = null
      })
    return asking
  }

  return async (options: { fresh?: boolean } = {}): Promise<Credentials> => {
    if (options.fresh) return ask(known)
    if (alive(REFRESH_BEFORE_MS)) return known!
    try {
      return await ask(null)
    } catch (error) {
      if (alive(0)) return known!
      throw error
    }
  }
}
