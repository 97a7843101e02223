/** What a body is under its wrapping. `value` is what a person wants to read. */
export interface Decoded {
  readonly kind: 'json' | 'sns' | 's3' | 'eventbridge' | 'base64' | 'text'
  readonly value: unknown
}

type Json = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text that a base64 body holds; undefined where it is none, or holds no text. Short words look like base64 by chance. */
const unpacked = (text: string): string | undefined => {
  const packed = text.trim()
  if (packed.length < 16 || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined
  try {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
    const plain = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /[\u0000-\u0008\u000e-\u001f]/.test(plain) ? undefined : plain
  } catch {
    return undefined
  }
}

/** JSON inside a text, however often it was wrapped; the text itself where it is none. */
const opened = (text: string): unknown => parsed(text) ?? text

/** How each sort of wrapping is known, and what is in it. The first that fits counts. */
const wrappings: readonly (readonly [Decoded['kind'], (body: Json) => boolean, (body: Json) => unknown])[] = [
  [
    'sns',
    (body) => body['Type'] === 'Notification' && typeof body['TopicArn'] === 'string',
    (body) => ({
      topic: body['TopicArn'],
      subject: body['Subject'] ?? null,
      attributes: body['MessageAttributes'] ?? null,
      message: typeof body['Message'] === 'string' ? opened(body['Message']) : body['Message'],
    }),
  ],
  [
    's3',
    ({ Records }) => Array.isArray(Records) && isRecord(Records[0]) && Records[0]['eventSource'] === 'aws:s3',
    ({ Records }) => (Records as Json[]).map(s3Record),
  ],
  [
    'eventbridge',
    (body) => typeof body['detail-type'] === 'string' && 'detail' in body && typeof body['source'] === 'string',
    (body) => ({ source: body['source'], detailType: body['detail-type'], time: body['time'], detail: body['detail'] }),
  ],
]

/** (S3 event notification: the key is URL-encoded, with `+` for a space.) */
const s3Record = (record: Json): unknown => {
  const s3 = isRecord(record['s3']) ? record['s3'] : {}
  const bucket = isRecord(s3['bucket']) ? s3['bucket']['name'] : null
  const object = isRecord(s3['object']) ? s3['object'] : {}
  return { event: record['eventName'], bucket, key: plainKey(object['key']), size: object['size'] ?? null }
}

const plainKey = (key: unknown): unknown => {
  if (typeof key !== 'string') return key
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return key
  }
}

/** A body with its wrapping taken off. Nothing is ever lost: the body itself stands beside it. */
export const decodeBody = (body: string): Decoded => {
  const value = parsed(body)
  if (value === undefined) {
    const plain = unpacked(body)
    return plain === undefined ? { kind: 'text', value: body } : { kind: 'base64', value: opened(plain) }
  }
  if (!isRecord(value)) return { kind: 'json', value }
  for (const [kind, fits, inner] of wrappings) if (fits(value)) return { kind, value: inner(value) }
  return { kind: 'json', value }
}
