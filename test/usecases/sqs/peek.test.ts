import { describe, expect, it } from 'vitest'
import type { QueueMessage } from '../../../src/domain/sqs/message.ts'
import { type PeekDoors, peek } from '../../../src/usecases/sqs/peek.ts'
import { FakeQueue } from '../../support/fake-queue.ts'

const queueOf = (count: number, fifo = false): FakeQueue => {
  const queue = new FakeQueue('q', fifo, () => 1_000_000)
  for (let n = 0; n < count; n++) {
    queue.put({
      ...{ body: `m-${n}`, attributes: {}, traceHeader: null, delaySeconds: null },
      groupId: fifo ? 'g' : null,
      deduplicationId: null,
    })
  }
  return queue
}

const doorsOf = (queue: FakeQueue, receipts = 1): PeekDoors => ({
  receive: async (asked) =>
    queue
      .receive(asked)
      .map((one) => ({ ...one, system: { ...one.system, ApproximateReceiveCount: String(receipts) } })),
  giveBack: async (handles) => queue.giveBack(handles),
})

const all = { queue: { redrive: null }, where: () => true, limit: 100, signal: new AbortController().signal }

describe('a look at a queue', () => {
  it('sees every message once, and gives all of them back', async () => {
    const queue = queueOf(23)
    const seen = await peek({ ...all, doors: doorsOf(queue) })
    expect(seen.messages.map(({ body }) => body)).toEqual(Array.from({ length: 23 }, (_, n) => `m-${n}`))
    expect(seen).toMatchObject({ seen: 23, restored: true, nearLimit: false })
    expect([queue.size, queue.inFlight]).toEqual([23, 0])
  })

  it('goes on past messages that do not fit', async () => {
    const queue = queueOf(23)
    const where = ({ body }: QueueMessage) => body.endsWith('2')
    const seen = await peek({ ...all, where, limit: 2, doors: doorsOf(queue) })
    expect(seen.messages.map(({ body }) => body)).toEqual(['m-2', 'm-12'])
    expect(queue.inFlight).toBe(0)
  })

  it('gives back what it holds when it is stopped, and when SQS fails', async () => {
    const queue = queueOf(23)
    const stop = new AbortController()
    const doors = doorsOf(queue)
    const stopping = {
      ...doors,
      receive: async (asked: Parameters<PeekDoors['receive']>[0]) => {
        stop.abort(new Error('Ctrl-C'))
        return doors.receive(asked)
      },
    }
    await expect(peek({ ...all, signal: stop.signal, doors: stopping })).rejects.toThrow('Ctrl-C')
    expect(queue.inFlight).toBe(0)
    let calls = 0
    const failing = {
      ...doors,
      receive: async (asked: Parameters<PeekDoors['receive']>[0]) => {
        if (calls++ > 0) throw new Error('500')
        return doors.receive(asked)
      },
    }
    await expect(peek({ ...all, doors: failing })).rejects.toThrow('500')
    expect(queue.inFlight).toBe(0)
  })

  it('ends at the first message that one more receipt would move', async () => {
    const queue = queueOf(23)
    const redrive = { dlqArn: 'arn:aws:sqs:eu-west-1:123456789012:dead', maxReceiveCount: 3 }
    const seen = await peek({ ...all, queue: { redrive }, doors: doorsOf(queue, 2) })
    expect(seen).toMatchObject({ seen: 10, nearLimit: true })
    expect(queue.inFlight).toBe(0)
  })

  it('says so where a message could not be given back', async () => {
    const queue = queueOf(3)
    const seen = await peek({ ...all, doors: { ...doorsOf(queue), giveBack: async () => 1 } })
    expect(seen.restored).toBe(false)
  })
})
