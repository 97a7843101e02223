import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gather, type Task } from '../../../src/usecases/traces/gather.ts'

const { signal } = new AbortController()
const tick = () => new Promise<void>((go) => setImmediate(go))

describe('what several tasks find', () => {
  it('comes whole, whatever the number of tasks, items and places', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(150), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (counts, limit, lazily) => {
          let [running, most] = [0, 0]
          const tasks = counts.map(
            (count, task): Task<string> =>
              async (emit) => {
                most = Math.max(most, ++running)
                for (let at = 0; at < count; at++) await emit(`${task}.${at}`)
                running--
              },
          )
          async function* later() {
            for (const task of tasks) {
              await Promise.resolve()
              yield task
            }
          }
          const found = new Set<string>()
          for await (const item of gather(lazily ? later : tasks, limit, signal)) found.add(item)
          expect(found.size).toBe(counts.reduce((sum, count) => sum + count, 0))
          expect(most).toBeLessThanOrEqual(limit)
        },
      ),
      { numRuns: 40 },
    ))

  it('a failure ends the others, after what had come before', async () => {
    let stopped = false
    const tasks: Task<number>[] = [
      async (emit) => {
        await emit(1)
        throw new Error('no')
      },
      (_, stop) =>
        new Promise((go) => {
          stop.addEventListener('abort', () => {
            stopped = true
            go()
          })
        }),
    ]
    const found: number[] = []
    await expect(
      (async () => {
        for await (const item of gather(tasks, 2, signal)) found.push(item)
      })(),
    ).rejects.toThrow('no')
    expect(found).toEqual([1])
    expect(stopped).toBe(true)
  })

  it('who leaves ends the tasks, and so does the signal', async () => {
    const stops: AbortSignal[] = []
    const forever: Task<number> = async (emit, stop) => {
      stops.push(stop)
      for (let n = 0; ; n++) await emit(n)
    }
    for await (const _ of gather([forever], 1, signal)) break
    expect(stops[0]!.aborted).toBe(true)
    const own = new AbortController()
    const reading = (async () => {
      for await (const _ of gather<number>([() => new Promise(() => {})], 1, own.signal)) expect.unreachable()
    })()
    await tick()
    own.abort(new Error('Ctrl-C'))
    await expect(reading).rejects.toThrow('Ctrl-C')
  })

  it('makes tasks wait for a reader that is slow', async () => {
    let emitted = 0
    const task: Task<number> = async (emit) => {
      for (; emitted < 1000; emitted++) await emit(emitted)
    }
    const reader = gather([task], 1, signal)
    await reader.next()
    for (let n = 0; n < 20; n++) await tick()
    expect(emitted).toBeLessThan(200)
    let rest = 1
    for await (const _ of reader) rest++
    expect(rest).toBe(1000)
  })
})
