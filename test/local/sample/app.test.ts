import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { history } from '../../../src/local/sample/history.ts'
import type { PastInvocation } from '../../../src/local/sample/past-runtime.ts'
import { placeOf } from '../../../src/local/sample/place.ts'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'
import { type Clients, clientsOf } from '../clients.ts'

const at = Date.UTC(2026, 4, 20, 15, 30)
let cloud: RunningCloud
let clients: Clients
beforeAll(async () => {
  cloud = await startCloud({ traffic: false, seed: 3, now: () => at })
  clients = clientsOf(cloud)
})
afterAll(() => cloud.close())

const control = async (path: string, body: object): Promise<number> => {
  const answer = await fetch(`${cloud.endpoint}/_slsops/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cloud.token}` },
    body: JSON.stringify(body),
  })
  return answer.status
}

const invoke = async (name: string, event: unknown) => {
  const Payload = Buffer.from(JSON.stringify(event))
  const answer = await clients.lambda.send(new InvokeCommand({ FunctionName: name, Payload, LogType: 'Tail' }))
  return {
    error: answer.FunctionError,
    payload: JSON.parse(answer.Payload?.transformToString() ?? 'null') as Record<string, unknown>,
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
  }
}

/** Log lines of one invocation with what no two runs share taken out: ids, times, durations, memory. */
const bare = (log: string): string[] =>
  log
    .replace(/INIT_START.*\n/g, '')
    .replace(/"cold_start":(true|false)/g, '')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
    .replace(/1-[0-9a-f]{8}-[0-9a-f]{24}/g, 'TRACE')
    .replace(/\b[0-9a-f]{16}\b/g, 'SPAN')
    .replace(/\bch_[0-9a-f]{8}/g, 'CHARGE')
    .replace(/(Duration|Used): [\d.]+ (ms|MB)/g, '$1: N')
    .replace(/\tInit Duration: N/g, '')
    .replace(/("(?:\w*[dD]urationMs|maxMemoryUsedMB)"):[\d.]+/g, '$1:N')
    .replace(/,"initDurationMs":N/g, '')
    .replace(/\{"time":"TIME","type":"platform.initStart".*?\}\}/g, '')
    .replace(/clicks\/[\d-]+\/\d+/g, 'KEY')
    .split('\n')
    // Lines of JSON are one string each in a log tail, with a line's end only where the function wrote one.
    .filter((line) => line !== '')

describe('the sample app in the cloud', () => {
  it('holds the end of its story in queue and table', async () => {
    const place = placeOf(cloud.stackStore.get('orders')!)
    const story = await history(3, at - 86_400_000, at, place)
    const scanned = await clients.dynamodb.send(new ScanCommand({ TableName: 'orders', Select: 'COUNT' }))
    expect(scanned.Count).toBe(story.orders.size)

    const QueueUrl = `${cloud.endpoint}/123456789012/fulfilment-dlq`
    const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
    expect(Number(Attributes?.['ApproximateNumberOfMessages'])).toBe(story.dead.length)
    const received = new Map<string, Record<string, string> | undefined>()
    for (let round = 0; round < story.dead.length; round += 10) {
      const { Messages = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
      )
      for (const { MessageId = '', Attributes: attributes } of Messages) received.set(MessageId, attributes)
    }
    expect(new Set(received.keys())).toEqual(new Set(story.dead.map(({ messageId }) => messageId)))
    for (const { messageId, sentAt } of story.dead)
      expect(received.get(messageId)).toMatchObject({ SentTimestamp: String(sentAt), ApproximateReceiveCount: '4' })
  })

  it('writes the lines of its history once more when its real handlers run in their threads', async () => {
    const place = placeOf(cloud.stackStore.get('orders')!)
    const past: PastInvocation[] = []
    await history(3, at - 86_400_000, at, place, (one) => past.push(one))
    const late = past.filter(
      ({ invocation }) => invocation.start > at - 43_000_000 && invocation.outcome.kind !== 'timeout',
    )
    const chosen = Object.keys(place.functions).flatMap((name) =>
      late.filter(({ invocation }) => invocation.fn.logicalId === name).slice(0, 6),
    )
    const declined = late.filter(({ invocation }) => JSON.stringify(invocation.outcome).includes('PaymentDeclined'))
    const wrapped = late.filter(({ invocation }) => JSON.stringify(invocation.outcome).includes('wrapGift'))
    expect([chosen.length, declined.length > 0, wrapped.length > 0]).toEqual([30, true, true])
    for (const { invocation, event } of [...chosen, ...declined.slice(0, 1), ...wrapped.slice(0, 2)]) {
      const group = invocation.fn.logGroup
      const told = await clients.logs.send(
        new FilterLogEventsCommand({
          logGroupName: group,
          logStreamNames: [invocation.stream],
          filterPattern: `"${invocation.requestId}"`,
        }),
      )
      const before = bare((told.events ?? []).map(({ message = '' }) => message.replace(/\n?$/, '\n')).join('')).join(
        '\n',
      )
      expect(before).toContain('UUID')
      const again = await invoke(invocation.fn.name, event)
      // Lines that carry their request id only in text of their own (XRAY is part of REPORT) are all there.
      expect(bare(again.log).join('\n')).toBe(before)
    }
  })

  it('is mended by the switch, as by a deploy, and broken again', async () => {
    const order = { orderId: 'o-1', customer: 'c-1', items: [{ sku: 'mug', quantity: 1, cents: 5 }], gift: true }
    const event = { Records: [{ body: JSON.stringify({ Message: JSON.stringify(order) }) }] }
    expect(await invoke('orders-FulfilOrder', event)).toMatchObject({
      error: 'Unhandled',
      payload: { errorType: 'TypeError', errorMessage: "Cannot read properties of undefined (reading 'wrap')" },
    })
    expect(await control('set', { name: 'bug', value: 'off' })).toBe(200)
    expect((await invoke('orders-FulfilOrder', event)).error).toBeUndefined()
    expect(cloud.stackStore.get('orders')?.status).toBe('UPDATE_COMPLETE')
    expect(await control('set', { name: 'bug', value: 'maybe' })).toBe(400)
    expect(await control('set', { name: 'bug', value: 'on' })).toBe(200)
    expect((await invoke('orders-FulfilOrder', event)).error).toBe('Unhandled')
  })

  it('goes back to its beginning on reset', async () => {
    const order = { orderId: 'o-reset', items: [{ sku: 'mug', quantity: 1, cents: 5 }] }
    await invoke('orders-CreateOrder', order)
    const item = () =>
      clients.dynamodb.send(new GetItemCommand({ TableName: 'orders', Key: { orderId: { S: 'o-reset' } } }))
    expect((await item()).Item).toBeDefined()
    expect(await control('reset', {})).toBe(200)
    expect((await item()).Item).toBeUndefined()
  })
})

it('lives: orders come in, are fulfilled, and gifts fail in the open', async () => {
  const living = await startCloud({ seed: 5 })
  const { logs } = clientsOf(living)
  const since = Date.now()
  const seen = async (logGroupName: string, filterPattern: string) => {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime: since, filterPattern }))
    expect(events).not.toEqual([])
  }
  try {
    await vi.waitFor(() => seen('/aws/lambda/orders-FulfilOrder', 'shipped'), { timeout: 15_000, interval: 200 })
    await seen('/aws/lambda/orders-CreateOrder', '{ $.message = "order accepted" }')
    await seen('/aws/apigateway/orders-api', '{ $.status = "201" }')
  } finally {
    await living.close()
  }
})
