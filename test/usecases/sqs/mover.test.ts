import { describe, expect, it } from 'vitest'
import { ExitCode, Problem } from '../../../src/domain/problem.ts'
import { type Header, type JournalState, openState, readJournal } from '../../../src/domain/sqs/journal.ts'
import type { OutgoingMessage, QueueMessage } from '../../../src/domain/sqs/message.ts'
import { type Moved, type MoverDoors, move } from '../../../src/usecases/sqs/mover.ts'
import { deduplicationId } from '../../../src/usecases/sqs/redrive.ts'
import { FakeQueue } from '../../support/fake-queue.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const start = Date.UTC(2026, 4, 20, 12)

/** mulberry32 */
const randomOf = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const letter = (n: number, fifo: boolean): OutgoingMessage => ({
  body: `{"n":${n},"text":"ü\u2028\ud83d\ude00 \\u0000"}`,
  attributes: {
    kind: { type: 'String', value: `k-${n}` },
    raw: { type: 'Binary.gz', value: Buffer.from([0, 255, n]).toString('base64') },
    weight: { type: 'Number.float', value: '1.50' },
  },
  traceHeader: `Root=1-6b49d2a9-${String(n).padStart(24, '0')};Parent=53995c3f42cd8ad8;Sampled=1`,
  groupId: fifo ? `g-${n % 3}` : null,
  deduplicationId: fifo ? `first-${n}` : null,
  delaySeconds: null,
})

const header = (fifo: boolean, more: Partial<Header> = {}): Header => ({
  ...{ type: 'redrive', version: 1, id: 'redrive-1', at: new Date(start).toISOString(), source: 'dlq', to: 'orders' },
  ...{ fifo, where: null, limit: null, only: null, backup: 'backup' },
  ...more,
})

/** The process was killed: nothing of it runs any more. */
class Killed extends Error {}

interface World {
  readonly clock: VirtualClock
  readonly source: FakeQueue
  readonly target: FakeQueue
  journal: string
  readonly backup: QueueMessage[]
}

const world = (fifo: boolean, count: number): World => {
  const clock = new VirtualClock(start)
  const source = new FakeQueue('dead', fifo, () => clock.now())
  for (let n = 0; n < count; n++) source.put(letter(n, fifo))
  return { clock, source, target: new FakeQueue('moved', fifo, () => clock.now()), journal: '', backup: [] }
}

/** Steps of the world; the step with the given number is killed: before it is taken, or after it and before anybody hears of it. */
const doorsOf = (w: World, killAt: number, after: boolean): MoverDoors => {
  let step = 0
  let dead = false
  const stepped = async <T>(take: () => T): Promise<T> => {
    if (dead) throw new Killed()
    const mine = step++
    if (mine === killAt && !after) dead = true
    if (dead) throw new Killed()
    const result = take()
    if (mine === killAt) {
      dead = true
      throw new Killed()
    }
    return result
  }
  return {
    receive: (asked) => stepped(() => w.source.receive(asked)),
    giveBack: (handles) => stepped(() => w.source.giveBack(handles)),
    send: (message) => stepped(() => w.target.put(message)),
    remove: (handle) => stepped(() => w.source.remove(handle)),
    backup: (messages) => stepped(() => void w.backup.push(...messages)),
    journal: (line) =>
      stepped(() => {
        w.journal += `${JSON.stringify(line)}\n`
      }),
    inFlight: () => stepped(() => w.source.inFlight),
    clock: w.clock,
  }
}

const run = (
  w: World,
  state: JournalState,
  doors: MoverDoors,
  more: Partial<Parameters<typeof move>[0]> = {},
): Promise<Moved> =>
  w.clock.run(
    move({
      ...{
        state,
        resumed: state.steps.size > 0 || w.journal.split('\n').length > 2,
        where: () => true,
        limit: null,
        rate: 50,
      },
      deduplicationId: (id) => deduplicationId(state.header.id, id),
      signal: new AbortController().signal,
      doors,
      ...more,
    }),
  )

