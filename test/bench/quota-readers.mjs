// Who follows the groups: `slsops tail` as a process, and what a simple script would do. A reader hands each message on when a
// person would see it, `onMessage(message, epochMs)`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { cloudClient, requestOk } from './quota-cloud.mjs'

/** `failed()` is null while it runs as it should, else why not. */
export const slsopsTail = ({ product, env, endpoint, groups, perSecond, onMessage }) => {
  const words = groups.flatMap((name) => ['--log-group', name])
  const where = ['--endpoint-url', endpoint, '--region', 'us-east-1']
  const child = spawn(process.execPath, [product, 'tail', ...words, '-o', 'raw', '--since', '1s', ...where], {
    env: { ...env, SLSOPS_LOGS_RATE: String(perSecond) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  let code = null
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-2000)
  })
  const ended = once(child, 'close').then(([status, signal]) => {
    code = status ?? signal
  })
  createInterface(child.stdout).on('line', (line) => onMessage(line, Date.now()))
  return {
    failed: () => (code === null ? null : `slsops tail ended with ${code}: ${stderr.trim() || 'nothing on stderr'}`),
    stop: async () => {
      child.kill('SIGINT')
      await ended
    },
  }
}

const RETRY_MS = 1000

/** One group after the other, a request each, as many a second as it is given; a throttled one is tried again a second later. */
export const roundRobin = ({ endpoint, groups, perSecond, onMessage }) => {
  const client = cloudClient(endpoint)
  const over = new AbortController()
  const sleep = (ms) => pause(Math.max(0, ms), undefined, { signal: over.signal }).catch(() => undefined)
  const cursors = new Map(groups.map((name) => [name, { from: Date.now() - 1000, seen: new Set() }]))
  let nextAt = Date.now()
  const ask = async (input) => {
    while (!over.signal.aborted) {
      await sleep(nextAt - Date.now())
      nextAt = Math.max(nextAt, Date.now() - 1000) + 1000 / perSecond
      const answer = await client.call('FilterLogEvents', input)
      if (answer.body.__type?.endsWith('ThrottlingException') || answer.status === 429) await sleep(RETRY_MS)
      else return requestOk(answer)
    }
    return { events: [] }
  }
  const readGroup = async (logGroupName, cursor) => {
    const startTime = cursor.from
    let nextToken
    do {
      const page = await ask({ logGroupName, startTime, ...(nextToken && { nextToken }) })
      for (const { eventId, timestamp, message } of page.events) {
        if (!cursor.seen.has(eventId)) onMessage(message, Date.now())
        cursor.seen.add(eventId)
        cursor.from = Math.max(cursor.from, timestamp)
      }
      nextToken = page.nextToken
    } while (nextToken && !over.signal.aborted)
  }
  let why = null
  const run = async () => {
    while (!over.signal.aborted) for (const [name, cursor] of cursors) await readGroup(name, cursor)
  }
  const ended = run().catch((error) => {
    why = `the round-robin ended: ${error.message}`
  })
  return {
    failed: () => why,
    stop: async () => {
      over.abort()
      await ended
      client.close()
    },
  }
}
