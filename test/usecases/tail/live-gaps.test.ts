import { expect, it } from 'vitest'
import type { RawLogEvent } from '../../../src/domain/log-event.ts'
import type { LiveItem } from '../../../src/usecases/tail/live/open-live.ts'
import { hostileTail, NOW } from '../../support/hostile-tail.ts'

const GROUP = '/aws/lambda/fn-0'
const SECOND = 1000

/** When the story says something happened, and when it came in: seconds after the start of the tail. */
const event = (id: string, at: number, ingestedAt: number): RawLogEvent => ({
  id,
  at: NOW + at * SECOND,
  ingestedAt: NOW + ingestedAt * SECOND,
  group: GROUP,
  stream: 's',
  message: id,
})

/** What a session tells after so many seconds of it. */
type Script = readonly (readonly [second: number, item: LiveItem])[]

const told = (events: readonly RawLogEvent[], sampled = false): LiveItem => ({
  kind: 'update',
  events: events.map((one) => ({ ...one, id: null })),
  sampled,
})
const cut: LiveItem = { kind: 'end', why: 'interrupted', error: new Error('cut'), named: [] }

/** Seconds after the start at which each line stood there. */
const printedAt = async (events: readonly RawLogEvent[], sessions: readonly Script[]) => {
  const opened: number[] = []
  const { printed } = await hostileTail(1, {
    options: { groups: 1, from: NOW - 20_000, to: NOW, ingestWithinMs: 0, trouble: 0 },
    plan: {},
    until: NOW + 130 * SECOND,
    live: (server, clock) => {
      server.events.splice(0, Number.POSITIVE_INFINITY, ...events)
      server.appearsAt.set(GROUP, 0)
      return async function* (_groups, _filter, signal) {
        const script = sessions[opened.length] ?? []
        opened.push((clock.trueNow() - NOW) / SECOND)
        yield { kind: 'start' }
        for (let second = 1; !signal.aborted; second++) {
          await clock.sleep(SECOND, signal).catch(() => {})
          const now = script.filter(([at]) => at === second)
          if (now.length === 0) yield told([])
          for (const [, item] of now) {
            yield item
            if (item.kind === 'end') return
          }
        }
      }
    },
  })
  const at = new Map(printed.map((line) => [line.event.message, (line.printedAt - NOW) / SECOND]))
  return { at: (id: string) => at.get(id) ?? Number.POSITIVE_INFINITY, count: printed.length, opened }
}

it('finds between two sessions also what is older than the lines around it', async () => {
  const [z, x] = [event('told before', 28, 28.2), event('late, in the gap', 10, 30.4)]
  const { at, count, opened } = await printedAt(
    [z, x],
    [
      [
        [29, told([z])],
        [30, cut],
      ],
    ],
  )
  expect(opened.length).toBe(2)
  expect(opened[1]).toBeGreaterThan(30.4)
  expect(at('told before')).toBeLessThan(31)
  expect(at('late, in the gap')).toBeLessThan(33)
  expect(count).toBe(2)
})

it('reads what a sample left out', async () => {
  const [a, b, c] = [event('a', 30, 30.1), event('b, not told', 30, 30.2), event('c, late', 5, 30.3)]
  const { at, count, opened } = await printedAt([a, b, c], [[[31, told([a], true)]]])
  expect(opened.length).toBe(1)
  expect(Math.max(at('b, not told'), at('c, late'))).toBeLessThan(33)
  expect(count).toBe(3)
})

it('prints equal lines of one millisecond as often as there are, whichever way they come', async () => {
  const twins = [
    event('equal', 30, 30.1),
    { ...event('equal', 30, 30.2), id: 'equal 2' },
    { ...event('equal', 30, 30.3), id: 'equal 3' },
  ]
  // Two told by a session, which is cut; the third was never told; the next session repeats one.
  const { count } = await printedAt(twins, [
    [
      [31, told(twins.slice(0, 2))],
      [32, cut],
    ],
    [[1, told(twins.slice(0, 1))]],
  ])
  expect(count).toBe(3)
})