const begun = (w: World, head: Header): JournalState => {
  w.journal = `${JSON.stringify(head)}\n`
  return openState(head)
}

const bodies = (queue: FakeQueue): string[] => queue.accepted.map(({ body }) => body)

/** Kills it up to five times at random steps, goes on each time, and gives how often it was killed. */
const stormy = async (w: World, fifo: boolean, seed: number): Promise<number> => {
  const random = randomOf(seed)
  let state = begun(w, header(fifo))
  let kills = 0
  for (;;) {
    const last = kills >= 5
    const doors = doorsOf(w, last ? -1 : Math.floor(random() * 90), random() < 0.5)
    try {
      await run(w, state, doors, { resumed: kills > 0 })
      return kills
    } catch (error) {
      if (!(error instanceof Killed)) throw error
      kills++
      // A kill may tear the line that is being written.
      const torn = random() < 0.3 ? `${w.journal}{"type":"int` : w.journal
      state = readJournal(torn)
      w.clock.jump(0)
    }
  }
}

describe('a mover that is killed at any step, and gone on with', () => {
  const seeds = Array.from({ length: 60 }, (_, n) => n + 1)

  it('loses none and doubles none in a FIFO queue, keeps the order of groups, and every byte', async () => {
    let kills = 0
    for (const seed of seeds) {
      const w = world(true, 12)
      const before = w.source.accepted.map((one) => one)
      kills += await stormy(w, true, seed)
      expect(w.source.size, `seed ${seed}`).toBe(0)
      expect(bodies(w.target).sort(), `seed ${seed}`).toEqual(before.map(({ body }) => body).sort())
      for (const group of ['g-0', 'g-1', 'g-2']) {
        const of = (all: readonly OutgoingMessage[]) =>
          all.filter(({ groupId }) => groupId === group).map(({ body }) => body)
        expect(of(w.target.accepted), `seed ${seed}`).toEqual(of(before))
      }
      for (const sent of w.target.accepted) {
        const { deduplicationId: _, ...own } = before.find(({ body }) => body === sent.body)!
        expect(sent).toMatchObject(own)
      }
      expect(readJournal(w.journal).doubts).toEqual(new Set())
    }
    expect(kills).toBeGreaterThan(60)
  })

  it('loses none in a standard queue, and doubles at most one a kill, which the journal names', async () => {
    let doubled = 0
    for (const seed of seeds) {
      const w = world(false, 12)
      const before = w.source.accepted.map((one) => one)
      const kills = await stormy(w, false, seed)
      expect(w.source.size, `seed ${seed}`).toBe(0)
      expect(new Set(bodies(w.target)), `seed ${seed}`).toEqual(new Set(before.map(({ body }) => body)))
      const extra = w.target.accepted.length - before.length
      expect(extra, `seed ${seed}`).toBeLessThanOrEqual(kills)
      const { doubts } = readJournal(w.journal)
      const twice = bodies(w.target).filter((body, at, all) => all.indexOf(body) !== at)
      const idOf = (body: string) => w.backup.find((one) => one.body === body)!.messageId
      for (const body of twice) expect(doubts, `seed ${seed}`).toContain(idOf(body))
      doubled += extra
      for (const sent of w.target.accepted) expect(before).toContainEqual(sent)
    }
    // The storm did reach the one step where nobody can know.
    expect(doubled).toBeGreaterThan(0)
  })

  it('has saved every message before it touched it', async () => {
    const w = world(false, 7)
    await run(w, begun(w, header(false)), doorsOf(w, -1, false))
    expect(new Set(w.backup.map(({ body }) => body))).toEqual(new Set(w.source.accepted.map(({ body }) => body)))
  })
})

