import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Credentials } from '../../src/aws/credentials.ts'
import { createSigner } from '../../src/aws/sigv4.ts'

/** The library wants a hash class; this is node:crypto behind it. */
class Sha256 {
  readonly hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer)
  }
  update(data: Uint8Array) {
    this.hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.hash.digest())
  }
  reset() {}
}

const theirs = async (
  request: { method: string; url: URL; headers: Record<string, string>; body: string },
  keys: Credentials,
  scope: { region: string; service: string; at: number },
) => {
  const signer = new SignatureV4({
    credentials: {
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      ...(keys.sessionToken ? { sessionToken: keys.sessionToken } : {}),
    },
    region: scope.region,
    service: scope.service,
    sha256: Sha256,
  })
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'https:',
      hostname: request.url.hostname,
      path: request.url.pathname,
      query: Object.fromEntries(request.url.searchParams),
      headers: { ...request.headers },
      body: request.body,
    },
    { signingDate: new Date(scope.at) },
  )
  return signed.headers
}

const keys = (token: string | null): Credentials => ({
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: token,
  expiresAt: null,
})

describe('the signer', () => {
  test("signs a call of Logs as the SDK's signer does, and leaves the user agent out", async () => {
    const request = {
      method: 'POST',
      url: new URL('https://logs.eu-west-1.amazonaws.com/'),
      headers: {
        host: 'logs.eu-west-1.amazonaws.com',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.FilterLogEvents',
        'user-agent': 'not signed',
      },
      body: '{"logGroupName":"/aws/lambda/größe"}',
    }
    const scope = { region: 'eu-west-1', service: 'logs', at: Date.UTC(2026, 10, 24, 10, 56, 3) }
    const mine = createSigner()(request, keys(null), scope)
    expect(mine).toEqual(await theirs(request, keys(null), scope))
    expect(mine['authorization']).not.toContain('user-agent')
  })

  test('the same signature as the SDK for any headers, bodies, keys, queries, paths and times', async () => {
    const sign = createSigner()
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/)
    const value = fc.string({ unit: fc.constantFrom(...'aZ09 ;:/,="~+'), maxLength: 20 }).filter((v) => v.trim() !== '')
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(word, value, { maxKeys: 6 }),
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{10,60}$/), { nil: null }),
        fc.dictionary(word, fc.string({ unit: 'grapheme-ascii', maxLength: 12 }), { maxKeys: 3 }),
        fc.array(fc.constantFrom('2015-03-31', 'functions', 'a b', 'x:y', '(z)*'), { maxLength: 4 }),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        async (extra, body, token, query, path, date) => {
          const url = new URL(`https://host.example/${path.map(encodeURIComponent).join('/')}`)
          for (const [name, text] of Object.entries(query)) url.searchParams.append(name, text)
          const request = { method: 'POST', url, headers: { ...extra, host: 'host.example' }, body }
          const scope = { region: 'eu-west-1', service: 'logs', at: date.getTime() }
          expect(sign(request, keys(token), scope)).toEqual(await theirs(request, keys(token), scope))
        },
      ),
      { numRuns: 150 },
    )
  })

  test('the cached key is not used for another day, region, service or secret', async () => {
    const sign = createSigner()
    const request = { method: 'POST', url: new URL('https://h.example/'), headers: { host: 'h.example' }, body: '' }
    const day = 86_400_000
    const at = Date.UTC(2026, 0, 1, 23, 59, 59)
    for (const [scope, who] of [
      [{ region: 'eu-west-1', service: 'logs', at }, keys(null)],
      [{ region: 'eu-west-1', service: 'logs', at: at + day }, keys(null)],
      [{ region: 'us-east-1', service: 'logs', at: at + day }, keys(null)],
      [{ region: 'us-east-1', service: 'xray', at: at + day }, keys(null)],
      [
        { region: 'us-east-1', service: 'xray', at: at + day },
        { ...keys(null), secretAccessKey: 'other' },
      ],
    ] as const) {
      expect(sign(request, who, scope)).toEqual(await theirs(request, who, scope))
    }
  })
})
