import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Story } from '../../../src/local/sample/history.ts'
import { paymentLogGroup } from '../../../src/local/sample/template/resources.ts'
import { nodesOf } from '../../../src/local/xray/processed.ts'
import { from, to, told } from './story.ts'

const { story, invocations } = await told(7)
const documents = story.documents()

const digest = (told: Story): string =>
  createHash('sha256')
    .update(
      JSON.stringify([told, told.documents()], (_, inner: unknown) => (inner instanceof Map ? [...inner] : inner)),
    )
    .digest('hex')

/** Step Functions repeats what a function answered, request id included, in a log of its own. */
const linesOf = (requestId: string) =>
  story.lines.filter(({ group, message }) => group !== paymentLogGroup && message.includes(requestId))
const orderIn = (value: unknown): string | undefined => /o-\d+/.exec(JSON.stringify(value))?.[0]

describe('history of the sample app', () => {
  it('is the same story for the same seed, and another for another', async () => {
    const again = await told(7)
    const other = await told(8)
    expect(digest(again.story)).toBe(digest(story))
    expect(digest(other.story)).not.toBe(digest(story))
  })

  it('lies within its time, in order', () => {
    const times = story.lines.map(({ timestamp }) => timestamp)
    expect(times.length).toBeGreaterThan(5000)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(from)
    expect(Math.max(...times)).toBeLessThanOrEqual(to)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  it('has log lines, a trace and a state of the table or queue that agree, for any request', () => {
    const any = fc.integer({ min: 0, max: invocations.length - 1 })
    fc.assert(
      fc.property(any, (index) => {
        const { invocation, event } = invocations[index]!
        const { requestId, fn, outcome, trace, ids } = invocation
        const lines = linesOf(requestId)
        expect(new Set(lines.map(({ group }) => group))).toEqual(new Set([fn.logGroup]))
        const text = lines.map(({ message }) => message).join('')
        expect(text).toContain(fn.logFormat === 'JSON' ? '"platform.start"' : `START RequestId: ${requestId}`)
        expect(text).toContain(fn.logFormat === 'JSON' ? '"platform.report"' : `REPORT RequestId: ${requestId}`)
        expect(text).toContain(fn.logFormat === 'JSON' ? `Root=${trace.traceId}` : `XRAY TraceId: ${trace.traceId}`)

        const traced = documents.filter((one) => one.trace_id === trace.traceId)
        const service = traced.find(({ id }) => id === ids.service)
        const own = traced.find(({ parent_id }) => parent_id === ids.service)
        expect(service).toMatchObject({ origin: 'AWS::Lambda', aws: { request_id: requestId } })
        expect(own).toMatchObject({ origin: 'AWS::Lambda::Function', id: ids.fn })
        expect(own?.['fault'] === true).toBe(outcome.kind !== 'success')
        if (trace.parentId !== null) expect(JSON.stringify(traced)).toContain(`"id":"${trace.parentId}"`)

        const orderId = orderIn(event)
        const item = orderId === undefined ? undefined : story.orders.get(orderId)
        const left = [...story.dead, ...story.waiting].filter(({ body }) => orderIn(body) === orderId)
        if (fn.logicalId === 'FulfilOrder') {
          if (outcome.kind === 'success') expect(item).toMatchObject({ status: { S: 'SHIPPED' } })
          else expect(left).toHaveLength(1)
        }
        if (fn.logicalId === 'ChargeCard') expect(item?.['payment'] !== undefined).toBe(outcome.kind === 'success')
        if (fn.logicalId === 'CreateOrder') {
          const taken = JSON.stringify(outcome).includes('"statusCode":201')
          expect(item !== undefined).toBe(taken)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('brings the bug with the deploy in its middle, and fills the dead-letter queue with gifts', () => {
    const bugs = story.lines.filter(({ message }) => message.includes("reading 'wrap'"))
    expect(story.deployAt).toBe((from + to) / 2)
    expect(bugs.length).toBeGreaterThan(30)
    expect(Math.min(...bugs.map(({ timestamp }) => timestamp))).toBeGreaterThan(story.deployAt)
    expect(story.dead.length).toBeGreaterThan(10)
    for (const { body, receiveCount, sentAt, messageId } of story.dead) {
      expect(body).toContain('\\"gift\\":true')
      expect(receiveCount).toBe(3)
      expect(sentAt).toBeGreaterThan(story.deployAt)
      const tries = invocations.filter(({ event }) => JSON.stringify(event).includes(messageId))
      expect(tries.map(({ invocation }) => invocation.outcome.kind)).toEqual(['error', 'error', 'error'])
    }
    const gifts = invocations.filter(
      ({ invocation, event }) =>
        invocation.fn.logicalId === 'FulfilOrder' &&
        invocation.start < story.deployAt &&
        JSON.stringify(event).includes('gift\\\\\\":true'),
    )
    expect(gifts.length).toBeGreaterThan(0)
    expect(gifts.every(({ invocation }) => invocation.outcome.kind === 'success')).toBe(true)
  })

  it('has the failures, cold starts and shared groups that real apps have', async () => {
    const many = await Promise.all([1, 2, 3].map(told))
    const all = [...invocations, ...many.flatMap((one) => one.invocations)].map(({ invocation }) => invocation)
    const text = [story, ...many.map((one) => one.story)].flatMap(({ lines }) => lines.map(({ message }) => message))
    expect(text.some((message) => message.includes('"errorType":"PaymentDeclined"'))).toBe(true)
    expect(text.some((message) => /Task timed out after 3\.00 seconds\n/.test(message))).toBe(true)
    expect(text.some((message) => /Duration: 3000\.00 ms\t.*Status: timeout/.test(message))).toBe(true)
    const cold = all.filter(({ init }) => init !== null)
    expect(cold.length).toBeGreaterThan(5)
    expect(cold.length).toBeLessThan(all.length / 5)
    const shared = new Set(story.lines.filter(({ group }) => group === '/orders/workers').map(({ stream }) => stream))
    expect(
      [...shared].some((stream) => /^\d{4}\/\d\d\/\d\d\/orders-ClickStats\[\$LATEST\][0-9a-f]{32}$/.test(stream)),
    ).toBe(true)
    expect([...shared].some((stream) => /^\d{4}\/\d\d\/\d\d\/orders-RenderInvoice\[\$LATEST\]/.test(stream))).toBe(true)
  })

  it('has spans that lie within the ones that caused them, but for what went before an invocation', () => {
    const spans = documents.flatMap((document) => nodesOf(document))
    const byId = new Map(spans.map((span) => [span.id, span]))
    const pairs = [
      ...documents.flatMap((child) => ({ parent: byId.get(child.parent_id ?? ''), child })),
      ...spans.flatMap((parent) => (parent.subsegments ?? []).map((child) => ({ parent, child }))),
    ].filter(({ child }) => child.name !== 'Initialization')
    const outside = pairs.filter(
      ({ parent, child }) =>
        parent !== undefined && (child.start_time < parent.start_time || child.end_time! > parent.end_time!),
    )
    expect(pairs.length).toBeGreaterThan(5000)
    expect(outside).toEqual([])
  })

  it('links the trace of a fulfilment to the call that published its order', () => {
    const fulfilments = invocations.filter(({ invocation }) => invocation.fn.logicalId === 'FulfilOrder')
    for (const { invocation } of fulfilments.slice(0, 50)) {
      const { link, trace } = invocation
      expect(link?.traceId).not.toBe(trace.traceId)
      const publisher = documents.filter((one) => one.trace_id === link?.traceId)
      expect(JSON.stringify(publisher)).toContain(`"id":"${link?.id}"`)
    }
  })
})
