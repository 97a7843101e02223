// An embedded cloud with a quota in a process of its own, and the few calls that the bench itself makes to it: AWS JSON 1.1 over http.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const READY_WITHIN_MS = 30_000

const send = (url, { method, headers, agent, body }) =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk)).on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode, body: text === '' ? {} : JSON.parse(text) })
      })
    })
    sent.on('error', reject).end(body)
  })

/** Calls of CloudWatch Logs over kept connections: `{status, body}`, also of a refusal. */
export const cloudClient = (endpoint) => {
  const agent = new Agent({ keepAlive: true })
  // Nobody verifies the signature; its scope says which service is meant.
  const scope = 'Credential=AKIABENCH00000000000/20260101/us-east-1/logs/aws4_request'
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`
  return {
    call: (operation, input) =>
      send(endpoint, {
        method: 'POST',
        agent,
        body: JSON.stringify(input),
        headers: {
          authorization,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `Logs_20140328.${operation}`,
        },
      }),
    close: () => agent.destroy(),
  }
}

export const requestOk = ({ status, body }) => {
  if (status !== 200) throw new Error(`the embedded cloud answered ${status}: ${JSON.stringify(body).slice(0, 300)}`)
  return body
}

/** Starts `demo serve` with its state in `folder`. `counts` are the FilterLogEvents calls so far, `{served, throttled}`. */
export const serveQuota = async ({ product, env, folder, quota }) => {
  mkdirSync(folder, { recursive: true })
  const words = ['demo', 'serve', '--no-sample', '--logs-quota', String(quota), '-o', 'json']
  const child = spawn(process.execPath, [product, ...words], {
    env: { ...env, XDG_STATE_HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-2000)
  })
  const ended = once(child, 'close')
  const stop = async () => {
    child.kill('SIGINT')
    await ended
  }
  const ready = new Promise((resolve) => {
    createInterface(child.stdout).on('line', (line) => line === '}' && resolve(true))
  })
  const late = AbortSignal.timeout(READY_WITHIN_MS)
  const isReady = await Promise.race([ready, ended.then(() => false), once(late, 'abort').then(() => false)])
  if (!isReady) {
    await stop()
    throw new Error(`demo serve --logs-quota ${quota} did not come up: ${stderr.trim() || 'nothing on stderr'}`)
  }
  const { endpoint, token } = JSON.parse(readFileSync(join(folder, 'slsops', 'demo.json'), 'utf8'))
  const counts = async () => {
    const headers = { authorization: `Bearer ${token}` }
    const { logs } = requestOk(await send(`${endpoint}/_slsops/health`, { method: 'GET', headers }))
    if (typeof logs?.served !== 'number') throw new Error('the embedded cloud does not count its calls')
    return logs
  }
  return { endpoint, counts, stop }
}
