import type { Credentials } from '../credentials.ts'
import { isExpired } from '../failure.ts'
import type { Section } from '../settings.ts'
import { mfaProblem, profileCycle } from './problems.ts'
import { assumeRole, chainCredentials, namedCredentials, type Role, ssoCredentials } from './sdk-providers.ts'
import { noSessionCache, roleCacheKey, sessionCache, ssoCacheKey } from './session-cache.ts'
import type { Profiles } from './shared-files.ts'
import type { IdentityOptions } from './source.ts'

/** What a profile's section says about where its keys come from; the first that fits counts, as in the SDK. */
type Kind = 'role' | 'role-elsewhere' | 'static' | 'sso' | 'other'

const kinds: readonly (readonly [Kind, (section: Section) => boolean])[] = [
  ['role', (section) => Boolean(section['role_arn'] && section['source_profile'] && !section['credential_source'])],
  ['role-elsewhere', (section) => Boolean(section['role_arn'] && section['credential_source'])],
  ['static', (section) => Boolean(section['aws_access_key_id'] && section['aws_secret_access_key'])],
  ['sso', (section) => Boolean(section['sso_session'] || section['sso_start_url'])],
]

const kindOf = (section: Section): Kind => kinds.find(([, fits]) => fits(section))?.[0] ?? 'other'

const staticKeys = (section: Section): Credentials => ({
  accessKeyId: section['aws_access_key_id']!,
  secretAccessKey: section['aws_secret_access_key']!,
  sessionToken: section['aws_session_token'] || null,
  expiresAt: null,
})

const roleOf = (section: Section): Role => {
  const duration = Number.parseInt(section['duration_seconds'] ?? '', 10)
  return {
    RoleArn: section['role_arn']!,
    RoleSessionName: section['role_session_name'],
    ExternalId: section['external_id'],
    SerialNumber: section['mfa_serial'],
    DurationSeconds: duration > 0 ? duration : undefined,
  }
}

/**
 * Credentials of a profile (null: the default one, or what the machine offers). Sessions of roles, with or without
 * MFA, and of SSO roles come from the AWS CLI's cache where they live there, and are put there. `stale` are keys that
 * AWS just refused, which a cache must not give again.
 */
export const profileCredentials = async (
  options: IdentityOptions,
  profile: string | null,
  stale: Credentials | null,
): Promise<Credentials> => {
  const { session, files, home, env } = options
  // Other tools write fresh session keys into the credentials file: refused ones are looked for there again.
  const profiles = await files.profiles(stale !== null)
  // An emulator's sessions must never be taken for AWS's own.
  const cache = session.endpoint('sts') === null ? sessionCache(home, env, session.now) : noSessionCache

  const cached = async (key: string, kind: 'role' | 'sso', ask: () => Promise<Credentials>) => {
    const known = await cache.read(key)
    if (known && known.accessKeyId !== stale?.accessKeyId) return known
    const fresh = await ask()
    await cache.write(key, fresh, kind)
    return fresh
  }

  const resolve = async (name: string, visited: readonly string[]): Promise<Credentials> => {
    const section = profiles[name] ?? {}
    if (visited.includes(name)) {
      // A profile may name itself as its source: its own keys are meant.
      if (visited.at(-1) === name && section['aws_access_key_id']) return staticKeys(section)
      throw profileCycle([...visited, name])
    }
    const sdk = () =>
      profile === null && name === 'default' ? chainCredentials(options) : namedCredentials(options, name)
    const role = () => roleOf(section)
    const makers: Readonly<Record<Kind, () => Promise<Credentials>>> = {
      role: () =>
        cached(roleCacheKey(role()), 'role', async () => {
          if (section['mfa_serial'] && !options.askMfa) throw mfaProblem(name)
          const source = await resolve(section['source_profile']!, [...visited, name])
          return assumeRole(options, role(), source, section['region'] ?? null)
        }),
      'role-elsewhere': () => cached(roleCacheKey(role()), 'role', sdk),
      static: async () => staticKeys(section),
      sso: () => cached(ssoKey(section, profiles), 'sso', () => twice(() => ssoCredentials(options, name))),
      other: sdk,
    }
    return makers[kindOf(section)]()
  }
  return resolve(profile ?? 'default', [])
}

const ssoKey = (section: Section, profiles: Profiles): string => {
  const sessionName = section['sso_session']
  const startUrl = section['sso_start_url'] ?? profiles[`sso-session.${sessionName}`]?.['sso_start_url']
  return ssoCacheKey({
    accountId: section['sso_account_id'] ?? '',
    roleName: section['sso_role_name'] ?? '',
    ...(sessionName ? { sessionName } : { startUrl }),
  })
}

/** `aws sso login` may have written a new token while we asked with the old one: read it again before giving up. */
const twice = async (ask: () => Promise<Credentials>): Promise<Credentials> => {
  try {
    return await ask()
  } catch (error) {
    if (!isExpired(error)) throw error
    return ask()
  }
}
