import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createSession, type SessionOptions } from '../../../src/aws/session.ts'
import { jumpingClock } from '../fake-clock.ts'

export interface FakeHome {
  readonly home: string
  write(path: string, content: string): string
  /** The token file that `aws sso login` would write. */
  ssoToken(session: string, expiresAt: string): void
  session(env?: Record<string, string>, more?: Partial<SessionOptions>): ReturnType<typeof createSession>
}

/** A home folder with AWS configuration files; the process's HOME points there too, because the SDK reads that one. */
export const fakeHome = (config: string, credentials = '', clock = jumpingClock(Date.now())): FakeHome => {
  const home = mkdtempSync(join(tmpdir(), 'slsops-identity-'))
  process.env['HOME'] = home
  const write = (path: string, content: string) => {
    const file = join(home, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  }
  const env = {
    HOME: home,
    AWS_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: write('.aws/config', config),
    AWS_SHARED_CREDENTIALS_FILE: write('.aws/credentials', credentials),
  }
  return {
    home,
    write,
    ssoToken: (session, expiresAt) => {
      const name = createHash('sha1').update(session).digest('hex')
      write(`.aws/sso/cache/${name}.json`, JSON.stringify({ accessToken: 'sso-token', expiresAt }))
    },
    session: (more = {}, options = {}) =>
      createSession({ env: { ...env, ...more }, home, now: clock.now, wire: { clock }, ...options }),
  }
}
