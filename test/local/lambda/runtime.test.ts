import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LambdaRuntime, lambdaRuntime } from '../../../src/local/lambda/runtime.ts'
import type { FunctionShape } from '../../../src/local/lambda/shape.ts'
import { LogStore } from '../../../src/local/logs/store.ts'
import { SegmentStore } from '../../../src/local/xray/segments.ts'
import { place } from '../sample/story.ts'

const now = Date.UTC(2026, 4, 20, 12)
const shape = place.functions['ChargeCard']!
let logs: LogStore
let segments: SegmentStore
let runtime: LambdaRuntime

beforeEach(() => {
  logs = new LogStore(() => now)
  segments = new SegmentStore()
  runtime = lambdaRuntime({
    logs,
    segments,
    account: '123456789012',
    region: 'eu-west-1',
    endpoint: () => 'http://127.0.0.1:9',
    now: () => now,
    seed: 1,
    codeOf: ({ logicalId }) => logicalId,
  })
})
afterEach(() => runtime.close())

const hangs = { orderId: 'o-1', card: '4000000000000119', cents: 5 }
const declined = { ...hangs, card: '4000000000000002' }
const streams = (fn: FunctionShape) => logs.streams(fn.logGroup).map(({ name }) => name)

it('kills what takes too long, and starts anew after it', async () => {
  const quick = { ...shape, timeoutMs: 300 }
  const invoked = await runtime.invoke(quick, { event: hangs, traceHeader: null })
  expect(invoked).toMatchObject({
    functionError: 'Unhandled',
    payload: {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${invoked.requestId} Error: Task timed out after 0.30 seconds`,
    },
  })
  expect(invoked.log).toMatch(/charging card {2}orderId=o-1 .*\n.*Task timed out after 0\.30 seconds\n\nEND/)
  expect(invoked.log).toMatch(/Duration: 300\.00 ms\tBilled Duration: \d+ ms.*\tStatus: timeout\t\nXRAY/)
  const again = await runtime.invoke(shape, { event: declined, traceHeader: null })
  expect(again.log).toContain('Init Duration')
  expect(streams(shape)).toHaveLength(2)
})

it('keeps an environment warm, takes another where one is busy, and forgets all at a deploy', async () => {
  const ask = () => runtime.invoke(shape, { event: declined, traceHeader: null })
  const cold = await ask()
  const warm = await ask()
  expect([cold.log.includes('Init Duration'), warm.log.includes('Init Duration')]).toEqual([true, false])
  expect(streams(shape)).toHaveLength(1)
  await Promise.all([ask(), ask()])
  expect(streams(shape)).toHaveLength(2)
  runtime.retire([shape.name])
  expect((await ask()).log).toContain('Init Duration')
  expect(streams(shape)).toHaveLength(3)
})

it("puts Lambda's pair of segments into the trace that called it, with the failure and the calls", async () => {
  const traceId = '1-6b05729a-e8723612ba324fc2dbb733b4'
  const invoked = await runtime.invoke(shape, {
    event: declined,
    traceHeader: `Root=${traceId};Parent=0123456789abcdef;Sampled=1`,
  })
  const [service, own] = segments.get(traceId)!.documents
  expect(service).toMatchObject({
    origin: 'AWS::Lambda',
    parent_id: '0123456789abcdef',
    fault: true,
    aws: { request_id: invoked.requestId },
  })
  expect(own).toMatchObject({
    origin: 'AWS::Lambda::Function',
    parent_id: service?.id,
    fault: true,
    cause: {
      exceptions: [
        { type: 'PaymentDeclined', stack: [{ path: '/var/task/charge-card.ts', line: 26 }, { line: 1306 }] },
      ],
    },
    subsegments: [
      { name: 'Initialization' },
      {
        name: 'Invocation',
        subsegments: [
          {
            name: '## index.handler',
            fault: true,
            cause: expect.stringMatching(/^[0-9a-f]{16}$/),
            annotations: { ColdStart: true, orderId: 'o-1' },
            subsegments: [{ name: 'cards.example.com', namespace: 'remote' }],
          },
        ],
      },
      { name: 'Overhead' },
    ],
  })
  expect(invoked.log).toContain(`XRAY TraceId: ${traceId}\tSegmentId: ${own?.id}\tSampled: true`)
})

it('leaves no trace where the caller did not sample', async () => {
  const traceId = '1-6b05729a-e8723612ba324fc2dbb733b4'
  await runtime.invoke(shape, { event: declined, traceHeader: `Root=${traceId};Sampled=0` })
  expect(segments.get(traceId)).toBeUndefined()
})
