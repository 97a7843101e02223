import { describe, expect, it } from 'vitest'
import type { RawLogEvent } from '../../../../src/domain/log-event.ts'
import { Problem } from '../../../../src/domain/problem.ts'
import type { StackOperation, StackOperations } from '../../../../src/services/cloudformation/deploy-events.ts'
import { type DeployFeedOptions, deployFeed, deploySource } from '../../../../src/usecases/tail/deploys/deploy-feed.ts'
import { Line } from '../../../../src/usecases/tail/line.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const NOW = Date.UTC(2026, 10, 24, 12)
const minute = 60_000
const at = (minutes: number): number => NOW + minutes * minute

const operation = (end: number, more: Partial<StackOperation> = {}): StackOperation => ({
  id: `end ${end}`,
  at: at(end),
  startedAt: at(end - 2),
  status: 'UPDATE_COMPLETE',
  functions: [],
  ...more,
})

type Answer = Partial<StackOperations> | Error

/** A feed whose looks are answered by a script, the last answer again and again, and what came of it. */
const feedOf = (
  answers: readonly Answer[],
  options: Partial<DeployFeedOptions> = {},
  clock: VirtualClock = new VirtualClock(NOW),
) => {
  const asked: number[] = []
  let looks = 0
  const feed = deployFeed({
    app: { name: 'orders', updatedAt: at(-600), resources: [] },
    checkedAt: NOW,
    functions: [],
    follow: true,
    clock,
    operations: async (from) => {
      asked.push(from)
      const answer = answers[Math.min(looks++, answers.length - 1)]!
      if (answer instanceof Error) throw answer
      return { ended: [], runningSince: null, ...answer }
    },
    changes: async () => [],
    ...options,
  })
  const run = async (followMs = 0, from = at(-60)) => {
    const stopping = new AbortController()
    const history: RawLogEvent[] = []
    const followed: RawLogEvent[] = []
    const work = (async () => {
      for await (const events of feed.history(from, null, stopping.signal)) history.push(...events)
      if (followMs === 0) return
      void clock.sleep(followMs).then(() => stopping.abort(new Error('enough')))
      await feed
        .follow(stopping.signal, (events) => followed.push(...events))
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) throw error
        })
    })()
    await clock.run(work)
    return { history: history.map(told), followed: followed.map(told), asked, clock }
  }
  return { feed, run }
}

const told = ({ at: time, message }: RawLogEvent): readonly [number, string] => [(time - NOW) / minute, message]

const denied = new Problem('AccessDenied', 'Not allowed to call cloudformation:DescribeStackEvents.', {
  action: 'cloudformation:DescribeStackEvents',
})
const throttled = new Problem('Throttled', 'AWS throttled it.')

describe('deploys in the history', () => {
  it('are the ends of operations, with the functions that changed', async () => {
    const { run } = feedOf([
      {
        ended: [
          operation(-30, { functions: ['FulfilOrder', 'CreateOrder'] }),
          operation(-10, { status: 'UPDATE_ROLLBACK_COMPLETE', functions: [] }),
        ],
      },
    ])
    expect((await run()).history).toEqual([
      [-30, 'deploy: orders UPDATE_COMPLETE (FulfilOrder, CreateOrder)'],
      [-10, 'deploy: orders UPDATE_ROLLBACK_COMPLETE'],
    ])
  })

  it('name some of many functions', async () => {
    const functions = Array.from({ length: 40 }, (_, n) => `F${n}`)
    const { history } = await feedOf([{ ended: [operation(-1, { functions })] }]).run()
    expect(history[0]![1]).toBe('deploy: orders UPDATE_COMPLETE (F0, F1, F2, F3, F4, F5 and 34 more)')
  })

  it('are also changes that no operation covers', async () => {
    const functions = [
      { path: 'ByOperation', lastModified: at(-31) },
      { path: 'ByConsole', lastModified: at(-20) },
      { path: 'LongAgo', lastModified: at(-600) },
      { path: 'Unknown', lastModified: null },
      { path: 'Child/ByRunning', lastModified: at(-1) },
    ]
    const { run } = feedOf([{ ended: [operation(-30)], runningSince: at(-2) }], { functions })
    expect((await run()).history).toEqual([
      [-30, 'deploy: orders UPDATE_COMPLETE'],
      [-20, 'deploy: ByConsole was changed, not by its stack'],
    ])
  })

  it('are not waited for longer than a moment: they come when they are there', async () => {
    const late: Partial<StackOperations> = { ended: [operation(-5)] }
    const clock = new VirtualClock(NOW)
    let looks = 0
    const operations: DeployFeedOptions['operations'] = async (_, signal) => {
      if (looks++ === 0) await clock.sleep(60_000, signal)
      return { ended: [], runningSince: null, ...late }
    }
    const { history, followed } = await feedOf([], { operations }, clock).run(45_000)
    expect(history).toEqual([])
    expect(followed).toEqual([[-5, 'deploy: orders UPDATE_COMPLETE']])
  })

  it.each([
    ['refused', true, denied],
    ['that failed, where nothing follows', false, throttled],
  ])('end the feed when they are %s', async (_, follow, error) => {
    await expect(feedOf([error], { follow }).run()).rejects.toBe(error)
  })
})

