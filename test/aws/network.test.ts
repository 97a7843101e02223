import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, test } from 'vitest'
import { createClient } from '../../src/aws/client.ts'
import { toProblem } from '../../src/aws/errors.ts'
import { createNetwork } from '../../src/aws/network.ts'
import { jsonRequest } from '../../src/aws/request.ts'
import { createSession } from '../../src/aws/session.ts'
import { nodeTransport } from '../../src/aws/transport.ts'
import { serverCertificate, serverKey, testCa } from '../support/test-ca.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

const listen = async <S extends net.Server>(server: S): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.close()
    if ('closeAllConnections' in server) (server as unknown as http.Server).closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

const answer = (_request: http.IncomingMessage, response: http.ServerResponse) => response.end('{"events":[]}')
const tlsServer = () => listen(https.createServer({ key: serverKey, cert: serverCertificate }, answer))

const bundle = (text = testCa) => {
  const file = join(mkdtempSync(join(tmpdir(), 'slsops-ca-')), 'ca.pem')
  writeFileSync(file, text)
  return file
}

/** A proxy that takes every CONNECT to one port, and remembers what it was asked. */
const connectProxy = async (target: number, secure = false) => {
  const asked: { to: string; authorization: string | undefined }[] = []
  const server = secure ? https.createServer({ key: serverKey, cert: serverCertificate }) : http.createServer()
  server.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    asked.push({ to: request.url ?? '', authorization: request.headers['proxy-authorization'] })
    const onward = net.connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
    cleanups.push(() => {
      onward.destroy()
      socket.destroy()
    })
  })
  return { port: await listen(server), asked }
}

const session = (env: Record<string, string>) =>
  createSession({
    env: {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_MAX_ATTEMPTS: '1',
      ...env,
    },
  })
const both: readonly [string, (env: Record<string, string>) => Promise<unknown>][] = [
  [
    'our own request',
    async (env) =>
      (await jsonRequest(await session(env), { service: 'logs', target: 'Logs_20140328.FilterLogEvents', body: {} }))
        .body,
  ],
  [
    "the SDK's client",
    async (env) => {
      const client = createClient(await session(env), 'logs', CloudWatchLogsClient)
      const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: 'g' }))
      return { events }
    },
  ],
]

describe.each(both)('%s', (_who, call) => {
  test("goes through a CONNECT proxy with a password, to AWS's name, trusting a CA of our own", async () => {
    const proxy = await connectProxy(await tlsServer())
    const answered = await call({
      HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}`,
      AWS_CA_BUNDLE: bundle(),
    })
    expect(answered).toEqual({ events: [] })
    expect(proxy.asked).toEqual([
      { to: 'logs.eu-west-1.amazonaws.com:443', authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` },
    ])
  })

  test('goes through a proxy that speaks TLS itself', async () => {
    const proxy = await connectProxy(await tlsServer(), true)
    await call({ https_proxy: `https://localhost:${proxy.port}`, AWS_CA_BUNDLE: bundle() })
    expect(proxy.asked.map(({ to }) => to)).toEqual(['logs.eu-west-1.amazonaws.com:443'])
  })

  test('goes past the proxy to loopback', async () => {
    const proxy = await connectProxy(1)
    const port = await listen(http.createServer(answer))
    const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }
    expect(await call(env)).toEqual({ events: [] })
    expect(proxy.asked).toEqual([])
  })

  test('does not trust a CA that nobody named, and says what to set', async () => {
    const port = await tlsServer()
    const endpoint = `https://localhost:${port}`
    const error = await call({ AWS_ENDPOINT_URL: endpoint }).catch((thrown: unknown) => thrown)
    const problem = toProblem(error, { operation: 'logs:FilterLogEvents', endpoint })
    expect(problem).toMatchObject({ code: 'Certificate', hint: expect.stringContaining('AWS_CA_BUNDLE') })
  })

  test('trusts it by AWS_CA_BUNDLE', async () => {
    const port = await tlsServer()
    expect(await call({ AWS_ENDPOINT_URL: `https://localhost:${port}`, AWS_CA_BUNDLE: bundle() })).toEqual({
      events: [],
    })
  })

  test.each([
    ['is missing', '/nowhere/ca.pem'],
    ['holds no certificate', bundle('nothing')],
  ])('a CA file that %s is a usage error', async (_what, file) => {
    const endpoint = 'https://localhost:1'
    await expect(call({ AWS_ENDPOINT_URL: endpoint, AWS_CA_BUNDLE: file })).rejects.toMatchObject({
      code: 'Usage',
      exit: 2,
    })
  })
})

