import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSession, type SessionOptions } from '../../src/aws/session.ts'

const files = (config: string, credentials = '') => {
  const home = mkdtempSync(join(tmpdir(), 'slsops-session-'))
  writeFileSync(join(home, 'config'), config)
  writeFileSync(join(home, 'credentials'), credentials)
  return {
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    HOME: home,
  }
}

const config = `
[default]
region = eu-north-1

[profile dev]
region = eu-west-3
endpoint_url = http://127.0.0.1:1000
services = local

[profile bare]
output = json

[services local]
cloudwatch_logs =
  endpoint_url = http://127.0.0.1:2000
sfn =
  endpoint_url = http://127.0.0.1:3000

[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.example/start
`
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }
const on = (env: Record<string, string>, more: Partial<SessionOptions> = {}) =>
  createSession({ env: { ...files(config), ...env }, ...more })

describe('the region', () => {
  test.each<[string, Record<string, string>, Partial<SessionOptions>, string]>([
    ['the flag wins', { AWS_REGION: 'us-east-1' }, { region: 'ap-south-1' }, 'ap-south-1'],
    [
      'AWS_REGION before AWS_DEFAULT_REGION',
      { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-2' },
      {},
      'us-east-1',
    ],
    ['AWS_DEFAULT_REGION', { AWS_DEFAULT_REGION: 'us-east-2' }, {}, 'us-east-2'],
    ['the environment before the profile', { AWS_REGION: 'us-east-1' }, { profile: 'dev' }, 'us-east-1'],
    ["the flag's profile", { AWS_PROFILE: 'bare' }, { profile: 'dev' }, 'eu-west-3'],
    ["AWS_PROFILE's", { AWS_PROFILE: 'dev' }, {}, 'eu-west-3'],
    ['the default profile', {}, { folderRegion: 'sa-east-1' }, 'eu-north-1'],
    ['the folder, where nothing of AWS says one', { AWS_PROFILE: 'bare' }, { folderRegion: 'sa-east-1' }, 'sa-east-1'],
    ['an empty variable is none', { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' }, {}, 'us-east-2'],
  ])('%s', async (_name, env, more, region) => {
    expect((await on(env, more)).region).toBe(region)
  })

  test('a missing one is a usage error that says how to give it', async () => {
    await expect(on({ AWS_PROFILE: 'bare' })).rejects.toMatchObject({
      code: 'RegionMissing',
      exit: 2,
      hint: expect.stringMatching(/--region.*AWS_REGION.*aws configure set region \S+ --profile bare/),
    })
  })

  test('a word that is no region is a usage error, before it becomes part of a host name', async () => {
    await expect(on({}, { region: 'evil.example/' })).rejects.toMatchObject({ code: 'Usage', exit: 2 })
  })
})

describe('the profile', () => {
  test.each<[string, Record<string, string>, Partial<SessionOptions>, string | null]>([
    ['none', {}, {}, null],
    ['flag before AWS_PROFILE', { AWS_PROFILE: 'bare' }, { profile: 'dev' }, 'dev'],
    ['AWS_DEFAULT_PROFILE', { AWS_DEFAULT_PROFILE: 'dev' }, {}, 'dev'],
    ["the folder's", {}, { folderProfile: 'dev' }, 'dev'],
    ["the folder's ranks below keys of the environment", keys, { folderProfile: 'dev' }, null],
    ["the folder's, which this machine does not have, is passed over", {}, { folderProfile: 'theirs' }, null],
  ])('%s', async (_name, env, more, profile) => {
    expect((await on(env, more)).profile).toBe(profile)
  })

  test('an unknown one is a usage error with those that exist', async () => {
    await expect(on({ AWS_PROFILE: 'prod' })).rejects.toMatchObject({
      code: 'ProfileNotFound',
      exit: 2,
      hint: 'Profiles there: default, dev, bare',
    })
  })
})

describe('the endpoint', () => {
  test.each<[string, Record<string, string>, Partial<SessionOptions>, string, string | null]>([
    ['none', {}, {}, 'logs', null],
    [
      'the flag wins',
      { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://a:1' },
      { endpointUrl: 'http://f:9/' },
      'logs',
      'http://f:9',
    ],
    [
      'the service before the global',
      { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://a:1', AWS_ENDPOINT_URL: 'http://b:2' },
      {},
      'logs',
      'http://a:1',
    ],
    ['the global', { AWS_ENDPOINT_URL_LAMBDA: 'http://a:1', AWS_ENDPOINT_URL: 'http://b:2' }, {}, 'logs', 'http://b:2'],
    ['step functions by the name SFN', { AWS_ENDPOINT_URL_SFN: 'http://a:1' }, {}, 'states', 'http://a:1'],
    [
      'the environment before the profile',
      { AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: 'http://b:2' },
      {},
      'logs',
      'http://b:2',
    ],
    ["the profile's services section", { AWS_PROFILE: 'dev' }, {}, 'logs', 'http://127.0.0.1:2000'],
    ["the profile's own", { AWS_PROFILE: 'dev' }, {}, 'lambda', 'http://127.0.0.1:1000'],
    [
      'ignored when told so',
      { AWS_PROFILE: 'dev', AWS_ENDPOINT_URL: 'http://b:2', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      {},
      'logs',
      null,
    ],
    [
      'but never the flag',
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      { endpointUrl: 'http://f:9' },
      'logs',
      'http://f:9',
    ],
  ])('%s', async (_name, env, more, service, expected) => {
    expect((await on(env, more)).endpoint(service)).toBe(expected)
  })

  test.each(['ftp://a', 'nonsense', 'http://user:password@a'])('%s is refused without repeating it', async (url) => {
    await expect(on({}, { endpointUrl: url })).rejects.toMatchObject({
      code: 'Usage',
      message: expect.not.stringContaining(url),
    })
  })
})

describe('credentials', () => {
  test('keys of the environment at once, and no file is read when the region is there too', async () => {
    const env = {
      ...keys,
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '/nowhere',
      HOME: '/nowhere',
    }
    const session = await createSession({ env })
    expect(await session.credentials()).toEqual({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiresAt: null,
    })
  })

  test("a profile's static keys, and a named profile before keys of the environment", async () => {
    const env = files(config, '[dev]\naws_access_key_id = AKIDOFDEV\naws_secret_access_key = hidden\n')
    const session = await createSession({ env: { ...env, ...keys, AWS_PROFILE: 'dev' } })
    expect((await session.credentials()).accessKeyId).toBe('AKIDOFDEV')
  })
})

describe('the demo', () => {
  const hostile = {
    AWS_PROFILE: 'prod',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: 'http://b:2',
    AWS_ENDPOINT_URL_LOGS: 'http://b:3',
    HTTPS_PROXY: 'http://proxy:1',
    https_proxy: 'http://proxy:1',
    ...keys,
  }

  test("only the cloud's own environment counts", async () => {
    const cloud = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4000',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'demo-key',
      AWS_SECRET_ACCESS_KEY: 'demo-secret',
    }
    const session = await on(hostile, { demo: cloud, folderProfile: 'dev', folderRegion: 'sa-east-1' })
    expect([session.region, session.profile, session.endpoint('logs')]).toEqual([
      'eu-west-1',
      null,
      'http://127.0.0.1:4000',
    ])
    expect((await session.credentials()).accessKeyId).toBe('demo-key')
    expect(Object.keys(session.wire?.env ?? {}).filter((name) => /proxy/i.test(name))).toEqual([])
  })

  test('with an endpoint alone', async () => {
    const session = await on(hostile, { demo: true, endpointUrl: 'http://127.0.0.1:4000' })
    expect([session.region, session.endpoint('logs')]).toEqual(['us-east-1', 'http://127.0.0.1:4000'])
    expect((await session.credentials()).accessKeyId).toBe('demo')
  })
})
