// Many log groups of which few speak: the lines that are written, and what became of them. A line's message is
// `GROUP NUMBER EPOCH_MS`, the last being when it was sent, so that whoever prints it can tell how long it took.
import { setTimeout as pause } from 'node:timers/promises'
import { cloudClient, requestOk } from './quota-cloud.mjs'

export const ACTIVE = 10
export const GROUPS = 200
const ACTIVE_EVERY_MS = 1000
const QUIET_EVERY_MS = 60_000
const STREAM = 'bench'

export const names = Array.from({ length: GROUPS }, (_, i) => `/bench/${i < ACTIVE ? 'active' : 'quiet'}-${i}`)

/** Numbers in [0, 1), the same ones for the same seed (mulberry32). */
const seeded = (seed) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const createGroups = async (cloud) => {
  const client = cloudClient(cloud.endpoint)
  for (const logGroupName of names) {
    requestOk(await client.call('CreateLogGroup', { logGroupName }))
    requestOk(await client.call('CreateLogStream', { logGroupName, logStreamName: STREAM }))
  }
  client.close()
}

/**
 * Writes until the signal is aborted, the same lines at the same time into every cloud. `sent` is filled as it goes: message to
 * `{kind, at}`. Rejects when a cloud refuses a line.
 */
export const write = async (clouds, sent, signal) => {
  const clients = clouds.map(({ endpoint }) => cloudClient(endpoint))
  const random = seeded(200)
  // Active groups are regular, give or take; quiet ones speak when something happens.
  const wait = (i) => (i < ACTIVE ? ACTIVE_EVERY_MS * (0.5 + random()) : -Math.log(1 - random()) * QUIET_EVERY_MS)
  const dueAt = names.map((_, i) => Date.now() + wait(i))
  let number = 0
  while (!signal.aborted) {
    const now = Date.now()
    const due = names.flatMap((name, i) => (dueAt[i] <= now ? [{ name, i }] : []))
    const puts = due.flatMap(({ name, i }) => {
      dueAt[i] += wait(i)
      number += 1
      const at = Date.now()
      const message = `${name} ${number} ${at}`
      sent.set(message, { kind: i < ACTIVE ? 'active' : 'quiet', at })
      const input = { logGroupName: name, logStreamName: STREAM, logEvents: [{ timestamp: at, message }] }
      return clients.map(async (client) => requestOk(await client.call('PutLogEvents', input)))
    })
    await Promise.all(puts)
    await pause(Math.max(1, Math.min(...dueAt) - Date.now()), undefined, { signal }).catch(() => undefined)
  }
  for (const client of clients) client.close()
}
