import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createNetwork } from '../../src/aws/network.ts'
import { nodeTransport, type Transport, type TransportAnswer } from '../../src/aws/transport.ts'
import type { Trouble } from '../../src/usecases/tail/ask.ts'
import type { hostileLogs } from './hostile-logs.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** AWS refuses signatures that are further off than this. */
const SKEW_MS = 5 * 60_000

const errors: Readonly<Record<Exclude<Trouble, 'transient'>, readonly [code: string, message: string]>> = {
  throttle: ['ThrottlingException', 'Rate exceeded'],
  missing: ['ResourceNotFoundException', 'The specified log group does not exist.'],
  badToken: ['InvalidParameterException', 'The specified nextToken is invalid.'],
  expired: ['ExpiredTokenException', 'The security token included in the request is expired'],
  fatal: ['InternalFailure', 'this server is broken'],
}

/** The same hostile service, as bytes: what it says goes through the product's own signing, retrying and reading. */
export const hostileWire = (server: ReturnType<typeof hostileLogs>, clock: VirtualClock): Transport => {
  const { random } = server
  const answer = (status: number, body: string): TransportAnswer => ({
    status,
    headers: {
      date: new Date(clock.trueNow()).toUTCString(),
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': 'r',
    },
    body,
  })
  const error = (code: string, message: string, status = 400) =>
    answer(status, JSON.stringify({ __type: code, message }))
  const broken = (): TransportAnswer => {
    const kind = Math.floor(random() * 4)
    if (kind === 0) return error('InternalFailure', 'try again', 500)
    if (kind === 1) return answer(503, '<html>Service Unavailable</html>')
    if (kind === 2) return answer(200, '{"events":[{"eventId":"1","timest')
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' })
  }

  return async (request, signal) => {
    const signedAt = Date.parse(
      request.headers['x-amz-date']!.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'),
    )
    if (Math.abs(signedAt - clock.trueNow()) > SKEW_MS) {
      return error(
        'InvalidSignatureException',
        `Signature expired: ${request.headers['x-amz-date']} is now earlier than that`,
      )
    }
    const asked = JSON.parse(request.body)
    try {
      const page = await server.fetchPage(
        {
          group: asked.logGroupName,
          from: asked.startTime,
          to: asked.endTime ?? null,
          filter: null,
          token: asked.nextToken ?? null,
        },
        signal ?? new AbortController().signal,
        0,
      )
      const events = page.events.map(({ id, at, ingestedAt, stream, message }) => ({
        eventId: id,
        timestamp: at,
        ingestionTime: ingestedAt,
        logStreamName: stream,
        message,
      }))
      return answer(
        200,
        JSON.stringify({ events, searchedLogStreams: [], ...(page.next === null ? {} : { nextToken: page.next }) }),
      )
    } catch (failure) {
      if (signal?.aborted) throw failure
      const trouble = server.trouble(failure)
      if (trouble === 'fatal') throw failure
      return trouble === 'transient' ? broken() : error(...errors[trouble])
    }
  }
}

/**
 * The same over real sockets: a server on loopback that also cuts connections in the middle of a body. Time stands still while a
 * request is under way.
 */
export const hostileSocket = async (server: ReturnType<typeof hostileLogs>, clock: VirtualClock) => {
  const wire = hostileWire(server, clock)
  const listener = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    try {
      const answer = await wire({ method: 'POST', url: '/', headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
      if (server.random() < 0.05) response.write(answer.body.slice(0, answer.body.length / 2), () => response.destroy())
      else response.end(answer.body)
    } catch {
      request.socket.destroy()
    }
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  const send = nodeTransport(createNetwork({ env: {}, caBundle: null }))
  const transport: Transport = async (request, signal) => {
    await clock.sleep(5 + server.random() * 200, signal)
    return clock.whileHeld(() => send(request, signal))
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    transport,
    close: () => new Promise((resolve) => listener.close(resolve)),
  }
}
