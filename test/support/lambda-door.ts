import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one invocation is answered with; a function may keep the connection to itself. */
export interface Invocation {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface LambdaDoor {
  readonly url: string
  /** The bodies of the invocations that came, in order. */
  readonly invocations: readonly string[]
  /** How the next ones are answered; null breaks the connection, 'never' leaves it open. */
  answer(next: Invocation | null | 'never'): void
  close(): Promise<void>
}

/** Stands before a cloud's Lambda: counts and answers invocations itself, and hands everything else on. */
export const lambdaDoor = async (cloud: string): Promise<LambdaDoor> => {
  const invocations: string[] = []
  let next: Invocation | null | 'never' = { status: 200, body: 'null' }
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    if (!/invocations(\?|$)/.test(request.url ?? '')) {
      const headers = Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name) ? [[name, value]] : [],
      )
      const passed = await fetch(`${cloud}${request.url}`, {
        method: request.method ?? 'GET',
        headers: headers as [string, string][],
      })
      response.writeHead(passed.status, {
        'content-type': 'application/json',
        'x-amzn-errortype': passed.headers.get('x-amzn-errortype') ?? '',
      })
      response.end(await passed.text())
      return
    }
    invocations.push(Buffer.concat(chunks).toString())
    if (next === 'never') return
    if (next === null) {
      request.socket.destroy()
      return
    }
    response.writeHead(next.status, { 'x-amzn-requestid': '8fab6c1e-6d6c-4b6e-9a40-0e5b1d3e9f11', ...next.headers })
    response.end(next.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invocations,
    answer: (given) => {
      next = given
      invocations.length = 0
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
