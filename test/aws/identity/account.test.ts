import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { callSummary } from '../../../src/aws/call-log.ts'
import { callerIdentity } from '../../../src/aws/identity/account.ts'
import { createSession } from '../../../src/aws/session.ts'

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

const answer = (account: string, partition = 'aws') =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:${partition}:iam::${account}:user/me</Arn><UserId>u</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
const aws = (body: string, status = 200) => nock('https://sts.eu-west-1.amazonaws.com').post('/').reply(status, body)

const setUp = () => {
  const XDG_CACHE_HOME = mkdtempSync(join(tmpdir(), 'slsops-account-'))
  const session = (env: Record<string, string> = {}) =>
    createSession({
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIDONE',
        AWS_SECRET_ACCESS_KEY: 's',
        XDG_CACHE_HOME,
        ...env,
      },
    })
  return { session, folder: join(XDG_CACHE_HOME, 'slsops', 'identity') }
}

describe('who we are', () => {
  test('is asked once, counted apart, and remembered on disk without the key', async () => {
    const { session, folder } = setUp()
    aws(answer('123456789012', 'aws-cn'))
    const first = await session()
    const expected = { account: '123456789012', arn: 'arn:aws-cn:iam::123456789012:user/me', partition: 'aws-cn' }
    expect(await Promise.all([callerIdentity(first), callerIdentity(first)])).toEqual([expected, expected])
    expect(callSummary(first.wire!.calls)).toEqual(['1 requests for credentials: 1 sts.GetCallerIdentity'])
    const second = await session()
    expect(await callerIdentity(second)).toEqual(expected)
    expect(second.wire?.calls.totals()).toEqual([])
    const [file] = readdirSync(folder)
    expect(`${file} ${readFileSync(join(folder, file!), 'utf8')}`).not.toContain('AKIDONE')
  })

  test('another key or another endpoint is another answer', async () => {
    const { session } = setUp()
    aws(answer('111111111111'))
    aws(answer('222222222222'))
    nock('http://127.0.0.1:4566').post('/').reply(200, answer('000000000000'))
    expect((await callerIdentity(await session())).account).toBe('111111111111')
    expect((await callerIdentity(await session({ AWS_ACCESS_KEY_ID: 'AKIDTWO' }))).account).toBe('222222222222')
    const local = await session({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' })
    expect((await callerIdentity(local)).account).toBe('000000000000')
    expect((await callerIdentity(await session())).account).toBe('111111111111')
  })

  test('a refusal is a Problem, and is not remembered', async () => {
    const { session } = setUp()
    const here = await session()
    aws('<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>m</Message></Error></ErrorResponse>', 403)
    await expect(callerIdentity(here)).rejects.toMatchObject({ code: 'CredentialsInvalid', exit: 3 })
    aws(answer('123456789012'))
    expect((await callerIdentity(here)).account).toBe('123456789012')
  })
})
