import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServer, demoServer } from '../support/demo-server.ts'
import { awsCli, type Moto, motoServer, startMoto } from '../support/peers.ts'
import { json, ndjson, type Ran, runProgram, slsops } from '../support/run-slsops.ts'

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0')
const start = Math.floor(Date.now() / 1000) - 60
const id = `1-${hex(start, 8)}-${hex(0xc0ffee, 24)}`
const segments = [
  {
    ...{ id: '00000000000000a1', trace_id: id, name: 'shop', start_time: start, end_time: start + 2 },
    subsegments: [
      {
        ...{ id: '00000000000000a2', name: 'price', start_time: start + 0.25, end_time: start + 1, fault: true },
        cause: { exceptions: [{ id: '00000000000000e1', type: 'RangeError', message: 'no such price' }] },
      },
    ],
  },
  {
    ...{ id: '00000000000000b1', trace_id: id, parent_id: '00000000000000a2', name: 'prices' },
    ...{ start_time: start + 0.5, end_time: start + 0.75, http: { response: { status: 200 } } },
  },
]
const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'us-east-1' }

/** What somebody else's client wrote is the same tree, wherever it is kept. */
const shows = async (env: Readonly<Record<string, string>>): Promise<void> => {
  const ran = await slsops(['traces', 'show', id, '--json'], { env })
  expect(ran.code, ran.stderr).toBe(0)
  const { spans, ...trace } = json(ran)
  expect(trace).toMatchObject({ id, durationMs: 2000, partial: false, orphans: 0, invalid: [] })
  expect(
    spans.map((span: Record<string, unknown>) => [
      span['id'],
      span['parentId'],
      span['depth'],
      span['durationMs'],
      span['status'],
    ]),
  ).toEqual([
    ['00000000000000a1', null, 0, 2000, 'ok'],
    ['00000000000000a2', '00000000000000a1', 1, 750, 'fault'],
    ['00000000000000b1', '00000000000000a2', 2, 250, 'ok'],
  ])
  expect(trace.cause.summary).toContain('RangeError: no such price')
}

describe('segments that the aws CLI put', { timeout: 60_000 }, () => {
  const [cli, moto] = [awsCli(2), motoServer()]
  const put = (endpoint: string): Promise<Ran> => {
    const documents = segments.map((one) => JSON.stringify(one))
    const words = ['--endpoint-url', endpoint, 'xray', 'put-trace-segments', '--trace-segment-documents', ...documents]
    return runProgram(cli!.file, words, { env: keys })
  }
  let emulator: Moto | undefined
  let demo: DemoServer | undefined
  afterAll(async () => {
    await emulator?.close()
    await demo?.stop()
  })

  it.skipIf(cli === null)(`come back from the embedded cloud${cli ? '' : ' (needs aws CLI 2.x)'}`, async () => {
    demo = await demoServer(['--no-traffic'])
    const ran = await put(demo.endpoint)
    expect(ran.code, ran.stderr).toBe(0)
    await shows(demo.env)
  })

  it.skipIf(cli === null || moto === null)(
    `come back from moto${cli && moto ? '' : ' (needs aws CLI 2.x and moto_server)'}`,
    async () => {
      emulator = await startMoto(moto!)
      const ran = await put(emulator.endpoint)
      expect(ran.code, ran.stderr).toBe(0)
      await shows({ ...keys, AWS_ENDPOINT_URL: emulator.endpoint })
    },
  )
})

describe('slsops traces on a cloud that lives, and fails', { timeout: 60_000 }, () => {
  let demo: DemoServer
  beforeAll(async () => {
    demo = await demoServer()
  })
  afterAll(() => demo.stop())
  const traces = (words: readonly string[], more: Parameters<typeof slsops>[1] = {}) =>
    slsops(['traces', '--stack', 'orders', ...words], { env: demo.env, ...more })
  const fault = async (...words: string[]): Promise<void> => {
    const ran = await slsops(['demo', ...words], { env: { ...demo.env, SLSOPS_DEMO: '' } })
    expect(ran.code, ran.stderr).toBe(0)
  }

  it('follows, each trace once, until Ctrl-C', async () => {
    const ran = await traces(['--follow', '--since', '2m', '-o', 'ndjson'], {
      started: (child) => {
        // The first look is enough.
        child.stdout?.once('data', () => setTimeout(() => child.kill('SIGINT'), 100))
      },
    })
    expect(ran.code).toBe(130)
    const told = ndjson(ran)
    expect(told.length).toBeGreaterThan(0)
    expect(told.every(({ type, update }) => type === 'trace' && update === false)).toBe(true)
    expect(new Set(told.map((one) => one.id)).size).toBe(told.length)
    expect(ran.stderr).toContain(`${told.length} trace`)
  })

  it('is slowed by throttling, and loses nothing', async () => {
    const window = [
      '--since',
      '10m',
      '--until',
      new Date(Date.now() - 30_000).toISOString(),
      '--limit',
      '10000',
      '--json',
    ]
    const whole = json(await traces(window))
    await fault('fault', 'xray', 'throttle=0.3')
    try {
      const ran = await traces(window)
      expect(ran.code, ran.stderr).toBe(0)
      const ids = new Set(json(ran).traces.map((one: { id: string }) => one.id))
      const lost = whole.traces.filter(
        (one: { id: string; start: string }) => !ids.has(one.id) && Date.parse(one.start) > Date.now() - 9 * 60_000,
      )
      expect(lost).toEqual([])
    } finally {
      await fault('reset')
    }
  })

  it('names the action that is denied', async () => {
    await fault('fault', 'xray.GetTraceSummaries', 'deny')
    try {
      const ran = await traces(['--json'])
      expect(ran.code).toBe(3)
      expect(json(ran).error).toMatchObject({ code: 'AccessDenied', action: 'xray:GetTraceSummaries' })
    } finally {
      await fault('reset')
    }
  })
})