describe('deploys while it follows', () => {
  it('are looked for every 30 s, from the last one on, and told once', async () => {
    const one = operation(-10)
    const two = operation(1, { functions: ['ChargeCard'] })
    const { history, followed, asked } = await feedOf([
      { ended: [one] },
      { ended: [one] },
      throttled,
      { ended: [one, two] },
      { ended: [two] },
    ]).run(135_000)
    expect(history).toEqual([[-10, 'deploy: orders UPDATE_COMPLETE']])
    expect(followed).toEqual([[1, 'deploy: orders UPDATE_COMPLETE (ChargeCard)']])
    expect(asked.map((from) => (from - NOW) / minute)).toEqual([-60, -10, -10, -10, 1])
  })

  it('are changes too, unless the operation that made them tells of them when it ends', async () => {
    const changed = [
      { path: 'ByConsole', lastModified: at(0.5) },
      { path: 'ByOperation', lastModified: at(1) },
    ]
    const { followed } = await feedOf(
      [
        {},
        {},
        { runningSince: at(0.9) },
        { runningSince: at(0.9) },
        { ended: [operation(2, { startedAt: at(0.9) })] },
        { ended: [operation(9)] },
      ],
      { changes: async () => changed },
    ).run(200_000)
    expect(followed).toEqual([
      [0.5, 'deploy: ByConsole was changed, not by its stack'],
      [2, 'deploy: orders UPDATE_COMPLETE'],
      [9, 'deploy: orders UPDATE_COMPLETE'],
    ])
  })

  it('end when they are not allowed any more', async () => {
    await expect(feedOf([{}, denied]).run(60_000)).rejects.toBe(denied)
  })
})

describe('how long nobody has to wait for deploys', () => {
  it.each([
    ['the last one is long ago: until somebody last looked', -600, null, -10, -5],
    ['the last one began not long before the window', -70, null, -10, null],
    ['a function was changed in the window', -600, -8, -10, null],
    ['nobody has looked since the window began', -600, null, 1, null],
  ])('%s', (_, updated, changed, from, until) => {
    const { feed } = feedOf([{}], {
      app: { name: 'orders', updatedAt: at(updated), resources: [] },
      checkedAt: at(-5),
      functions: changed === null ? [] : [{ path: 'F', lastModified: at(changed) }],
    })
    expect(feed.quietUntil(at(from))).toBe(until === null ? null : at(until))
  })
})

it('a deploy is a line of its own kind, whatever the name of the stack looks like', async () => {
  const event = { id: null, at: NOW, ingestedAt: null, group: '', stream: '', message: '{"level":"ERROR"}' }
  const line = new Line(event, deploySource('orders'), false)
  expect(line.parsed).toMatchObject({ kind: 'deploy', level: null, text: '{"level":"ERROR"}', error: null })
  expect(line.source).toMatchObject({ name: 'orders', sourceType: 'group', stack: 'orders' })
})
