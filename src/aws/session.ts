import { homedir } from 'node:os'
import { Problem, usage } from '../domain/problem.ts'
import { type Credentials, credentialsProvider } from './credentials.ts'
import type { EndpointVariant } from './endpoint.ts'
import { type Profiles, sharedFiles } from './identity/shared-files.ts'
import { identitySource } from './identity/source.ts'
import {
  demoEnvironment,
  type Environment,
  endpointOf,
  endpointVariant,
  environmentRegion,
  hasEnvironmentKeys,
  pickProfile,
} from './settings.ts'
import { createWire, type Wire, type WireOptions } from './wire.ts'

/**
 * Whom we are and where we talk to: made once a command, handed to every service.
 * Nothing here has asked the network yet; `credentials()` may.
 */
export interface Session {
  readonly region: string
  readonly profile: string | null
  /** Base URL that replaces AWS's own endpoint for a service (`cloudformation`, `logs` ...); null = AWS's own. */
  endpoint(service: string): string | null
  /** Which of AWS's own addresses our own requests go to; the SDK's clients find that out by themselves. */
  readonly variant?: EndpointVariant
  /** `fresh`: AWS refused the last keys as expired; look again instead of giving them another time. */
  credentials(options?: { fresh?: boolean }): Promise<Credentials>
  /** The wall clock, epoch milliseconds. */
  now(): number
  /** `--debug` lines; a no-op otherwise. */
  debug(line: string): void
  /** What the calls of this session share (sockets, quotas, counts); one is made where a session has none. */
  readonly wire?: Wire
}

export interface SessionOptions {
  /** Flags; they win over everything. */
  readonly region?: string | null | undefined
  readonly profile?: string | null | undefined
  readonly endpointUrl?: string | null | undefined
  readonly env: Environment
  readonly home?: string | undefined
  readonly now?: (() => number) | undefined
  readonly debug?: ((line: string) => void) | undefined
  /** Present on a terminal: asks the person for the code of an MFA device. */
  readonly prompt?: { readonly askMfa?: ((serial: string) => Promise<string>) | undefined } | undefined
  /** What the project folder says (samconfig.toml ...); ranks below flags and `AWS_*`. */
  readonly folderRegion?: string | null | undefined
  readonly folderProfile?: string | null | undefined
  /**
   * Talk to the embedded cloud: no `AWS_*` variable, profile, configuration file or proxy counts. The record is the
   * cloud's own environment (`Cloud.env`); `true` takes `endpointUrl`, `region` and dummy keys.
   */
  readonly demo?: boolean | Environment | undefined
  /** Clock, randomness and transport, for tests. */
  readonly wire?: WireOptions | undefined
}

/**
 * Region: flag, AWS_REGION, AWS_DEFAULT_REGION, the profile's, the folder's. Configuration files are read only where
 * the environment leaves a question open: with region and keys there, no file and no SDK part is touched.
 * Throws a usage Problem for a missing region, an unknown profile or a bad endpoint.
 */
export const createSession = async (options: SessionOptions): Promise<Session> => {
  const demo = options.demo || null
  const env = demo ? demoEnvironment(options.env, demo) : options.env
  const home = options.home ?? (options.env['HOME'] || homedir())
  const now = options.now ?? (() => Date.now())
  const debug = options.debug ?? (() => {})
  const files = sharedFiles(env, home)

  const profile = demo ? null : await settledProfile(options, () => files.profiles(), debug)
  const stated = options.region || environmentRegion(env)
  const complete = demo !== null || (profile === null && stated !== null && hasEnvironmentKeys(env))
  const profiles = complete ? {} : await files.profiles()
  const section = profiles[profile ?? 'default'] ?? {}
  const region = stated || section['region'] || (demo ? 'us-east-1' : options.folderRegion)
  if (!region) throw missingRegion(profile)
  if (!/^[a-z0-9-]{1,40}$/.test(region)) throw usage('The region is no AWS region name.', 'An example: eu-west-1')

  const services = profiles[`services.${section['services'] ?? ''}`] ?? {}
  const settings = { flag: options.endpointUrl || null, env, profile: section, services }
  // Said now, while it is a usage error, and not by the first call.
  endpointOf(settings, 'cloudformation')

  const wire = createWire({ env, now, caBundle: section['ca_bundle'] ?? null, ...options.wire })
  const base = {
    region,
    profile,
    endpoint: (service: string) => endpointOf(settings, service),
    variant: endpointVariant(env, section),
    now,
    debug,
    wire,
  }
  const source = identitySource({ session: base, env, home, files, askMfa: options.prompt?.askMfa ?? null })
  return { ...base, credentials: credentialsProvider(source, now) }
}

const settledProfile = async (
  options: SessionOptions,
  profiles: () => Promise<Profiles>,
  debug: (line: string) => void,
): Promise<string | null> => {
  const picked = pickProfile(options.profile, options.env, options.folderProfile)
  if (!picked) return null
  const known = await profiles()
  if (known[picked.name] || picked.name === 'default') return picked.name
  if (picked.from !== 'folder') throw unknownProfile(picked.name, known)
  debug('the profile that the project folder names is not in the AWS configuration files: ignored')
  return null
}

const missingRegion = (profile: string | null): Problem =>
  new Problem('RegionMissing', 'No AWS region is set.', {
    hint: `Give one: --region eu-west-1, or export AWS_REGION=eu-west-1, or aws configure set region eu-west-1${
      profile ? ` --profile ${profile}` : ''
    }`,
    exit: 2,
  })

const unknownProfile = (profile: string, known: Profiles): Problem => {
  const names = Object.keys(known).filter((name) => !/^(sso-session|services)\./.test(name))
  return new Problem('ProfileNotFound', `The profile "${profile}" is not in the AWS configuration files.`, {
    hint: names.length > 0 ? `Profiles there: ${names.slice(0, 12).join(', ')}` : `aws configure --profile ${profile}`,
    exit: 2,
  })
}
