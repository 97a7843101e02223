import { join } from 'node:path'
import type { Environment, Section } from '../settings.ts'

/** Profiles by name; `sso-session.NAME` and `services.NAME` sections stand among them. */
export type Profiles = Readonly<Record<string, Section>>

export interface SharedFiles {
  readonly configFile: string
  readonly credentialsFile: string
  /** Read once and remembered, unless `again`; a file that is not there or can't be read is empty. */
  profiles(again?: boolean): Promise<Profiles>
}

/** `~/.aws/config` and `~/.aws/credentials`, or where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE point. */
export const sharedFiles = (env: Environment, home: string): SharedFiles => {
  const place = (variable: string, name: string) => env[variable]?.replace(/^~(?=\/)/, home) || join(home, '.aws', name)
  const configFile = place('AWS_CONFIG_FILE', 'config')
  const credentialsFile = place('AWS_SHARED_CREDENTIALS_FILE', 'credentials')
  let reading: Promise<Profiles> | null = null
  const read = async (): Promise<Profiles> => {
    const { parseKnownFiles } = await import('@smithy/core/config')
    return parseKnownFiles({ filepath: credentialsFile, configFilepath: configFile, ignoreCache: true })
  }
  return {
    configFile,
    credentialsFile,
    profiles: (again = false) => {
      if (reading === null || again) reading = read()
      return reading
    },
  }
}
