import { type LocalService, type Protocol, ServiceError } from '../service.ts'
import type { Written } from './error.ts'
import { routeMatcher } from './routes.ts'
import type { Address } from './wire.ts'
import { escapeXml, xmlContent } from './xml.ts'

/** What was asked of one service, read out of its protocol. `operation` is a name to show when it is none of the service's. */
export interface Asked {
  readonly operation: string
  input(): Record<string, unknown>
}

interface Incoming {
  readonly method: string
  readonly url: string
  readonly address: Address
  readonly body: Buffer
}

interface Codec {
  read(incoming: Incoming): Asked
  write(operation: string, output: unknown, requestId: string): Omit<Written, 'status'>
}

const parsed = (body: Buffer): unknown => {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON')
  }
}

/** AWS's JSON protocols write times as epoch seconds; an ISO string would make the SDK throw. */
function epochSeconds(this: unknown, key: string, value: unknown): unknown {
  const before = (this as Record<string, unknown>)[key]
  return before instanceof Date ? before.getTime() / 1000 : value
}

const codecs: { readonly [K in Protocol['kind']]: (protocol: Extract<Protocol, { kind: K }>) => Codec } = {
  json: ({ version }) => ({
    read: ({ address, body }) => ({
      operation: address.operation ?? '(none)',
      input() {
        const value = parsed(body)
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
          return value as Record<string, unknown>
        throw new ServiceError('SerializationException', 'The request body is not a JSON object')
      },
    }),
    write: (_, output) => ({
      headers: { 'content-type': `application/x-amz-json-${version}` },
      // An operation without output answers with no body at all.
      body: output === undefined ? '' : JSON.stringify(output, epochSeconds),
    }),
  }),
  query: ({ namespace }) => ({
    read: ({ address }) => ({ operation: address.operation ?? '(none)', input: () => ({ ...address.form }) }),
    write: (operation, output, requestId) => ({
      headers: { 'content-type': 'text/xml' },
      body:
        `<${operation}Response xmlns="${escapeXml(namespace)}"><${operation}Result>${xmlContent(output ?? {})}</${operation}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    }),
  }),
  'rest-json': ({ routes }) => {
    const match = routeMatcher(routes)
    return {
      read: ({ method, url, body }) => {
        const found = match(method, url)
        return {
          operation: found?.operation ?? `${method} ${url.split('?')[0]}`,
          input() {
            let value: unknown
            // A payload need not be JSON; a handler that wants the bytes has them in `call.body`.
            try {
              value = parsed(body)
            } catch {
              value = undefined
            }
            return { ...found?.parameters, body: value }
          },
        }
      },
      write: (_, output) => ({
        headers: { 'content-type': 'application/json' },
        body: output === undefined ? '' : JSON.stringify(output, epochSeconds),
      }),
    }
  },
}

export const codecOf = (service: LocalService): Codec => {
  const { protocol } = service
  switch (protocol.kind) {
    case 'json':
      return codecs.json(protocol)
    case 'query':
      return codecs.query(protocol)
    case 'rest-json':
      return codecs['rest-json'](protocol)
  }
}

export type { Codec }
