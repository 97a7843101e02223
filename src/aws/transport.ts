import type * as http from 'node:http'
import type { Network } from './network.ts'

export interface TransportRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface TransportAnswer {
  readonly status: number
  /** Names in lower case; a repeated header is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One exchange, no retry, no redirect. Rejects with Node's own error (`code`), or `name: 'TimeoutError'`. */
export type Transport = (request: TransportRequest, signal?: AbortSignal) => Promise<TransportAnswer>

const CONNECT_MS = 5_000
const IDLE_MS = 30_000

const timeout = (what: string): Error => Object.assign(new Error(what), { name: 'TimeoutError' })

const flat = (headers: http.IncomingHttpHeaders): Record<string, string> => {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return result
}

/** The largest body that is put together where the one before was; a page of log events is 1 MiB at most, and a little. */
const usualBody = 4 * 1024 * 1024
let scratch = Buffer.alloc(0)

/** Fresh memory for each body would cost as much as reading it. */
const textOf = (chunks: readonly Buffer[]): string => {
  let size = 0
  for (const { length } of chunks) size += length
  if (chunks.length < 2 || size > usualBody) return Buffer.concat(chunks, size).toString('utf8')
  if (size > scratch.length) scratch = Buffer.allocUnsafeSlow(Math.min(usualBody, size * 2))
  let at = 0
  for (const chunk of chunks) at += chunk.copy(scratch, at)
  return scratch.toString('utf8', 0, at)
}

/** Node's http(s) over the session's agents: 5 s to connect, 30 s of silence at most. */
export const nodeTransport =
  (network: Network, limits = { connectMs: CONNECT_MS, idleMs: IDLE_MS }): Transport =>
  async (request, signal) => {
    signal?.throwIfAborted()
    const url = new URL(request.url)
    const agent = await network.agent(url)
    // Not imported: the ESM wrapper of node:http costs the start-up 46 ms.
    const { request: open } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
    return new Promise((resolve, reject) => {
      const call = open(url, { method: request.method, headers: request.headers, agent })
      const fail = (error: Error & { code?: string }) => {
        finish()
        // The SDK's handler gives these that name too.
        if (/^(ECONNRESET|EPIPE|ETIMEDOUT)$/.test(error.code ?? '')) error.name = 'TimeoutError'
        reject(signal?.aborted ? signal.reason : error)
      }
      const abort = () => call.destroy(new Error('aborted'))
      let connecting: NodeJS.Timeout | undefined
      const finish = () => {
        clearTimeout(connecting)
        signal?.removeEventListener('abort', abort)
      }
      signal?.addEventListener('abort', abort, { once: true })
      call.on('socket', (socket) => {
        if (!socket.connecting) return
        const late = () => call.destroy(timeout(`no connection within ${limits.connectMs / 1000} s`))
        connecting = setTimeout(late, limits.connectMs)
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting))
      })
      call.setTimeout(limits.idleMs, () => call.destroy(timeout(`no answer within ${limits.idleMs / 1000} s`)))
      call.on('error', fail)
      call.on('response', (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        // A body that stops before its announced end is an error of the answer (ECONNRESET), never a short success.
        answer.on('error', fail)
        answer.on('end', () => {
          finish()
          const headers = flat(answer.headers)
          resolve({ status: answer.statusCode ?? 0, headers, body: textOf(chunks) })
        })
      })
      call.end(request.body)
    })
  }
