import { expect, test } from 'vitest'
import { parseFault } from '../../../src/local/fault-words.ts'
import { faultTable } from '../../../src/local/faults.ts'
import { LogStore } from '../../../src/local/logs/store.ts'
import { randomOf } from '../../../src/local/random.ts'
import { logs, NOW } from './support.ts'

const withFaults = () => {
  const at = { now: NOW }
  const faults = faultTable({
    account: '123456789012',
    now: () => at.now,
    random: randomOf(1),
    sleep: async () => undefined,
  })
  const store = new LogStore(() => at.now, faults.lateMs)
  return { at, faults, store }
}

const seen = (store: LogStore) =>
  [...(store.group('/g')?.events.after({ timestamp: 0, ingestionTime: 0, seq: 0 }) ?? [])].map(
    ({ message, timestamp, ingestionTime }) => ({ message, timestamp, ingestionTime }),
  )

test('late: what is put meanwhile is to be seen later, and was ingested then', () => {
  const { at, faults, store } = withFaults()
  const heard: string[] = []
  store.watch((group, { message }) => heard.push(`${group.name} ${message}`))
  store.put('/g', 's', [{ timestamp: NOW - 2, message: 'in time' }])
  faults.add(parseFault(['logs', 'late=30s', '--for', '10s']))
  store.put('/g', 's', [{ timestamp: NOW - 1, message: 'late' }])
  at.now += 10_000
  store.put('/g', 's', [{ timestamp: at.now, message: 'after' }])
  at.now = NOW + 29_999
  expect(seen(store).map(({ message }) => message)).toEqual(['in time', 'after'])
  expect(store.streams('/g')[0]?.lastIngestionAt).toBe(NOW + 10_000)
  at.now += 1
  expect(seen(store)).toEqual([
    { message: 'in time', timestamp: NOW - 2, ingestionTime: NOW },
    { message: 'late', timestamp: NOW - 1, ingestionTime: NOW + 30_000 },
    { message: 'after', timestamp: NOW + 10_000, ingestionTime: NOW + 10_000 },
  ])
  expect(heard).toEqual(['/g in time', '/g after', '/g late'])
})

test('late: what belongs to the past is there at once', () => {
  const { faults, store } = withFaults()
  faults.add(parseFault(['logs', 'late=30s']))
  store.put('/g', 's', [{ timestamp: NOW - 90_000, message: 'past', ingestionTime: NOW - 80_000 }])
  expect(seen(store)).toEqual([{ message: 'past', timestamp: NOW - 90_000, ingestionTime: NOW - 50_000 }])
})

test('late: a group that was deleted meanwhile stays away', async () => {
  const { at, faults, store } = withFaults()
  faults.add(parseFault(['logs', 'late=1s']))
  store.put('/g', 's', [{ timestamp: NOW, message: 'x' }])
  store.delete('/g')
  at.now += 1000
  expect(store.groups()).toEqual([])
})

test('duplicate: events come twice in a page with one id, no page is over its limit, none is lost', async () => {
  const { faults } = withFaults()
  faults.add(parseFault(['logs', 'duplicate=0.3']))
  const { store, pages } = logs({ faults })
  const all = Array.from({ length: 500 }, (_, i) => `${i}`)
  store.put(
    '/g',
    's',
    all.map((message, i) => ({ timestamp: NOW + i, message })),
  )
  const got = await pages({ logGroupName: '/g', limit: 50 })
  for (const { events } of got) expect(events.length).toBeLessThanOrEqual(50)
  const events = got.flatMap((page) => page.events)
  expect(events.length).toBeGreaterThan(600)
  expect(events.length).toBeLessThan(700)
  const byId = new Map(events.map((event) => [event.eventId, event.message]))
  expect([...byId.values()]).toEqual(all)
})
