import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { roleCacheKey, ssoCacheKey } from '../../../src/aws/identity/session-cache.ts'
import { type FakeHome, fakeHome } from './fake-home.ts'

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

const config = `
[profile role]
role_arn = arn:aws:iam::123456789012:role/dev
source_profile = base
region = eu-west-1

[profile chained]
role_arn = arn:aws:iam::210987654321:role/inner
source_profile = role

[profile mfa]
role_arn = arn:aws:iam::123456789012:role/dev
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile self]
role_arn = arn:aws:iam::123456789012:role/self
source_profile = self

[profile a]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = b

[profile b]
role_arn = arn:aws:iam::123456789012:role/b
source_profile = a

[profile tool]
credential_process = ${process.execPath} -e "console.log(JSON.stringify({Version:1,AccessKeyId:'AKIDTOOL',SecretAccessKey:'x'}))"

[profile sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin

[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.example/start
`
const credentials = `
[base]
aws_access_key_id = AKIDBASE
aws_secret_access_key = base-secret

[self]
aws_access_key_id = AKIDSELF
aws_secret_access_key = self-secret
`
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z')

/** STS that gives the keys in turn, and what it was asked with. */
const sts = (...keys: readonly string[]) => {
  const asked: { body: string; by: string | undefined }[] = []
  for (const key of keys) {
    nock('https://sts.eu-west-1.amazonaws.com')
      .post('/')
      .reply(200, () => {
        const tags = { AccessKeyId: key, SecretAccessKey: 'made', SessionToken: `token-${key}`, Expiration: inAnHour() }
        const inner = Object.entries(tags)
          .map(([name, value]) => `<${name}>${value}</${name}>`)
          .join('')
        return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${inner}</Credentials></AssumeRoleResult></AssumeRoleResponse>`
      })
      .on('request', (request, _interceptor, body) => {
        asked.push({ body, by: /Credential=(\w+)/.exec((request.headers as Headers).get('authorization') ?? '')?.[1] })
      })
  }
  return asked
}

const cacheFolder = ({ home }: FakeHome) => join(home, '.aws/cli/cache')

describe("the AWS CLI's names of its cache files", () => {
  const RoleArn = 'arn:aws:iam::123456789012:role/dev'
  test.each([
    [{ RoleArn }, 'af854889538ac1a069a8274d5ee4dc500f8b1f91'],
    [
      {
        RoleArn,
        RoleSessionName: 'me',
        ExternalId: 'ex"t',
        SerialNumber: 'arn:aws:iam::123456789012:mfa/größe',
        DurationSeconds: 7200,
      },
      '8db07123b49a4037027ecb192581452c3e6f8fad',
    ],
    [{ RoleArn, SerialNumber: 'arn:aws:iam::123456789012:mfa/me' }, 'a5fd2ff06f2acd0ca65018e2175875ad57c924cb'],
  ])('of an assumed role (as botocore makes them)', (args, key) => expect(roleCacheKey(args)).toBe(key))

  test('of an SSO role, by session and by start URL', () => {
    const role = { accountId: '123456789012', roleName: 'Admin' }
    expect(ssoCacheKey({ ...role, sessionName: 'corp' })).toBe('8457bc68cf9d4aa8d629a61563948e8bd3159d49')
    expect(ssoCacheKey({ ...role, startUrl: 'https://corp.example/start' })).toBe(
      '0751c8efb3f617b453bbf014f77db0184b9133e7',
    )
  })
})

describe('a role', () => {
  test('is assumed with the keys of its source, once, and kept as the AWS CLI keeps it', async () => {
    const home = fakeHome(config, credentials)
    const asked = sts('ASIAROLE')
    const session = await home.session({ AWS_PROFILE: 'role' })
    const [one, two] = await Promise.all([session.credentials(), session.credentials()])
    expect(one).toBe(two)
    expect(one).toMatchObject({
      accessKeyId: 'ASIAROLE',
      sessionToken: 'token-ASIAROLE',
      expiresAt: expect.any(Number),
    })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ by: 'AKIDBASE', body: expect.stringContaining('Action=AssumeRole') })

    const file = join(cacheFolder(home), `${roleCacheKey({ RoleArn: 'arn:aws:iam::123456789012:role/dev' })}.json`)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      Credentials: {
        AccessKeyId: 'ASIAROLE',
        SecretAccessKey: 'made',
        SessionToken: 'token-ASIAROLE',
        Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(cacheFolder(home)).mode & 0o777).toBe(0o700)

    const next = await home.session({ AWS_PROFILE: 'role' })
    expect((await next.credentials()).accessKeyId).toBe('ASIAROLE')
  })

  test('that AWS calls expired is assumed anew, whatever the cache says', async () => {
    const home = fakeHome(config, credentials)
    sts('ASIAONE', 'ASIATWO')
    const session = await home.session({ AWS_PROFILE: 'role' })
    expect((await session.credentials()).accessKeyId).toBe('ASIAONE')
    expect((await session.credentials({ fresh: true })).accessKeyId).toBe('ASIATWO')
    expect((await session.credentials()).accessKeyId).toBe('ASIATWO')
  })

  test('of a role: each step with the keys of the one before', async () => {
    const home = fakeHome(config, credentials)
    const asked = sts('ASIAOUTER', 'ASIAINNER')
    const session = await home.session({ AWS_PROFILE: 'chained' })
    expect((await session.credentials()).accessKeyId).toBe('ASIAINNER')
    expect(asked.map(({ by }) => by)).toEqual(['AKIDBASE', 'ASIAOUTER'])
    expect(readdirSync(cacheFolder(home))).toHaveLength(2)
  })

  test('may name its own keys as source', async () => {
    const asked = sts('ASIASELF')
    const session = await fakeHome(config, credentials).session({ AWS_PROFILE: 'self' })
    expect((await session.credentials()).accessKeyId).toBe('ASIASELF')
    expect(asked[0]?.by).toBe('AKIDSELF')
  })

  test('in a circle is a usage error that shows the circle', async () => {
    const session = await fakeHome(config, credentials).session({ AWS_PROFILE: 'a' })
    await expect(session.credentials()).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('a -> b -> a'),
    })
  })

  test.each([
    ['SLSOPS_CREDENTIAL_CACHE=off', { SLSOPS_CREDENTIAL_CACHE: 'off' }],
    ["an emulator's STS", { AWS_ENDPOINT_URL_STS: 'https://sts.eu-west-1.amazonaws.com' }],
  ])('%s leaves nothing on disk', async (_name, env) => {
    const home = fakeHome(config, credentials)
    sts('ASIAROLE')
    await (await home.session({ AWS_PROFILE: 'role', ...env })).credentials()
    expect(existsSync(cacheFolder(home))).toBe(false)
  })

  test.each<[string, (home: FakeHome, file: string) => void]>([
    [
      'a cached session that is about to end',
      (_home, file) => writeFileSync(file, entry(new Date(Date.now() + 60_000))),
    ],
    ['a broken cache file', (_home, file) => writeFileSync(file, '{')],
    [
      'a cache file that is a link',
      (home, file) => symlinkSync(home.write('elsewhere', entry(new Date(Date.now() + 3_600_000))), file),
    ],
  ])('%s is not used', async (_name, prepare) => {
    const home = fakeHome(config, credentials)
    mkdirSync(cacheFolder(home), { recursive: true })
    prepare(home, join(cacheFolder(home), `${roleCacheKey({ RoleArn: 'arn:aws:iam::123456789012:role/dev' })}.json`))
    sts('ASIAFRESH')
    expect((await (await home.session({ AWS_PROFILE: 'role' })).credentials()).accessKeyId).toBe('ASIAFRESH')
  })

  test('a cache folder that can not be written is no reason to fail', async () => {
    const home = fakeHome(config, credentials)
    home.write('.aws/cli', 'a file where the folder should be')
    sts('ASIAROLE')
    expect((await (await home.session({ AWS_PROFILE: 'role' })).credentials()).accessKeyId).toBe('ASIAROLE')
    chmodSync(home.home, 0o700)
  })

  test('that may not be assumed is a denial of sts:AssumeRole', async () => {
    const body =
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: u is not authorized to perform: sts:AssumeRole on resource: r</Message></Error></ErrorResponse>'
    nock('https://sts.eu-west-1.amazonaws.com').post('/').reply(403, body)
    const session = await fakeHome(config, credentials).session({ AWS_PROFILE: 'role' })
    await expect(session.credentials()).rejects.toMatchObject({
      code: 'AccessDenied',
      action: 'sts:AssumeRole',
      exit: 3,
    })
  })
})

const entry = (expiration: Date) =>
  JSON.stringify({
    Credentials: {
      AccessKeyId: 'ASIAOLD',
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: expiration.toISOString(),
    },
  })

describe('MFA', () => {
  test('asks on a terminal, once, and the session serves the next command too', async () => {
    const home = fakeHome(config, credentials)
    const asked = sts('ASIAMFA')
    const serials: string[] = []
    const askMfa = async (serial: string) => {
      serials.push(serial)
      return '123456'
    }
    const session = await home.session({ AWS_PROFILE: 'mfa' }, { prompt: { askMfa } })
    await Promise.all([session.credentials(), session.credentials()])
    expect(serials).toEqual(['arn:aws:iam::123456789012:mfa/me'])
    expect(asked[0]?.body).toMatch(/SerialNumber=arn.*TokenCode=123456/)
    const offATerminal = await home.session({ AWS_PROFILE: 'mfa' })
    expect((await offATerminal.credentials()).accessKeyId).toBe('ASIAMFA')
  })

  test('off a terminal is exit 3 that says how', async () => {
    const session = await fakeHome(config, credentials).session({ AWS_PROFILE: 'mfa' })
    await expect(session.credentials()).rejects.toMatchObject({
      code: 'MfaRequired',
      exit: 3,
      hint: expect.stringContaining('aws sts get-caller-identity --profile mfa'),
    })
  })

  test('a wrong code is told as such', async () => {
    const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code. '
    nock('https://sts.eu-west-1.amazonaws.com')
      .post('/')
      .reply(
        403,
        `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
      )
    const session = await fakeHome(config, credentials).session(
      { AWS_PROFILE: 'mfa' },
      { prompt: { askMfa: async () => '000000' } },
    )
    await expect(session.credentials()).rejects.toMatchObject({ code: 'MfaRefused', exit: 3 })
  })
})

