import nock from 'nock'
import { createSession, type Session } from '../../src/aws/session.ts'
import type { Clock } from '../../src/domain/clock.ts'
import { jumpingClock } from '../aws/fake-clock.ts'

/** What a door answers with: a status and a body as AWS writes it. */
export interface Answer {
  readonly status: number
  readonly body: string
}

export interface Call {
  readonly operation: string
  readonly input: Readonly<Record<string, string>>
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

type Xml = string | number | Date | null | undefined | readonly Xml[] | { readonly [name: string]: Xml }

const xml = (value: Xml): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return escaped(String(value))
  if (Array.isArray(value)) return value.map((one: Xml) => `<member>${xml(one)}</member>`).join('')
  return Object.entries(value)
    .map(([name, inner]) => (inner === null || inner === undefined ? '' : `<${name}>${xml(inner as Xml)}</${name}>`))
    .join('')
}

/** The answer of a Query operation, in CloudFormation's own shape. */
export const answer = (operation: string, result: { readonly [name: string]: Xml }): Answer => ({
  status: 200,
  body:
    `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${operation}Result>${xml(result)}` +
    `</${operation}Result><ResponseMetadata><RequestId>6b5e0f6c</RequestId></ResponseMetadata></${operation}Response>`,
})

export const refusal = (code: string, message: string, status = 400): Answer => ({
  status,
  body:
    `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>${escaped(message)}</Message></Error><RequestId>6b5e0f6c</RequestId></ErrorResponse>`,
})

export const denied = (action: string): Answer =>
  refusal(
    'AccessDenied',
    `User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`,
    403,
  )

export const notThere = (stack: string): Answer => refusal('ValidationError', `Stack with id ${stack} does not exist`)

export const throttled = refusal('Throttling', 'Rate exceeded')

/** Stands for CloudFormation at AWS's own address; every call is kept in `calls`. */
export const cloudFormationDoor = (region: string, serve: (call: Call) => Answer): { readonly calls: Call[] } => {
  const calls: Call[] = []
  nock(`https://cloudformation.${region}.amazonaws.com`)
    .persist()
    .post('/')
    .reply(async (request: Request) => {
      const input = Object.fromEntries(new URLSearchParams(await request.text()))
      const call = { operation: input['Action'] ?? '', input }
      calls.push(call)
      const { status, body: text } = serve(call)
      return [status, text, { 'content-type': 'text/xml' }]
    })
  return { calls }
}

/** Stands for Lambda's control plane: `GET /2015-03-31/functions/NAME/configuration` and `GET /2015-03-31/functions/`. */
export const lambdaDoor = (
  region: string,
  serve: (call: Call) => { readonly status: number; readonly body: unknown; readonly error?: string },
): { readonly calls: Call[] } => {
  const calls: Call[] = []
  nock(`https://lambda.${region}.amazonaws.com`)
    .persist()
    .get(/^\/2015-03-31\/functions/)
    .reply(async (request: Request) => {
      const url = new URL(request.url)
      const name = /functions\/([^/]+)\/configuration$/.exec(url.pathname)?.[1]
      const input = { ...Object.fromEntries(url.searchParams), ...(name ? { name: decodeURIComponent(name) } : {}) }
      const call = { operation: name ? 'GetFunctionConfiguration' : 'ListFunctions', input }
      calls.push(call)
      const { status, body, error } = serve(call)
      return [
        status,
        JSON.stringify(body),
        { 'content-type': 'application/json', ...(error ? { 'x-amzn-errortype': error } : {}) },
      ]
    })
  return { calls }
}

/** A session with keys of the environment and no waiting; the SDK tries once, so that what is tried again is ours to see. */
export const doorSession = (
  options: { readonly region?: string; readonly clock?: Clock; readonly env?: Record<string, string> } = {},
): Promise<Session> => {
  const { region = 'us-east-1', clock = jumpingClock(), env = {} } = options
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' }
  return createSession({
    env: { AWS_REGION: region, AWS_MAX_ATTEMPTS: '1', ...keys, ...env },
    now: () => clock.now(),
    wire: { random: () => 0.5, clock },
  })
}