describe('a mover', () => {
  it('stops at its limit and gives back what it holds', async () => {
    const w = world(false, 9)
    const moved = await run(w, begun(w, header(false)), doorsOf(w, -1, false), { limit: 4 })
    expect(moved).toMatchObject({ moved: 4, stopped: false })
    expect([w.target.size, w.source.size, w.source.inFlight]).toEqual([4, 5, 0])
  })

  it('moves only what is asked for, and gives the others back', async () => {
    const w = world(false, 9)
    const where = ({ body }: QueueMessage) => /"n":[246]/.test(body)
    const moved = await run(w, begun(w, header(false)), doorsOf(w, -1, false), { where })
    expect(moved).toMatchObject({ moved: 3, others: 6 })
    expect([w.source.size, w.source.inFlight]).toEqual([6, 0])
  })

  it('does not move again what comes back from its consumer', async () => {
    const w = world(false, 3)
    const doors = doorsOf(w, -1, false)
    const back: MoverDoors = {
      ...doors,
      send: async (message) => {
        const id = await doors.send(message)
        // It fails at once: SQS puts it back, under its id.
        w.source.put(message)
        ;(w.source as unknown as { held: { message: { messageId: string } }[] }).held.at(-1)!.message.messageId = id
        return id
      },
    }
    const moved = await run(w, begun(w, header(false)), back)
    expect(moved).toMatchObject({ moved: 3, cameBack: 3 })
    expect(w.target.accepted).toHaveLength(3)
  })

  it('keeps its pace', async () => {
    const w = world(false, 20)
    await run(w, begun(w, header(false)), doorsOf(w, -1, false), { rate: 2 })
    expect(w.target.accepted).toHaveLength(20)
    expect(w.clock.now() - start).toBeGreaterThanOrEqual(9_500)
  })

  it('stops between two messages when it is interrupted', async () => {
    const w = world(false, 9)
    const stop = new AbortController()
    const doors = doorsOf(w, -1, false)
    const counted: MoverDoors = {
      ...doors,
      send: async (message) => {
        const id = await doors.send(message)
        if (w.target.accepted.length === 3) stop.abort(new Error('Ctrl-C'))
        return id
      },
    }
    const moved = await run(w, begun(w, header(false)), counted, { signal: stop.signal })
    expect(moved).toMatchObject({ moved: 3, stopped: true })
    expect([w.target.accepted.length, w.source.size, w.source.inFlight]).toEqual([3, 6, 0])
    expect(w.journal).not.toContain('"done"')
  })

  it('ends where SQS refuses, with the message still there and the journal saying so', async () => {
    const w = world(false, 3)
    const refused = new Problem('AccessDenied', 'Not allowed to call sqs:SendMessage', { action: 'sqs:SendMessage' })
    const doors = { ...doorsOf(w, -1, false), send: () => Promise.reject(refused) }
    await expect(run(w, begun(w, header(false)), doors)).rejects.toBe(refused)
    expect([w.source.size, w.source.inFlight]).toEqual([3, 0])
    expect(w.journal).toContain('"refused"')
  })

  it('leaves a send without an answer for --resume, and never deletes it', async () => {
    const w = world(false, 3)
    const broken = new Problem('NetworkError', 'the connection broke', { exit: ExitCode.unknown })
    const doors = { ...doorsOf(w, -1, false), send: () => Promise.reject(broken) }
    await expect(run(w, begun(w, header(false)), doors)).rejects.toMatchObject({ code: 'SendUnanswered' })
    expect(w.source.size).toBe(3)
    const moved = await run(w, readJournal(w.journal), doorsOf(w, -1, false), { resumed: true })
    expect(moved.moved).toBe(3)
    expect(moved.doubts).toHaveLength(1)
  })

  it('deletes without sending where there is no destination', async () => {
    const w = world(false, 4)
    const moved = await run(w, begun(w, header(false, { to: null })), doorsOf(w, -1, false))
    expect(moved.moved).toBe(4)
    expect([w.source.size, w.target.accepted.length, w.backup.length]).toEqual([0, 0, 4])
  })
})