describe('SSO', () => {
  const portal = (key: string) =>
    nock('https://portal.sso.eu-west-1.amazonaws.com')
      .get('/federation/credentials')
      .query({ role_name: 'Admin', account_id: '123456789012' })
      .reply(200, {
        roleCredentials: {
          accessKeyId: key,
          secretAccessKey: 's',
          sessionToken: 't',
          expiration: Date.now() + 3_600_000,
        },
      })

  test("takes the role's keys by the token of aws sso login, and keeps them as the AWS CLI does", async () => {
    const home = fakeHome(config, credentials)
    home.ssoToken('corp', inAnHour())
    portal('ASIASSO')
    expect((await (await home.session({ AWS_PROFILE: 'sso' })).credentials()).accessKeyId).toBe('ASIASSO')
    const key = ssoCacheKey({ accountId: '123456789012', roleName: 'Admin', sessionName: 'corp' })
    const kept = JSON.parse(readFileSync(join(cacheFolder(home), `${key}.json`), 'utf8'))
    expect(kept).toMatchObject({ ProviderType: 'sso', Credentials: { AccessKeyId: 'ASIASSO' } })
    expect((await (await home.session({ AWS_PROFILE: 'sso' })).credentials()).accessKeyId).toBe('ASIASSO')
  })

  test.each<[string, (home: FakeHome) => void]>([
    ['never logged in', () => {}],
    ['the token has expired', (home) => home.ssoToken('corp', '2020-01-01T00:00:00Z')],
    [
      'the portal refuses the token',
      (home) => {
        home.ssoToken('corp', inAnHour())
        nock('https://portal.sso.eu-west-1.amazonaws.com')
          .get('/federation/credentials')
          .query(true)
          .times(2)
          .reply(
            401,
            { message: 'Session token not found or invalid' },
            { 'x-amzn-errortype': 'UnauthorizedException' },
          )
      },
    ],
  ])('%s: exactly the command to type', async (_name, prepare) => {
    const home = fakeHome(config, credentials)
    prepare(home)
    const session = await home.session({ AWS_PROFILE: 'sso' })
    await expect(session.credentials()).rejects.toMatchObject({
      code: 'CredentialsExpired',
      exit: 3,
      hint: 'aws sso login --profile sso',
    })
  })

  test('a token that was renewed meanwhile is found without a new session', async () => {
    const home = fakeHome(config, credentials)
    const session = await home.session({ AWS_PROFILE: 'sso' })
    await expect(session.credentials()).rejects.toMatchObject({ code: 'CredentialsExpired' })
    home.ssoToken('corp', inAnHour())
    portal('ASIALATER')
    expect((await session.credentials()).accessKeyId).toBe('ASIALATER')
  })
})

