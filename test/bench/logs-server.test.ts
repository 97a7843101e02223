import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, expect, test } from 'vitest'

const EVENTS = 6000
let server: ChildProcessWithoutNullStreams
let client: CloudWatchLogsClient

beforeAll(async () => {
  server = spawn(process.execPath, [join(import.meta.dirname, 'logs-server.mjs'), `/g=${EVENTS}`, '/other=10'])
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string]
  client = new CloudWatchLogsClient({
    endpoint: (JSON.parse(line) as { endpoint: string }).endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
})
afterAll(async () => {
  client.destroy()
  server.stdin.end()
  await once(server, 'close')
})

const read = async (window: { startTime?: number; endTime?: number }, logGroupName = '/g', pageSize = 10_000) => {
  const pages: { id: string; at: number; message: string }[][] = []
  for await (const { events = [] } of paginateFilterLogEvents({ client, pageSize }, { logGroupName, ...window }))
    pages.push(events.map(({ eventId = '', timestamp = 0, message = '' }) => ({ id: eventId, at: timestamp, message })))
  return pages
}

test('every event once, in order, in pages of about a megabyte, each a line of its own', async () => {
  const pages = await read({})
  const all = pages.flat()
  expect(pages.map(({ length }) => length)).toEqual([2457, 2457, 1086])
  expect(new Set(all.map(({ id }) => id)).size).toBe(EVENTS)
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted())
  expect(all.every(({ message }) => /^[^\n]+\n$/.test(message))).toBe(true)
})

test('a window is a slice of it, inclusive on both ends, whatever the size of the pages', async () => {
  const all = (await read({})).flat()
  const [startTime, endTime] = [all[2400]!.at, all[2500]!.at]
  const slice = all.filter(({ at }) => at >= startTime && at <= endTime)
  expect((await read({ startTime, endTime })).flat()).toEqual(slice)
  expect((await read({ startTime, endTime }, '/g', 7)).flat()).toEqual(slice)
  expect(slice.length).toBeGreaterThanOrEqual(101)
})

test('ids of two groups differ', async () => {
  const ids = new Set((await read({})).flat().map(({ id }) => id))
  expect((await read({}, '/other')).flat().filter(({ id }) => ids.has(id))).toEqual([])
})

test('a group that is not there', async () => {
  await expect(read({}, '/none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
