import type { OutgoingMessage, QueueMessage } from '../../src/domain/sqs/message.ts'

interface Held {
  message: Omit<QueueMessage, 'receiptHandle'>
  handle: string | null
  visibleAt: number
}

const REMEMBERED_MS = 5 * 60_000

/** A queue as SQS is one: receipts hide, a FIFO queue keeps the order of its groups and takes a deduplication id once in five minutes. */
export class FakeQueue {
  readonly fifo: boolean
  private readonly name: string
  private readonly now: () => number
  private readonly held: Held[] = []
  private readonly taken = new Map<string, { at: number; id: string }>()
  private number = 0
  /** Every message that was ever taken in, in order. */
  readonly accepted: OutgoingMessage[] = []

  constructor(name: string, fifo: boolean, now: () => number) {
    this.name = name
    this.fifo = fifo
    this.now = now
  }

  put(message: OutgoingMessage): string {
    const key = message.deduplicationId
    const known = this.fifo && key !== null ? this.taken.get(key) : undefined
    if (known && this.now() - known.at < REMEMBERED_MS) return known.id
    const id = `${this.name}-${this.number++}`
    if (this.fifo && key !== null) this.taken.set(key, { at: this.now(), id })
    this.accepted.push(message)
    this.held.push({
      message: {
        messageId: id,
        body: message.body,
        attributes: message.attributes,
        system: {
          SentTimestamp: String(this.now()),
          ...(message.traceHeader === null ? {} : { AWSTraceHeader: message.traceHeader }),
          ...(message.groupId === null ? {} : { MessageGroupId: message.groupId }),
          ...(key === null ? {} : { MessageDeduplicationId: key }),
        },
      },
      handle: null,
      visibleAt: 0,
    })
    return id
  }

  receive({ count, visibilitySeconds }: { count: number; visibilitySeconds: number }): QueueMessage[] {
    const out: QueueMessage[] = []
    const blocked = new Set(
      this.held
        .filter(({ visibleAt }) => visibleAt > this.now())
        .flatMap(({ message }) => (this.fifo ? (message.system['MessageGroupId'] ?? []) : [])),
    )
    for (const one of this.held) {
      const group = one.message.system['MessageGroupId']
      if (out.length >= count) break
      if (one.visibleAt > this.now() || (group !== undefined && blocked.has(group))) continue
      one.handle = `handle-${this.number++}`
      one.visibleAt = this.now() + visibilitySeconds * 1000
      out.push({ ...one.message, receiptHandle: one.handle })
    }
    return out
  }

  /** How many were refused. */
  giveBack(handles: readonly string[]): number {
    let refused = 0
    for (const handle of handles) {
      const one = this.held.find((each) => each.handle === handle && each.visibleAt > this.now())
      if (one) one.visibleAt = 0
      else refused++
    }
    return refused
  }

  remove(handle: string): void {
    const at = this.held.findIndex((each) => each.handle === handle)
    if (at >= 0) this.held.splice(at, 1)
  }

  get inFlight(): number {
    return this.held.filter(({ visibleAt }) => visibleAt > this.now()).length
  }

  get size(): number {
    return this.held.length
  }
}
