import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJournal } from '../../src/domain/sqs/journal.ts'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { type DemoServer, demoServer } from '../support/demo-server.ts'
import { json, type Ran, slsops } from '../support/run-slsops.ts'

const stateHome = (): string => mkdtempSync(join(tmpdir(), 'slsops-sqs-'))
const sdk = (env: Readonly<Record<string, string>>) => ({
  endpoint: env['AWS_ENDPOINT_URL']!,
  region: env['AWS_REGION'] ?? 'eu-west-1',
  credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? 'x', secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? 'x' },
})
const signature = "TypeError: Cannot read properties of undefined (reading '<*>') at wrapGift (fulfil.ts)"

describe('the gift orders', { timeout: 120_000 }, () => {
  // The state folder is this file's own: what is attached to is the cloud that is started here.
  const env = { SLSOPS_DEMO: '' }
  let demo: DemoServer | undefined
  afterAll(() => demo?.stop())
  const run = (...words: string[]): Promise<Ran> => slsops([...words, '--demo'], { env })

  it('die, are explained, tried, fixed and redriven: each is fulfilled, exactly once', async () => {
    demo = await demoServer()
    const db = new DynamoDBClient(sdk(demo.env))
    const first = await run('sqs', 'triage', '--json')
    expect(first.code, first.stderr).toBe(0)
    const before = json(first)
    expect(before).toMatchObject({
      schema: 'slsops.triage/1',
      queue: { name: 'fulfilment-dlq', dlqFor: ['fulfilment'] },
      consumers: ['FulfilOrder'],
      action: null,
    })
    expect(before.groups[0]).toMatchObject({
      signature,
      errorType: 'TypeError',
      new: true,
      frame: { path: 'fulfil.ts', line: 41 },
      example: { function: 'FulfilOrder' },
    })
    expect(before.groups[0].count).toBeGreaterThan(20)
    expect(before.groups[0].example.stack).toContain('wrapGift')
    const orders = before.groups.flatMap(({ messageIds }: { messageIds: string[] }) => messageIds)
    expect(orders).toHaveLength(before.received)

    const canary = ['sqs', 'triage', '--group', 'TypeError', '--canary', '--yes', '--json']
    const failed = await run(...canary)
    expect(failed.code, failed.stderr).toBe(1)
    expect(json(failed).action).toMatchObject({ kind: 'canary', outcome: 'failed', function: 'FulfilOrder' })
    expect(json(failed).action.error).toContain("reading 'wrap'")

    expect((await slsops(['demo', 'set', 'bug=off'], { env })).code).toBe(0)
    const good = await run(...canary)
    expect(good.code, `${good.stderr}${JSON.stringify(json(good).action)}`).toBe(0)
    expect(json(good).action).toMatchObject({ outcome: 'succeeded', function: 'FulfilOrder', error: null })

    const peeked = json(await run('sqs', 'peek', 'fulfilment-dlq', '--limit', '1000', '--json'))
    const ids: string[] = peeked.messages.map(
      (one: { decoded: { value: { message: { orderId: string } } } }) => one.decoded.value.message.orderId,
    )
    const moved = json(await run('sqs', 'redrive', '--rate', '100', '--yes', '--json'))
    expect(moved).toMatchObject({ schema: 'slsops.sqs-redrive/1', moved: ids.length, doubts: [], stopped: false })
    const empty = async () => {
      const { queues } = json(await run('sqs', 'queues', '--json'))
      return queues.every(
        (one: { visible: number; inFlight: number; name: string }) =>
          one.name !== 'fulfilment-dlq' || one.visible + one.inFlight === 0,
      )
    }
    expect(await empty()).toBe(true)
    const shippedAt = async (orderId: string): Promise<string | undefined> => {
      const { Item } = await db.send(new GetItemCommand({ TableName: 'orders', Key: { orderId: { S: orderId } } }))
      return Item?.['status']?.S === 'SHIPPED' ? Item['shippedAt']?.S : undefined
    }
    const times = new Map<string, string>()
    for (const id of ids) {
      for (let n = 0; n < 150 && !times.has(id); n++) {
        const at = await shippedAt(id)
        if (at !== undefined) times.set(id, at)
        else await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    expect(times.size).toBe(ids.length)
    // Once: the log of the consumer has one line for each that shipped it, as soon as the last has reached the log.
    const shipments = async (): Promise<Map<string, number>> => {
      const { stdout } = await run('tail', 'FulfilOrder', '--since', '5m', '--no-follow', '-o', 'raw')
      return new Map(ids.map((id) => [id, stdout.split(`shipped  orderId=${id}\n`).length - 1]))
    }
    let counts = await shipments()
    for (let n = 0; n < 10 && [...counts.values()].includes(0); n++) counts = await shipments()
    expect([...counts].filter(([, count]) => count !== 1)).toEqual([])
    for (const id of ids) expect(await shippedAt(id), id).toBe(times.get(id))
    const { Items = [] } = await db.send(new ScanCommand({ TableName: 'orders', ProjectionExpression: 'orderId' }))
    expect(new Set(Items.map(({ orderId }) => orderId?.S)).size).toBe(Items.length)
    expect(json(await run('sqs', 'triage', '--json')).groups).toEqual([])
  })
})

describe('on a still story', { timeout: 120_000 }, () => {
  let cloud: RunningCloud
  let sqs: SQSClient
  beforeAll(async () => {
    cloud = await startCloud({ traffic: false, seed: 3 })
    sqs = new SQSClient(sdk(cloud.env))
  })
  afterAll(() => cloud.close())
  const home = stateHome()
  const run = (
    words: readonly string[],
    more: Readonly<Record<string, string>> = {},
    input?: string,
    started?: (child: ChildProcess) => void,
  ): Promise<Ran> =>
    slsops([...words, '--stack', 'orders'], {
      env: { ...cloud.env, XDG_STATE_HOME: home, ...more },
      ...(input === undefined ? {} : { input }),
      ...(started === undefined ? {} : { started }),
    })
  const depth = async (name: string): Promise<number> => {
    const asked = new GetQueueAttributesCommand({
      QueueUrl: `${cloud.endpoint}/123456789012/${name}`,
      AttributeNames: ['All'],
    })
    const { Attributes } = await sqs.send(asked)
    return (
      Number(Attributes?.['ApproximateNumberOfMessages']) +
      Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'])
    )
  }

  it.each([
    [['sqs', 'redrive'], /--yes says yes/],
    [['sqs', 'redrive', '--server-side'], /--yes says yes/],
    [['sqs', 'send', 'fulfilment', 'hello'], /--yes says yes/],
    [['sqs', 'purge', 'fulfilment-dlq', '--yes'], /--confirm fulfilment-dlq says yes/],
    [['sqs', 'triage', '--group', '1', '--redrive'], /--yes says yes/],
    [['sqs', 'triage', '--group', '1', '--canary'], /--yes says yes/],
    [['sqs', 'triage', '--group', '1', '--delete'], /--yes says yes/],
    [['sqs', 'redrive', '--yes', '--read-only'], /--read-only is set/],
  ])('%s is refused where nobody said yes, and nothing was sent', async (words, said) => {
    const [dead, waiting] = [await depth('fulfilment-dlq'), await depth('fulfilment')]
    const ran = await run([...words, '--debug'])
    expect(ran.code, ran.stderr).toBe(2)
    expect(ran.stderr).toMatch(said)
    expect(ran.stderr).not.toMatch(/(Send|Delete|Purge|StartMessage)\w*:? *\d/)
    expect([await depth('fulfilment-dlq'), await depth('fulfilment')]).toEqual([dead, waiting])
  })

  it('refuses to look into the source queue, and cancel where nothing moves', async () => {
    const peeked = await run(['sqs', 'peek', 'Fulfilment'])
    expect([peeked.code, peeked.stdout]).toEqual([2, ''])
    expect(peeked.stderr).toContain('--force')
    const redriven = await run(['sqs', 'redrive', 'Fulfilment', '--to', 'FulfilmentDlq', '--yes'])
    expect(redriven.code).toBe(2)
    expect(redriven.stderr).toContain('no dead-letter queue')
    const cancel = await run(['sqs', 'moves', 'cancel', '--yes'])
    expect(cancel.code).toBe(2)
    expect(cancel.stderr).toContain('moves nothing out of fulfilment-dlq')
  })

  it('lets SQS move them where that is asked for, says that there is no copy, and cancels', async () => {
    const dead = await depth('fulfilment-dlq')
    const started = await run(['sqs', 'redrive', '--server-side', '--rate', '2', '--yes', '--json'])
    expect(started.code, started.stderr).toBe(0)
    expect(started.stderr).toContain('there is no copy of them')
    expect(json(started).moves[0]).toMatchObject({ status: 'RUNNING', toMove: dead })
    const cancelled = json(await run(['sqs', 'moves', 'cancel', '--yes', '--json']))
    expect(cancelled.moved).toBeGreaterThan(0)
    expect(json(await run(['sqs', 'moves', '--json'])).moves[0]).toMatchObject({ status: 'CANCELLED', handle: null })
    expect((await depth('fulfilment-dlq')) + cancelled.moved).toBeLessThanOrEqual(dead)
  })

  it('peeks as the contract says, and leaves all as it was', async () => {
    const dead = await depth('fulfilment-dlq')
    const answer = json(
      await run(['sqs', 'peek', 'fulfilment-dlq', '--limit', '3', '--where', 'decoded.value.message.gift', '--json']),
    )
    expect(answer).toMatchObject({
      schema: 'slsops.sqs-peek/1',
      queue: { logicalId: 'FulfilmentDlq', fifo: false, dlqFor: ['fulfilment'] },
      restored: true,
    })
    expect(answer.messages).toHaveLength(3)
    expect(answer.messages[0]).toMatchObject({
      bodyEncoding: 'utf8',
      decoded: { kind: 'sns' },
      groupId: null,
      attributes: {},
    })
    expect(answer.messages[0].traceId).toMatch(/^1-/)
    expect(await depth('fulfilment-dlq')).toBe(dead)
    const queues = json(await run(['sqs', 'queues', '--json']))
    expect(queues.queues.find((one: { name: string }) => one.name === 'fulfilment')).toMatchObject({
      ...{ oldestAgeMs: null, dlq: { name: 'fulfilment-dlq', depth: dead }, maxReceiveCount: 3 },
      consumers: [{ function: 'FulfilOrder', state: 'Enabled' }],
    })
  })

  it('sends what was saved, byte for byte, with its attributes and its trace', async () => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'other' }))
    const raw = Uint8Array.from([0, 255, 7])
    const sent = {
      QueueUrl,
      MessageBody: 'ü \u2028 \t "x"',
      MessageAttributes: {
        raw: { DataType: 'Binary', BinaryValue: raw },
        n: { DataType: 'Number.x', StringValue: '1.50' },
      },
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: 'String' as const, StringValue: 'Root=1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2' },
      },
    }
    await sqs.send(new SendMessageCommand(sent))
    const file = join(stateHome(), 'saved.ndjson')
    expect((await run(['sqs', 'save', QueueUrl!, file])).code).toBe(0)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await run(['sqs', 'save', QueueUrl!, file])).stderr).toContain('is not written over')
    const { QueueUrl: copy } = await sqs.send(new CreateQueueCommand({ QueueName: 'copy' }))
    expect((await run(['sqs', 'send', copy!, '--file', file, '--yes'])).code).toBe(0)
    const all = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All' as const] }
    const [got] = (await sqs.send(new ReceiveMessageCommand({ QueueUrl: copy, ...all }))).Messages ?? []
    expect(got?.Body).toBe(sent.MessageBody)
    expect(Buffer.from(got!.MessageAttributes!['raw']!.BinaryValue!)).toEqual(Buffer.from(raw))
    expect(got?.MessageAttributes?.['n']).toMatchObject({ DataType: 'Number.x', StringValue: '1.50' })
    expect(got?.Attributes?.AWSTraceHeader).toBe('Root=1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2')
  })

  it.each([
    ['FIFO', true],
    ['standard', false],
  ])('is killed by force in the middle of a redrive of a %s queue, and goes on', async (_, fifo) => {
    const attributes = fifo ? { FifoQueue: 'true', VisibilityTimeout: '5' } : { VisibilityTimeout: '5' }
    const suffix = fifo ? '.fifo' : ''
    const from = (await sqs.send(new CreateQueueCommand({ QueueName: `d${suffix}`, Attributes: attributes }))).QueueUrl!
    const to = (await sqs.send(new CreateQueueCommand({ QueueName: `t${suffix}`, Attributes: attributes }))).QueueUrl!
    const sent: string[] = []
    for (let n = 0; n < 40; n++) {
      sent.push(`m-${n}`)
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: from,
          MessageBody: `m-${n}`,
          ...(fifo ? { MessageGroupId: `g-${n % 20}`, MessageDeduplicationId: `d-${n}` } : {}),
        }),
      )
    }
    const state = stateHome()
    const files = () => readdirSync(join(state, 'slsops')).filter((name) => name.endsWith('.journal.ndjson'))
    const words = ['sqs', 'redrive', from, '--to', to, '--rate', '60', '--yes']
    const killedAfter = (sends: number, more: readonly string[]): Promise<Ran> =>
      run([...words, ...more], { XDG_STATE_HOME: state }, undefined, (child) => {
        const timer = setInterval(() => {
          const text = readSafely(state)
          if (text.split('"type":"sent"').length - 1 >= sends) {
            clearInterval(timer)
            child.kill('SIGKILL')
          }
        }, 2)
        child.once('exit', () => clearInterval(timer))
      })
    const readSafely = (folder: string): string => {
      try {
        return readFileSync(join(folder, 'slsops', files()[0]!), 'utf8')
      } catch {
        return ''
      }
    }
    expect((await killedAfter(5, [])).signal).toBe('SIGKILL')
    const journal = join(state, 'slsops', files()[0]!)
    expect(statSync(journal).mode & 0o777).toBe(0o600)
    expect((await killedAfter(17, ['--resume', journal])).signal).toBe('SIGKILL')
    const ended = await run([...words, '--resume', journal, '--json'], { XDG_STATE_HOME: state })
    expect(ended.code, ended.stderr).toBe(0)
    expect(json(ended).moved).toBe(40)
    const { doubts, done } = readJournal(readFileSync(journal, 'utf8'))
    expect(json(ended).doubts).toEqual([...doubts])
    expect(done).toBe(true)
    const got: string[] = []
    for (let idle = 0; idle < 2; ) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: to, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
      )
      for (const one of Messages) {
        got.push(one.Body!)
        await sqs.send(new DeleteMessageCommand({ QueueUrl: to, ReceiptHandle: one.ReceiptHandle }))
      }
      idle = Messages.length === 0 ? idle + 1 : 0
    }
    expect([...new Set(got)].sort()).toEqual([...sent].sort())
    const twice = got.length - sent.length
    expect(twice).toBeLessThanOrEqual(fifo ? 0 : 2)
    expect(doubts.size).toBeGreaterThanOrEqual(twice)
  })
})
