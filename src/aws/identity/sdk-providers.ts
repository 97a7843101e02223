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

/** What the SDK's providers are given: our files, our sockets, our way to ask. */
const common = ({ session, files, askMfa }: IdentityOptions, profile: string | null) => ({
  filepath: files.credentialsFile,
  configFilepath: files.configFile,
  ignoreCache: true,
  logger: silent,
  mfaCodeProvider: async (serial: string) => {
    if (!askMfa) throw mfaProblem(profile)
    return askMfa(serial)
  },
  clientConfig: { requestHandler: requestHandler(wireOf(session).network) },
  parentClientConfig: { region: async () => session.region },
})

/** The SDK's node chain: every provider of the machine in turn (default profile, process, token file, container, instance). */
export const chainCredentials = async (options: IdentityOptions): Promise<Credentials> => {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  options.session.debug("credentials: the SDK's default chain")
  return ours(await fromNodeProviderChain(common(options, null))())
}

/** A named profile, by the SDK; never another identity of the machine where the profile gives none. */
export const namedCredentials = async (options: IdentityOptions, profile: string): Promise<Credentials> => {
  const { fromIni } = await import('@aws-sdk/credential-providers')
  options.session.debug(`credentials: profile ${profile}, by the SDK`)
  return ours(await fromIni({ ...common(options, profile), profile })())
}

/** A role of IAM Identity Center, by the token that `aws sso login` left. (AWS SSO API: GetRoleCredentials) */
export const ssoCredentials = async (options: IdentityOptions, profile: string): Promise<Credentials> => {
  const { fromSSO } = await import('@aws-sdk/credential-providers')
  options.session.debug(`credentials: SSO role of profile ${profile}`)
  wireOf(options.session).calls.count('sso', 'GetRoleCredentials', 'sent')
  return ours(await fromSSO({ ...common(options, profile), profile })())
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