describe('other sources', () => {
  test('a credential process', async () => {
    const session = await fakeHome(config, credentials).session({ AWS_PROFILE: 'tool' })
    expect(await session.credentials()).toEqual({
      accessKeyId: 'AKIDTOOL',
      secretAccessKey: 'x',
      sessionToken: null,
      expiresAt: null,
    })
  })

  test('keys that another tool renewed in the credentials file are found when the old ones are refused', async () => {
    const home = fakeHome(config, credentials)
    const session = await home.session({ AWS_PROFILE: 'base' })
    expect((await session.credentials()).accessKeyId).toBe('AKIDBASE')
    home.write('.aws/credentials', '[base]\naws_access_key_id = ASIANEW\naws_secret_access_key = s\n')
    expect((await session.credentials()).accessKeyId).toBe('AKIDBASE')
    expect((await session.credentials({ fresh: true })).accessKeyId).toBe('ASIANEW')
  })

  test('none at all: how to get some, and the way without an account', async () => {
    const session = await fakeHome('').session()
    await expect(session.credentials()).rejects.toMatchObject({
      code: 'CredentialsMissing',
      exit: 3,
      hint: expect.stringMatching(/aws configure.*AWS_ACCESS_KEY_ID.*--profile.*--demo/),
    })
  })
})
