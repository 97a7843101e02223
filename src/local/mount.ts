import type * as http from 'node:http'
import type { Address } from './protocol/wire.ts'

/**
 * A service that brings its own HTTP handler (dynalite, fauxqs). It gets the request with its body unread, and the body
 * beside it for what stands in front of the handler.
 */
export interface Mount {
  /** AWS's signing name. */
  readonly name: string
  handle(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    body: Buffer,
    address: Address,
  ): void | Promise<void>
}

/**
 * The same request with its body to be read once more. A foreign handler reads a stream; the gateway has read it already,
 * because a Query call names its operation in the body only.
 */
export const unread = (request: http.IncomingMessage, body: Buffer): http.IncomingMessage => {
  const { IncomingMessage } = process.getBuiltinModule('node:http')
  const copy = new IncomingMessage(request.socket)
  copy.method = request.method
  copy.url = request.url
  copy.headers = request.headers
  copy.rawHeaders = request.rawHeaders
  copy.httpVersion = request.httpVersion
  copy.httpVersionMajor = request.httpVersionMajor
  copy.httpVersionMinor = request.httpVersionMinor
  copy.push(body)
  copy.push(null)
  copy.complete = true
  return copy
}
