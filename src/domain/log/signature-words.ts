/** Words with a digit that name a thing and not an instance of it. Lower case. */
const plainWords = new Set(
  (
    's3 ec2 v1 v2 v3 v4 ipv4 ipv6 http1 http2 http3 h2 md5 sha1 sha2 sha256 sha384 sha512 base32 base64 utf8 utf16 latin1 oauth2 ' +
    'x509 p12 pkcs1 pkcs8 rs256 hs256 es256 int8 int16 int32 int64 uint8 uint32 uint64 float32 float64 f32 f64 i32 i64 x86 x64 ' +
    'amd64 arm64 aarch64 log4j i18n l10n k8s w3c mp3 mp4 es6 es2015 python3 pg8000 psycopg2 boto3 urllib3'
  ).split(' '),
)

const digit = /[0-9]/
const hex = /^[0-9a-fA-F]{8,}$/
/** Letters of both cases beside digits: nobody's word. */
const random = /[a-z]/
const randomUpper = /[A-Z]/
/** No word of any language or program is this long. */
const longest = 32

/** A part of a masked word: what stays, and what was an id. */
export interface WordPart {
  readonly text: string
  readonly id: boolean
}

/** Whether a word stands in a message as itself in every instance of it. The usual case, and a cheap one. */
export const isPlain = (word: string): boolean =>
  !digit.test(word) && (word.length < 8 || (word.length < longest && !hex.test(word)))

const isId = (part: string): boolean => !isPlain(part) && !plainWords.has(part.toLowerCase())

/**
 * `orders-prod-1X2Y3Z` -> `orders-prod-` and an id. Parts stand between `-` and `_`; where several are ids and one of them looks like chance,
 * all of it is one (`V1StGXR8_Z5jdHi6B-myT`).
 */
export const wordParts = (word: string): readonly WordPart[] => {
  const parts = word.split(/([-_]+)/)
  const ids = parts.filter(isId)
  const chance = ids.some((part) => digit.test(part) && random.test(part) && randomUpper.test(part))
  if (ids.length > 1 && chance) return [{ text: word, id: true }]
  return parts.filter((part) => part !== '').map((text) => ({ text, id: isId(text) }))
}
