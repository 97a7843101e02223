// Following 200 log groups, 10 of them active, through a quota of 5 requests a second: not a race of whole processes but one long
// look. Every reader has a cloud of its own with the same lines in it, and all are measured in the same minutes.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { serveQuota } from './quota-cloud.mjs'
import { ACTIVE, createGroups, GROUPS, names, write } from './quota-load.mjs'
import { roundRobin, slsopsTail } from './quota-readers.mjs'

const QUOTA = 5
const MEASURED_MS = 90_000
/** Every group once, at the slowest reader's rate; before that nobody can be ahead of anybody. */
const WARM_WITHIN_MS = 150_000
/** How long the last lines are waited for. */
const DRAIN_MS = 120_000
const STEP_MS = 500

/** slsops leaves half of an account's quota to others; the simple one is shown both with that and with all of it. */
const readers = [
  { name: 'tail', label: `slsops tail, given ${QUOTA / 2}/s`, peer: false, start: slsopsTail, perSecond: QUOTA / 2 },
  { name: 'robin', label: `round-robin, ${QUOTA}/s`, peer: true, start: roundRobin, perSecond: QUOTA },
  { name: 'robin-half', label: `round-robin, ${QUOTA / 2}/s`, peer: true, start: roundRobin, perSecond: QUOTA / 2 },
]

const begin = async (reader, { product, env, scratch }) => {
  const row = { ...reader, state: 'measured', why: null, shown: new Map(), repeated: 0, startedAt: 0, firstAt: null }
  try {
    row.cloud = await serveQuota({ product, env, folder: join(scratch, `quota-${reader.name}`), quota: QUOTA })
    await createGroups(row.cloud)
  } catch (error) {
    fail(row, error.message)
  }
  return row
}

const fail = (row, why) => Object.assign(row, { state: row.peer ? 'missing' : 'failed', why })

const follow = (row, { product, env }) => {
  row.startedAt = Date.now()
  const onMessage = (message, at) => {
    row.firstAt ??= at
    if (row.shown.has(message)) row.repeated += 1
    else row.shown.set(message, at)
  }
  const { endpoint } = row.cloud
  row.running = row.start({ product, env, endpoint, groups: names, perSecond: row.perSecond, onMessage })
}

/** Waits until `done` says so or the time is over; a reader that ends by itself is out. */
const until = async (rows, done, withinMs, signal) => {
  const end = Date.now() + withinMs
  while (Date.now() < end && !signal.aborted) {
    for (const row of alive(rows)) if (row.running.failed() !== null) fail(row, row.running.failed())
    if (alive(rows).length === 0 || (await done())) return
    await pause(STEP_MS)
  }
}

const alive = (rows) => rows.filter(({ state }) => state === 'measured')

const warm = async (row) => row.firstAt !== null && (await row.cloud.counts()).served >= GROUPS

/** Runs all of it, some five minutes; rows with `figures`, null where it was not measured. */
export const runQuota = async ({ product, env, scratch, note }) => {
  const rows = []
  const over = new AbortController()
  let writing
  try {
    for (const reader of readers) rows.push(await begin(reader, { product, env, scratch }))
    const sent = new Map()
    writing = write(
      alive(rows).map(({ cloud }) => cloud),
      sent,
      over.signal,
    )
    let broken = null
    writing = writing.catch((error) => {
      broken = error
      over.abort()
    })
    for (const row of alive(rows)) follow(row, { product, env })
    note(`quota: warming up, ${WARM_WITHIN_MS / 1000} s at most`)
    const allWarm = async () => (await Promise.all(alive(rows).map(warm))).every(Boolean)
    await until(rows, allWarm, WARM_WITHIN_MS, over.signal)
    const from = Date.now()
    for (const row of alive(rows)) row.before = await row.cloud.counts()
    note(`quota: measuring for ${MEASURED_MS / 1000} s`)
    await until(rows, () => false, MEASURED_MS, over.signal)
    const to = Date.now()
    for (const row of alive(rows)) row.after = await row.cloud.counts()
    over.abort()
    await writing
    if (broken !== null) throw broken
    const lines = [...sent].filter(([, { at }]) => at >= from && at < to)
    note(`quota: waiting for the last of ${lines.length} lines, ${DRAIN_MS / 1000} s at most`)
    const allShown = () => alive(rows).every(({ shown }) => lines.every(([message]) => shown.has(message)))
    await until(rows, allShown, DRAIN_MS, new AbortController().signal)
    for (const row of alive(rows)) row.figures = figuresOf(row, lines, to - from)
  } finally {
    over.abort()
    await writing
    for (const { running } of rows) await running?.stop()
    for (const { cloud } of rows) await cloud?.stop()
  }
  return rows.map(({ name, label, peer, state, why, figures = null }) => ({ name, label, peer, state, why, figures }))
}

/** A line that had not come when the waiting ended took for ever: it counts among the slowest. */
const latencies = (lines, shown) => {
  const all = lines.map(([message, { at }]) => (shown.get(message) ?? Number.POSITIVE_INFINITY) - at)
  all.sort((a, b) => a - b)
  const at = (share) => all[Math.max(0, Math.ceil(all.length * share) - 1)] ?? null
  return {
    lines: all.length,
    unseen: all.filter((ms) => ms === Number.POSITIVE_INFINITY).length,
    p50: at(0.5),
    p95: at(0.95),
  }
}

const figuresOf = (row, lines, ms) => {
  const served = row.after.served - row.before.served
  const throttled = row.after.throttled - row.before.throttled
  const asked = served + throttled
  const of = (wanted) =>
    latencies(
      lines.filter(([, { kind }]) => kind === wanted),
      row.shown,
    )
  return {
    perSecond: asked / (ms / 1000),
    throttledShare: asked === 0 ? null : throttled / asked,
    // From the start of the reader, warming up included.
    throttledInAll: row.after.throttled,
    firstMs: row.firstAt === null ? null : row.firstAt - row.startedAt,
    active: of('active'),
    quiet: of('quiet'),
    repeated: row.repeated,
  }
}

export const quotaTitle = `${GROUPS} groups, ${ACTIVE} active, a quota of ${QUOTA} requests a second`
