import { isProblem } from '../../domain/problem.ts'
import type { CredentialsSource } from '../credentials.ts'
import type { Session } from '../session.ts'
import type { Environment } from '../settings.ts'
import { environmentKeys } from './environment.ts'
import type { SharedFiles } from './shared-files.ts'

export interface IdentityOptions {
  readonly session: Omit<Session, 'credentials'>
  readonly env: Environment
  readonly home: string
  readonly files: SharedFiles
  /** Null off a terminal. */
  readonly askMfa: ((serial: string) => Promise<string>) | null
}

/**
 * Keys of the environment at once; everything else by the SDK's providers, which are loaded only then. Rejects with a
 * Problem that says what to type (`aws sso login --profile X` ...).
 */
export const identitySource =
  (options: IdentityOptions): CredentialsSource =>
  async (stale) => {
    const { session, env } = options
    const direct = session.profile === null ? environmentKeys(env) : null
    if (direct) return direct
    const { profileCredentials } = await import('./profile.ts')
    try {
      return await profileCredentials(options, session.profile, stale)
    } catch (error) {
      if (isProblem(error)) throw error
      const { toProblem } = await import('../errors.ts')
      const { region, profile } = session
      throw toProblem(error, { operation: 'sts:AssumeRole', profile, region, endpoint: session.endpoint('sts') })
    }
  }
