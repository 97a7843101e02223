import type * as http from 'node:http'

/** How a request is spelled, told from the request alone: an error must be written in the same spelling, also by a service that is not here. */
export type Wire = 'json' | 'query' | 'rest-json' | 'rest-xml'

/** A request before anybody knows whether something here serves it. */
export interface Address {
  /** AWS's signing name, or null where the request names no service at all. */
  readonly service: string | null
  /** As AWS spells it; null for REST calls, whose operation is in their path. */
  readonly operation: string | null
  readonly region: string
  readonly wire: Wire
  /** The fields of a Query call. */
  readonly form: Readonly<Record<string, string>> | null
}

/** Calls that carry no signature (Cognito's InitiateAuth, STS's AssumeRoleWithWebIdentity) name their service by these alone. */
const unsignedTargets = new Map<string, string>(
  Object.entries({
    AWSCognitoIdentityProviderService: 'cognito-idp',
    AWSStepFunctions: 'states',
    AmazonSQS: 'sqs',
    DynamoDB_20120810: 'dynamodb',
    Kinesis_20131202: 'kinesis',
    Logs_20140328: 'logs',
  }),
)
const unsignedVersions = new Map<string, string>(
  Object.entries({
    '2010-03-31': 'sns',
    '2010-05-15': 'cloudformation',
    '2011-06-15': 'sts',
    '2012-11-05': 'sqs',
  }),
)

/** `AKID/20260102/us-east-1/logs/aws4_request`, in the Authorization header or in a presigned query string. */
const credentialOf = (request: http.IncomingMessage, query: URLSearchParams): string[] => {
  const header = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]
  return (header ?? query.get('X-Amz-Credential') ?? '').split('/')
}

const scopeOf = (request: http.IncomingMessage, query: URLSearchParams): { region: string; service: string } | null => {
  const [, , region, service] = credentialOf(request, query)
  return region && service ? { region, service } : null
}

const queryOf = (request: http.IncomingMessage): URLSearchParams => {
  const at = (request.url ?? '/').indexOf('?')
  return new URLSearchParams(at < 0 ? '' : request.url?.slice(at + 1))
}

/** The id of the key that the request is signed with; null where it is not signed. */
export const accessKeyOf = (request: http.IncomingMessage): string | null =>
  credentialOf(request, queryOf(request))[0] || null

export const addressOf = (request: http.IncomingMessage, body: Buffer, home: string): Address => {
  const query = queryOf(request)
  const scope = scopeOf(request, query)
  const region = scope?.region ?? home
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') {
    const [prefix = '', operation = ''] = target.split('.')
    return {
      service: scope?.service ?? unsignedTargets.get(prefix) ?? null,
      operation,
      region,
      wire: 'json',
      form: null,
    }
  }
  // Whatever the service, S3 takes HTML forms too: only a form with an Action is a Query call.
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  const form = Object.fromEntries(isForm ? new URLSearchParams(body.toString('utf8')) : query)
  if (form['Action'] && scope?.service !== 's3') {
    const service = scope?.service ?? unsignedVersions.get(form['Version'] ?? '') ?? null
    return { service, operation: form['Action'], region, wire: 'query', form }
  }
  const wire = scope?.service === 's3' ? 'rest-xml' : 'rest-json'
  return { service: scope?.service ?? null, operation: query.get('x-id'), region, wire, form: null }
}
