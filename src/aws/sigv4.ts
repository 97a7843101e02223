import { createHmac, createSecretKey, hash as digest, type KeyObject } from 'node:crypto'
import type { Credentials } from './credentials.ts'

export interface Signable {
  readonly method: string
  readonly url: URL
  /** Names in lower case, `host` among them; all that are given are signed but those that intermediaries change. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SigningScope {
  readonly region: string
  /** The signing name: `logs`, `lambda`, `states` ... */
  readonly service: string
  /** Epoch milliseconds, by the server's clock. */
  readonly at: number
}

/** Headers that a proxy or Node itself may change or add on the way. (AWS SDKs: unsignable headers) */
const unsigned = new Set(
  (
    'authorization cache-control connection expect from keep-alive max-forwards pragma referer te trailer ' +
    'transfer-encoding upgrade user-agent x-amzn-trace-id'
  ).split(' '),
)

const sha256 = (text: string): string => digest('sha256', text, 'hex')
const hmac = (key: string | Buffer | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest()
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** `20261124T105603Z` */
const amzDate = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => [escaped(name), escaped(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** Escaped once more, as every service but S3 wants it. */
const canonicalPath = (url: URL): string => url.pathname.split('/').map(escaped).join('/')

/** A signer of its own cache: the signing key holds for a day, a region and a service, and costs four HMACs. */
export const createSigner = () => {
  let cachedFor = ''
  /** Node makes a key object of a buffer at each use, which costs more than the HMAC itself. */
  let cachedKey: KeyObject | undefined

  const signingKey = (keys: Credentials, date: string, scope: SigningScope): KeyObject => {
    const id = `${keys.secretAccessKey}\n${date}\n${scope.region}\n${scope.service}`
    if (cachedKey === undefined || id !== cachedFor) {
      const dated = hmac(hmac(hmac(`AWS4${keys.secretAccessKey}`, date), scope.region), scope.service)
      cachedKey = createSecretKey(hmac(dated, 'aws4_request'))
      cachedFor = id
    }
    return cachedKey
  }

  /** The headers given, with `x-amz-date`, `x-amz-security-token` for session keys, `x-amz-content-sha256` and `authorization`. */
  return (request: Signable, keys: Credentials, scope: SigningScope): Record<string, string> => {
    const time = amzDate(scope.at)
    const date = time.slice(0, 8)
    const hash = sha256(request.body)
    const headers: Record<string, string> = { ...request.headers, 'x-amz-date': time, 'x-amz-content-sha256': hash }
    if (keys.sessionToken) headers['x-amz-security-token'] = keys.sessionToken
    const names = Object.keys(headers)
      .filter((name) => !unsigned.has(name) && !/^(proxy|sec)-/.test(name))
      .sort()
    const canonical = [
      request.method,
      canonicalPath(request.url),
      canonicalQuery(request.url),
      ...names.map((name) => `${name}:${headers[name]!.trim().replace(/\s+/g, ' ')}`),
      '',
      names.join(';'),
      hash,
    ].join('\n')
    const place = `${date}/${scope.region}/${scope.service}/aws4_request`
    const text = `AWS4-HMAC-SHA256\n${time}\n${place}\n${sha256(canonical)}`
    const signature = hmac(signingKey(keys, date, scope), text).toString('hex')
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${place}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    return headers
  }
}
