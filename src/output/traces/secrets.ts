import type { Span } from '../../domain/trace/span.ts'
import type { Trace } from '../../domain/trace/trace.ts'

/** What stands where a secret was. */
export const MASK = '***'

/** Names of fields whose value lets somebody in. Parts of a name are parted by `-`, `_`, `.` or a capital. */
const secretName =
  /^(?:(?:http\.)?(?:request|response)\.header\.)?(?:proxy-?)?authorization$|(?:^|[-_.])(?:set-?cookie|cookie|x-?api-?key|api-?key|apikey|password|passwd|pwd|secret|token|credentials?|private-?key|signature)s?$|(?:Password|Secret|Token|ApiKey|PrivateKey|Cookie|Authorization|Credentials)$|^x-amz-security-token$|^x-auth/
const secretInAnyCase = /^(?:authorization|cookie|password|secret|token)$/i

/** A value that says of itself what it is. */
const secretValue = /^(?:Bearer|Basic|Negotiate|AWS4-HMAC-SHA256)\s+\S/i

export const isSecretName = (name: string): boolean => {
  const last = name.slice(name.lastIndexOf('/') + 1)
  return secretName.test(last) || secretName.test(last.toLowerCase()) || secretInAnyCase.test(last)
}

/** How deep a value is walked; what lies deeper is left out rather than shown unread. */
const deepest = 40

const unmasked = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return secretValue.test(value) ? MASK : value
  if (value === null || typeof value !== 'object') return value
  if (depth > deepest) return MASK
  if (Array.isArray(value)) return value.map((one) => unmasked(one, depth + 1))
  return recordOf(value as Record<string, unknown>, depth + 1)
}

const recordOf = <T>(record: Readonly<Record<string, T>>, depth = 0): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      isSecretName(name) && value !== null && value !== '' ? (MASK as T) : (unmasked(value, depth) as T),
    ]),
  )

/** Secrets in a query (`?token=...`, a presigned URL's signature) and before the host. */
const urlOf = (url: string | null): string | null => {
  if (url === null) return null
  return url
    .replace(/^([a-z][\w+.-]*:\/\/)[^/?#@]+@/i, `$1${MASK}@`)
    .replace(/([?&;])([^=&#;]*)=([^&#;]*)/g, (whole, mark: string, name: string) =>
      isSecretName(name) ||
      /^x-amz-(?:signature|credential|security-token)$/i.test(name) ||
      /^(?:access_?key|key|sig|code)$/i.test(name)
        ? `${mark}${name}=${MASK}`
        : whole,
    )
}

const spanOf = (span: Span): Span => ({
  ...span,
  http: span.http && { ...span.http, url: urlOf(span.http.url) },
  sql: span.sql && { ...span.sql, url: urlOf(span.sql.url) },
  aws: span.aws && { ...span.aws, other: recordOf(span.aws.other) },
  annotations: recordOf(span.annotations),
  metadata: recordOf(span.metadata),
  children: [],
})

/** The trace with tokens, passwords, cookies and authorisation headers masked, wherever apps write them: annotations, metadata, URLs. */
export const withoutSecrets = (trace: Trace): Trace => {
  // Without recursion: a trace may be ten thousand spans deep.
  const made: { readonly span: Span; readonly copy: Span & { children: Span[] } }[] = []
  const copyOf = (span: Span) => {
    const copy = spanOf(span) as Span & { children: Span[] }
    copy.children = []
    made.push({ span, copy })
    return copy
  }
  const roots = trace.roots.map(copyOf)
  for (let at = 0; at < made.length; at++) {
    const { span, copy } = made[at]!
    for (const child of span.children) copy.children.push(copyOf(child))
  }
  return { ...trace, roots }
}
