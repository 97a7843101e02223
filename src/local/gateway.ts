import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Problem } from '../domain/problem.ts'
import { breakConnection, breakMidway, ConnectionBroken } from './broken-answer.ts'
import { readBody, refusal } from './door.ts'
import type { FaultCall } from './faults.ts'
import { type Mount, unread } from './mount.ts'
import { type Codec, codecOf } from './protocol/dispatch.ts'
import { writeError } from './protocol/error.ts'
import { type Address, accessKeyOf, addressOf } from './protocol/wire.ts'
import { type Call, type LocalService, RawAnswer, ServiceError } from './service.ts'

export interface GatewayOptions {
  /** 0 = any free port. */
  readonly port: number
  readonly region: string
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly services: readonly LocalService[]
  readonly mounts: readonly Mount[]
  /** Paths under `/_slsops/`, which are no AWS service's. */
  control?(request: http.IncomingMessage, body: Buffer): Promise<{ status: number; body: unknown }>
  /** Asked before each call; the error it gives back is answered in the call's own protocol. */
  fault?(call: FaultCall): Promise<ServiceError | null>
  /** What share of the call's answer gets through before the connection breaks; null: all of it. */
  cut?(call: FaultCall): number | null
}

export interface Gateway {
  readonly endpoint: string
  readonly port: number
  close(): Promise<void>
}

const notHere = (service: string, operation: string): ServiceError =>
  new ServiceError('NotImplemented', `The embedded cloud does not implement ${service}.${operation}`, 501)

const asServiceError = (error: unknown, what: string): ServiceError => {
  if (error instanceof ServiceError) return error
  const text = error instanceof Error ? error.message : String(error)
  return new ServiceError('InternalFailure', `The embedded cloud failed in ${what}: ${text}`, 500)
}

const send = async (response: http.ServerResponse, answer: Pick<RawAnswer, 'status' | 'headers' | 'body'>) => {
  const { status, headers, body } = answer
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
    return
  }
  response.writeHead(status, headers).flushHeaders()
  const gone = once(response, 'close')
  for await (const chunk of body) {
    if (response.destroyed) return
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), gone])
  }
  response.end()
}

/** One loopback port that speaks every protocol of the services given to it. Signatures are read for their scope and never verified. */
export const openGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const services = new Map(options.services.map((service) => [service.name, { service, codec: codecOf(service) }]))
  const mounts = new Map(options.mounts.map((mount) => [mount.name, mount]))
  const closing = new AbortController()
  let port = options.port

  /** Lets the faults at the call: throws what it fails with, and sees to it that an answer which is to break off does. */
  const meetFaults = async (call: FaultCall, response: http.ServerResponse): Promise<void> => {
    const error = await options.fault?.(call)
    if (error) throw error
    const share = options.cut?.(call) ?? null
    if (share === 0) throw new ConnectionBroken()
    if (share !== null) breakMidway(response, share)
  }

  const answered = async (
    { service, codec }: { service: LocalService; codec: Codec },
    request: http.IncomingMessage,
    more: {
      address: Address
      body: Buffer
      requestId: string
      signal: AbortSignal
      meets: (service: string, operation: string) => Promise<void>
    },
  ): Promise<Pick<RawAnswer, 'status' | 'headers' | 'body'>> => {
    const { address, body, requestId, signal } = more
    const asked = codec.read({ method: request.method ?? 'GET', url: request.url ?? '/', address, body })
    const { operation } = asked
    const handler = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined
    if (handler === undefined) throw notHere(service.name, operation)
    await more.meets(service.name, operation)
    const call: Call = {
      service: service.name,
      operation,
      region: address.region,
      requestId,
      headers: request.headers,
      body,
      signal,
      now: options.now,
      respond: (answer) => new RawAnswer(answer.status, answer.headers ?? {}, answer.body),
    }
    const output = await handler(asked.input(), call)
    return output instanceof RawAnswer ? output : { status: 200, ...codec.write(operation, output, requestId) }
  }

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const requestId = randomUUID()
    response.setHeader('x-amzn-requestid', requestId)
    response.setHeader('date', new Date(options.now()).toUTCString())
    const why = refusal(request, port)
    if (why !== null) {
      response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end(`${why}\n`)
      return
    }
    const body = await readBody(request)
    if (body === null) {
      response.writeHead(413, { connection: 'close' }).end()
      return
    }
    if (options.control !== undefined && request.url?.startsWith('/_slsops/')) {
      const answer = await options.control(request, body)
      await send(response, {
        ...answer,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answer.body),
      })
      return
    }
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const signal = AbortSignal.any([closing.signal, gone.signal])
    const address = addressOf(request, body, options.region)
    const accessKey = accessKeyOf(request)
    const meets = (service: string, operation: string): Promise<void> =>
      meetFaults({ service, operation, region: address.region, signal, accessKey }, response)
    const asked = address.operation ?? `${request.method} ${request.url?.split('?')[0]}`
    try {
      if (address.service === null)
        throw new ServiceError('MissingAuthenticationToken', 'The request names no AWS service: it is not signed', 403)
      const own = services.get(address.service)
      if (own !== undefined) {
        await send(response, await answered(own, request, { address, body, requestId, signal, meets }))
        return
      }
      const mount = mounts.get(address.service)
      if (mount === undefined) throw notHere(address.service, asked)
      await meets(address.service, asked)
      await mount.handle(unread(request, body), response, body, address)
    } catch (error) {
      if (error instanceof ConnectionBroken) breakConnection(response)
      else if (response.headersSent || response.destroyed) response.destroy()
      else
        await send(response, writeError(address.wire, asServiceError(error, `${address.service}.${asked}`), requestId))
    }
  }

  const { createServer } = process.getBuiltinModule('node:http')
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  try {
    server.listen(options.port, '127.0.0.1')
    await once(server, 'listening')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Problem('PortTaken', `Port ${options.port} can't be opened: ${why}`, {
      hint: 'Take another one, or 0 for any',
      cause,
    })
  }
  port = (server.address() as AddressInfo).port

  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    async close() {
      closing.abort()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