test('a CA of our own takes away neither the built-in roots nor NODE_EXTRA_CA_CERTS', async () => {
  const agent = (await createNetwork({
    env: { AWS_CA_BUNDLE: bundle(), NODE_EXTRA_CA_CERTS: bundle(serverCertificate) },
    caBundle: null,
  }).agent(new URL('https://a.example'))) as https.Agent
  const { ca } = agent.options as { ca: string[] }
  expect(ca.length).toBeGreaterThan(100)
  expect(ca).toContain(testCa)
  expect(ca).toContain(serverCertificate)
})

test('NODE_EXTRA_CA_CERTS alone is left to Node, and works with a bundle beside it', async () => {
  const port = await tlsServer()
  const source = new URL('../../src/aws/', import.meta.url)
  const script = `
    const { createNetwork } = await import('${source}network.ts')
    const { nodeTransport } = await import('${source}transport.ts')
    const transport = nodeTransport(createNetwork({ env: process.env, caBundle: null }))
    const { status } = await transport({ method: 'GET', url: 'https://localhost:${port}/', headers: {}, body: '' })
    process.stdout.write(String(status))`
  const run = async (more: Record<string, string>) => {
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: bundle(), ...more }
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env })
    return stdout
  }
  expect(await run({})).toBe('200')
  expect(await run({ AWS_CA_BUNDLE: bundle(serverCertificate) })).toBe('200')
})

describe('the transport', () => {
  const limits = { connectMs: 1_000, idleMs: 40 }
  const get = async (port: number, signal?: AbortSignal) =>
    nodeTransport(createNetwork({ env: {}, caBundle: null }), limits)(
      { method: 'POST', url: `http://127.0.0.1:${port}/`, headers: { 'content-length': '0' }, body: '' },
      signal,
    )
  const raw = (text: string, end: 'end' | 'reset' | 'hang') =>
    listen(
      net.createServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => {
          socket.write(text)
          if (end === 'end') socket.end()
          if (end === 'reset') setImmediate(() => socket.resetAndDestroy())
        })
        cleanups.push(() => socket.destroy())
      }),
    )
  const head =
    'HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 10:56:03 GMT\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 10\r\n\r\n'

  test('gives status, headers in lower case, and the whole body however it was cut', async () => {
    const port = await listen(
      http.createServer((_request, response) => {
        const bytes = Buffer.from('{"a":"ü€"}')
        for (const byte of bytes) response.write(Buffer.of(byte))
        response.end()
      }),
    )
    expect(await get(port)).toMatchObject({ status: 200, body: '{"a":"ü€"}' })
    const other = await raw(`${head}0123456789`, 'hang')
    expect((await get(other)).headers).toMatchObject({ 'x-a': '1, 2', date: 'Tue, 24 Nov 2026 10:56:03 GMT' })
  })

  test.each<[string, string, 'end' | 'reset' | 'hang', object]>([
    ['a body that ends early', `${head}0123`, 'end', { code: 'ECONNRESET' }],
    ['a reset in the middle', `${head}0123`, 'reset', { code: 'ECONNRESET', name: 'TimeoutError' }],
    ['a reset before the answer', '', 'reset', { code: 'ECONNRESET' }],
    ['silence', '', 'hang', { name: 'TimeoutError' }],
    ['a body that stops', `${head}0123`, 'hang', { name: 'TimeoutError' }],
  ])('%s is an error', async (_name, text, end, expected) => {
    await expect(get(await raw(text, end))).rejects.toMatchObject(expected)
  })

  test('an abort ends it with the reason', async () => {
    const stop = new AbortController()
    const port = await listen(http.createServer(() => stop.abort(new Error('Ctrl-C'))))
    await expect(get(port, stop.signal)).rejects.toThrow('Ctrl-C')
    await expect(get(port, stop.signal)).rejects.toThrow('Ctrl-C')
  })

  test('a redirect is handed over, not followed', async () => {
    let calls = 0
    const port = await listen(
      http.createServer((_request, response) => {
        calls++
        response.writeHead(302, { location: '/elsewhere' }).end()
      }),
    )
    expect((await get(port)).status).toBe(302)
    expect(calls).toBe(1)
  })
})
