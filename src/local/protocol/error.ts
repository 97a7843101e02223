import type { ServiceError } from '../service.ts'
import type { Wire } from './wire.ts'
import { escapeXml } from './xml.ts'

export interface Written {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Buffer
}

const fault = (error: ServiceError): string => (error.status < 500 ? 'Sender' : 'Receiver')

/** One error, as each of AWS's protocols writes it; clients read the code from a different place in each. */
const shapes: Readonly<Record<Wire, (error: ServiceError, requestId: string) => Omit<Written, 'status'>>> = {
  json: (error) => ({
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  }),
  'rest-json': (error) => ({
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ Type: error.status < 500 ? 'User' : 'Service', message: error.message }),
  }),
  query: (error, requestId) => ({
    headers: { 'content-type': 'text/xml' },
    body:
      `<ErrorResponse><Error><Type>${fault(error)}</Type><Code>${escapeXml(error.code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  }),
  'rest-xml': (error, requestId) => ({
    headers: { 'content-type': 'application/xml' },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(error.code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`,
  }),
}

export const writeError = (wire: Wire, error: ServiceError, requestId: string): Written => ({
  status: error.status,
  ...shapes[wire](error, requestId),
})
