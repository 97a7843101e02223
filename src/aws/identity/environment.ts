import type { Credentials } from '../credentials.ts'
import type { Environment } from '../settings.ts'

/** AWS_ACCESS_KEY_ID and its companions, without any part of the SDK; null where they are not set. */
export const environmentKeys = (env: Environment): Credentials | null => {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return null
  const expiresAt = Date.parse(env['AWS_CREDENTIAL_EXPIRATION'] ?? '')
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: env['AWS_SESSION_TOKEN'] || null,
    expiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
  }
}
