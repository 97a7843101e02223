import { describe, expect, it } from 'vitest'
import type { RawLogEvent } from '../../../src/domain/log-event.ts'
import type { Feed } from '../../../src/usecases/tail/feed.ts'
import { mergeByTime } from '../../../src/usecases/tail/history.ts'
import { hostileTail, NOW } from '../../support/hostile-tail.ts'

const mark = (at: number): RawLogEvent => ({
  id: null,
  at,
  ingestedAt: null,
  group: '',
  stream: '',
  message: `mark ${at - NOW}`,
})

const feed = (more: Partial<Feed> = {}): Feed => ({
  group: '',
  name: 'marks',
  quietUntil: () => null,
  history: async function* () {
    yield [mark(NOW - 5_000), mark(NOW - 2_500)]
  },
  follow: async (signal, onEvents) => {
    onEvents([mark(NOW + 1_000)])
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  },
  ...more,
})

const options = { groups: 2, from: NOW - 20_000, to: NOW + 12_000, ingestWithinMs: 500, trouble: 0 }
const follow = (feeds: readonly Feed[]) => hostileTail(8, { options, plan: {}, until: NOW + 60_000, feeds })

describe('a feed of a tail', () => {
  it('stands in its place, and is not counted as log events', async () => {
    const { printed, figures, events } = await follow([feed()])
    const marks = printed.filter(({ event }) => event.group === '').map(({ event }) => event.message)
    expect(marks).toEqual(['mark -5000', 'mark -2500', 'mark 1000'])
    expect(figures.events).toBe(events.length)
    expect(printed.length).toBe(events.length + 3)
    for (const { event, late } of printed.filter((line) => line.event.group === '' && line.at < NOW))
      expect(late, event.message).toBe(false)
    const onTime = printed.filter(({ late }) => !late)
    expect(onTime.every(({ at }, n) => n === 0 || at >= onTime[n - 1]!.at)).toBe(true)
  })

  it.each([
    [
      'history',
      feed({
        // biome-ignore lint/correctness/useYield: it fails before it could.
        history: async function* () {
          throw new Error('broken')
        },
        follow: async () => {
          throw new Error('must not be followed')
        },
      }),
    ],
    [
      'following',
      feed({
        follow: async () => {
          throw new Error('broken')
        },
      }),
    ],
  ])('that fails in its %s is noted once, and the tail goes on', async (_, broken) => {
    const { notes, printed, events } = await follow([broken])
    expect(notes.filter(({ kind }) => kind === 'feed')).toEqual([
      { kind: 'feed', name: 'marks', error: new Error('broken') },
    ])
    expect(printed.filter(({ event }) => event.group !== '').length).toBe(events.length)
  })
})

describe('what stands aside of a merge', () => {
  const pages = async function* (...all: readonly (readonly number[])[]) {
    for (const page of all) yield page.map((at) => ({ ...mark(at), message: 'line' }))
  }
  /** Answers when it is told to; `asked` is when it was begun. */
  const slow = (...times: readonly number[]) => {
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    let asked = false
    const aside = async function* () {
      asked = true
      await answered
      yield times.map(mark)
    }
    return { pages: aside(), answer, asked: () => asked }
  }
  const rest = async (merged: AsyncGenerator<readonly RawLogEvent[]>) => {
    const times: number[] = []
    for await (const run of merged) times.push(...run.map(({ at }) => at))
    return times
  }

  it('is begun after the first lines, which do not wait for it, and is in its place', async () => {
    const aside = slow(25)
    const merged = mergeByTime([pages([10, 20], [30])], [{ pages: aside.pages, quietUntil: 22 }])
    expect((await merged.next()).value?.map(({ at }: RawLogEvent) => at)).toEqual([10, 20])
    expect(aside.asked()).toBe(false)
    const others = rest(merged)
    await new Promise(setImmediate)
    expect(aside.asked()).toBe(true)
    aside.answer()
    expect(await others).toEqual([25, 30])
  })

  it('is begun at once, and waited for, where it may have something at any time', async () => {
    const aside = slow(5, 15)
    const merged = mergeByTime([pages([10, 20])], [{ pages: aside.pages, quietUntil: null }])
    const times = rest(merged)
    await new Promise(setImmediate)
    expect(aside.asked()).toBe(true)
    aside.answer()
    expect(await times).toEqual([5, 10, 15, 20])
  })

  it('holds nobody who leaves early', async () => {
    const aside = slow(25)
    const merged = mergeByTime([pages([10], [20], [30])], [{ pages: aside.pages, quietUntil: 22 }])
    await merged.next()
    await merged.return(undefined)
    expect(await merged.next()).toEqual({ done: true, value: undefined })
  })
})
