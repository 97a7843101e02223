import type { Credentials } from '../credentials.ts'
import { requestHandler } from '../request-handler.ts'
import { wireOf } from '../wire.ts'
import { codeProblem, mfaProblem } from './problems.ts'
import type { IdentityOptions } from './source.ts'

/** (AWS STS API: AssumeRole) */
export interface Role {
  readonly RoleArn: string
  readonly RoleSessionName: string | undefined
  readonly ExternalId: string | undefined
  readonly SerialNumber: string | undefined
  readonly DurationSeconds: number | undefined
}

interface SdkCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  readonly expiration?: Date | undefined
}

const ours = (keys: SdkCredentials): Credentials => ({
  accessKeyId: keys.accessKeyId,
  secretAccessKey: keys.secretAccessKey,
  sessionToken: keys.sessionToken ?? null,
  expiresAt: keys.expiration?.getTime() ?? null,
})

/** The SDK warns on the console unless it is given somewhere to warn. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }

/** The SDK's own chain for a profile; null asks every provider in turn. */
export const sdkCredentials = async (options: IdentityOptions, profile: string | null): Promise<Credentials> => {
  const { session, files, askMfa } = options
  const wire = wireOf(session)
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  session.debug(`credentials: the SDK's chain${profile === null ? '' : `, profile ${profile}`}`)
  const chain = fromNodeProviderChain({
    ...(profile === null ? {} : { profile }),
    filepath: files.credentialsFile,
    configFilepath: files.configFile,
    ignoreCache: true,
    logger: silent,
    mfaCodeProvider: async (serial) => {
      if (!askMfa) throw mfaProblem(profile)
      return askMfa(serial)
    },
    clientConfig: { requestHandler: requestHandler(wire.network) },
    parentClientConfig: { region: async () => session.region },
  })
  return ours(await chain())
}

/** One session of a role, with the code of its MFA device where the profile wants one. */
export const assumeRole = async (
  options: IdentityOptions,
  role: Role,
  source: Credentials,
  region: string | null,
): Promise<Credentials> => {
  const { session, askMfa } = options
  const wire = wireOf(session)
  const endpoint = session.endpoint('sts')
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  const given = Object.entries(role).filter(([, value]) => value !== undefined)
  wire.calls.count('sts', 'AssumeRole', 'sent')
  const provider = fromTemporaryCredentials({
    masterCredentials: {
      accessKeyId: source.accessKeyId,
      secretAccessKey: source.secretAccessKey,
      ...(source.sessionToken ? { sessionToken: source.sessionToken } : {}),
    },
    params: { RoleArn: role.RoleArn, ...Object.fromEntries(given) },
    ...(askMfa ? { mfaCodeProvider: askMfa } : {}),
    clientConfig: {
      region: region ?? session.region,
      requestHandler: requestHandler(wire.network),
      ...(endpoint === null ? {} : { endpoint }),
    },
  })
  try {
    return ours(await provider())
  } catch (error) {
    throw codeProblem(error) ?? error
  }
}
