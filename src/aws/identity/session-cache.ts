import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Credentials } from '../credentials.ts'
import { readPrivateFile, writePrivateFile } from '../private-file.ts'
import type { Environment } from '../settings.ts'

type Arguments = Readonly<Record<string, string | number | undefined>>

/** JSON as Python's `json.dumps(..., sort_keys=True)` writes it, which is what the AWS CLI hashes. */
const pythonJson = (args: Arguments, comma: string, colon: string): string => {
  const ascii = (text: string) =>
    JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const fields = Object.entries(args)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${ascii(name)}${colon}${typeof value === 'number' ? value : ascii(value)}`)
  return `{${fields.join(comma)}}`
}

const sha1 = (text: string): string => createHash('sha1').update(text, 'utf8').digest('hex')

/** Name of the AWS CLI's cache file for an assumed role (without the session name where that was made up). */
export const roleCacheKey = (args: {
  RoleArn: string
  RoleSessionName?: string | undefined
  ExternalId?: string | undefined
  SerialNumber?: string | undefined
  DurationSeconds?: number | undefined
}): string => sha1(pythonJson(args, ', ', ': '))

/** ... and for a role of IAM Identity Center; newer configurations name a session, older ones a start URL. */
export const ssoCacheKey = (args: {
  accountId: string
  roleName: string
  sessionName?: string | undefined
  startUrl?: string | undefined
}): string => sha1(pythonJson(args, ',', ':'))

/** Sessions on disk, shared with the AWS CLI, so that one MFA code or SSO question serves both. */
export interface SessionCache {
  read(key: string): Promise<Credentials | null>
  write(key: string, credentials: Credentials, kind: 'role' | 'sso'): Promise<void>
}

export const noSessionCache: SessionCache = { read: async () => null, write: async () => {} }

const ENOUGH_MS = 5 * 60_000

/** `~/.aws/cli/cache/<key>.json`. A cache that can't be read or written is none: that is no reason to fail. */
export const sessionCache = (home: string, env: Environment, now: () => number): SessionCache => {
  if (env['SLSOPS_CREDENTIAL_CACHE']?.toLowerCase() === 'off') return noSessionCache
  const place = (key: string) => join(home, '.aws', 'cli', 'cache', `${key}.json`)
  return {
    read: async (key) => {
      const text = await readPrivateFile(place(key))
      const keys = text === null ? null : stored(text)
      return keys?.expiresAt && keys.expiresAt - now() > ENOUGH_MS ? keys : null
    },
    write: async (key, keys, kind) => {
      if (keys.expiresAt === null || keys.sessionToken === null) return
      const entry = {
        ...(kind === 'sso' ? { ProviderType: 'sso' } : {}),
        Credentials: {
          AccessKeyId: keys.accessKeyId,
          SecretAccessKey: keys.secretAccessKey,
          SessionToken: keys.sessionToken,
          Expiration: new Date(keys.expiresAt).toISOString().replace(/\.\d{3}Z$/, 'Z'),
        },
      }
      await writePrivateFile(place(key), JSON.stringify(entry)).catch(() => {})
    },
  }
}

const stored = (text: string): Credentials | null => {
  try {
    const { Credentials: keys } = JSON.parse(text) as { Credentials?: Record<string, unknown> }
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = keys ?? {}
    const expiresAt = Date.parse(String(Expiration))
    if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string' || Number.isNaN(expiresAt)) return null
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: typeof SessionToken === 'string' ? SessionToken : null,
      expiresAt,
    }
  } catch {
    return null
  }
}
