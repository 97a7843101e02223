import { expect, it } from 'vitest'
import type { RawLogEvent } from '../../../src/domain/log-event.ts'
import { hostileTail, NOW } from '../../support/hostile-tail.ts'

const SECOND = 1000
const [gone, other] = ['/aws/lambda/fn-0', '/aws/lambda/fn-1'] as const

const event = (id: string, group: string, at: number, ingestedAt = at): RawLogEvent => ({
  id,
  at: NOW + at * SECOND,
  ingestedAt: NOW + ingestedAt * SECOND,
  group,
  stream: 's',
  message: id,
})

/** Two groups, of which the first is deleted ten seconds after the start, and is there again under its name until the end or not. */
const tailOf = (events: readonly RawLogEvent[], backAt: number) =>
  hostileTail(3, {
    options: { groups: 2, from: NOW - 20 * SECOND, to: NOW, ingestWithinMs: 0, trouble: 0 },
    plan: {},
    until: NOW + 90 * SECOND,
    begin: (server) => {
      server.events.splice(0, Number.POSITIVE_INFINITY, ...events)
      for (const name of server.names) server.appearsAt.set(name, 0)
      server.gone.set(gone, { from: NOW + 10 * SECOND, to: NOW + backAt * SECOND })
    },
  })

const printed = (run: Awaited<ReturnType<typeof tailOf>>) => run.printed.map((line) => line.event.message)
const told = (run: Awaited<ReturnType<typeof tailOf>>) =>
  run.notes.map((note) => ('group' in note ? `${note.kind} ${note.group}` : note.kind))

it('goes on when a group is deleted, says so, and tells what may be missing', async () => {
  const events = [
    event('old', gone, -5),
    event('before', gone, 5),
    event('too late', gone, 9.999),
    event('beside', other, 30),
  ]
  const run = await tailOf(events, Number.POSITIVE_INFINITY)
  expect(printed(run)).toEqual(['old', 'before', 'beside'])
  expect(told(run)).toEqual([`missing ${gone}`])
  expect(run.figures.gaps).toEqual([
    { logGroup: gone, from: expect.any(Number), to: expect.any(Number), reason: expect.stringContaining('deleted') },
  ])
  const [gap] = run.figures.gaps
  expect(gap!.from).toBeLessThan(NOW + 9.999 * SECOND)
  expect(gap!.to).toBeGreaterThanOrEqual(NOW + 10 * SECOND)
  // What is not there holds nothing back.
  expect(run.figures.completeUntil).toBeGreaterThan(NOW)
})

it('picks a group up again that has come back under its name, and repeats nothing', async () => {
  // Of the time before it was deleted: it came in after.
  const delayed = event('delayed', gone, 4, 41)
  const events = [event('before', gone, 5), event('first', gone, 40), delayed, event('second', gone, 60)]
  const run = await tailOf([...events, event('beside', other, 50)], 40)
  expect(printed(run).sort()).toEqual(['before', 'beside', 'delayed', 'first', 'second'])
  expect(told(run)).toEqual([`missing ${gone}`, `appeared ${gone}`])
  expect(run.printed.find((line) => line.event.message === 'first')!.printedAt).toBeLessThan(NOW + 46 * SECOND)
  expect(run.figures.gaps.length).toBe(1)
})

it('also where nobody has noticed that it was away', async () => {
  const run = await tailOf([event('before', gone, 5), event('after', gone, 10.6)], 10.001)
  expect(printed(run)).toEqual(['before', 'after'])
})

it('reads a group from where it came back, though the clock on the wall was set ahead while it was away', async () => {
  const events = [event('before', gone, 5), event('first', gone, 27), event('delayed', gone, 18, 29.5)]
  const run = await hostileTail(3, {
    options: { groups: 1, from: NOW - 20 * SECOND, to: NOW, ingestWithinMs: 0, trouble: 0 },
    plan: { overlapMs: 12 * SECOND },
    until: NOW + 90 * SECOND,
    begin: (server, clock) => {
      server.events.splice(0, Number.POSITIVE_INFINITY, ...events)
      server.appearsAt.set(gone, 0)
      server.gone.set(gone, { from: NOW + 10 * SECOND, to: NOW + 25 * SECOND })
      void clock.sleep(12 * SECOND).then(() => clock.jump(300 * SECOND))
    },
  })
  expect(printed(run).sort()).toEqual(['before', 'delayed', 'first'])
})
