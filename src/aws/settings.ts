import { usage } from '../domain/problem.ts'
import { type EndpointVariant, serviceId } from './endpoint.ts'

/** Environment variables, as a parameter. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A section of an AWS configuration file; nested keys are joined by a dot (`lambda.endpoint_url`). */
export type Section = Readonly<Record<string, string | undefined>>

export const environmentRegion = (env: Environment): string | null =>
  env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || null

export const hasEnvironmentKeys = (env: Environment): boolean =>
  Boolean(env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY'])

/** The environment itself names an identity: a profile that the project folder names ranks below it. */
const hasEnvironmentIdentity = (env: Environment): boolean =>
  hasEnvironmentKeys(env) ||
  ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].some(
    (name) => Boolean(env[name]),
  )

export interface PickedProfile {
  readonly name: string
  readonly from: 'flag' | 'environment' | 'folder'
}

/** Flag, AWS_PROFILE, AWS_DEFAULT_PROFILE, then the project folder's; null = the default identity. */
export const pickProfile = (
  flag: string | null | undefined,
  env: Environment,
  folder: string | null | undefined,
): PickedProfile | null => {
  if (flag) return { name: flag, from: 'flag' }
  const named = env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE']
  if (named) return { name: named, from: 'environment' }
  return folder && !hasEnvironmentIdentity(env) ? { name: folder, from: 'folder' } : null
}

/** The embedded cloud's environment: nothing of `AWS_*` and no proxy but what the cloud itself says. */
export const demoEnvironment = (env: Environment, cloud: Environment | true): Environment => {
  const rest = Object.entries(env).filter(([name]) => !/^AWS_|_proxy$/i.test(name))
  const own = cloud === true ? { AWS_ACCESS_KEY_ID: 'demo', AWS_SECRET_ACCESS_KEY: 'demo' } : cloud
  return { ...Object.fromEntries(rest), ...own }
}

const address = (value: string, from: string): string => {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return value.replace(/\/+$/, '')
  throw usage(`The endpoint of ${from} is not an http(s) address.`, 'An example: http://127.0.0.1:4566')
}

export interface EndpointSettings {
  readonly flag: string | null
  readonly env: Environment
  /** The profile's own section and the `services` section that it names. */
  readonly profile: Section
  readonly services: Section
}

const isOn = (value: string | undefined): boolean => value?.toLowerCase() === 'true'

/** AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT, or the profile's `use_fips_endpoint`, `use_dualstack_endpoint`. */
export const endpointVariant = (env: Environment, profile: Section): EndpointVariant => ({
  fips: isOn(env['AWS_USE_FIPS_ENDPOINT'] || profile['use_fips_endpoint']),
  dualStack: isOn(env['AWS_USE_DUALSTACK_ENDPOINT'] || profile['use_dualstack_endpoint']),
})

/**
 * Flag, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's `services` section, its `endpoint_url`; null = AWS's
 * own. AWS_IGNORE_CONFIGURED_ENDPOINT_URLS leaves the flag only. (AWS SDKs reference guide: service-specific endpoints)
 */
export const endpointOf = (settings: EndpointSettings, service: string): string | null => {
  const { flag, env, profile, services } = settings
  if (flag) return address(flag, '--endpoint-url')
  const ignored = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile['ignore_configured_endpoint_urls']
  if (ignored?.toLowerCase() === 'true') return null
  const id = serviceId(service)
  const candidates: readonly (readonly [string | undefined, string])[] = [
    [env[`AWS_ENDPOINT_URL_${id}`], `AWS_ENDPOINT_URL_${id}`],
    [env['AWS_ENDPOINT_URL'], 'AWS_ENDPOINT_URL'],
    [services[`${id.toLowerCase()}.endpoint_url`], 'the services section of the AWS configuration'],
    [profile['endpoint_url'], 'the profile'],
  ]
  const found = candidates.find(([value]) => Boolean(value))
  return found ? address(found[0]!, found[1]) : null
}
