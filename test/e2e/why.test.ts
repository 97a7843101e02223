import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServer, demoServer } from '../support/demo-server.ts'
import { json, type Ran, slsops } from '../support/run-slsops.ts'

interface Moment {
  readonly source: string
  readonly kind: string
  readonly status: string | null
  readonly attempt: number | null
}

let server: DemoServer
beforeAll(async () => {
  server = await demoServer()
})
afterAll(() => server?.stop())

const run = (args: readonly string[]): Promise<Ran> => slsops([...args, '--stack', 'orders'], { env: server.env })

/** The trace of a failed receive that was not the last one, so that the whole story is told. */
const failed = async (): Promise<string> => {
  const found = json(
    await run(['traces', '--faults', '--function', 'FulfilOrder', '--since', '1h', '--limit', '200', '--json']),
  )
  return found.traces.at(-1).id
}

describe('the incident of the sample app', () => {
  it('is explained from a trace, with every attempt and what came before it', async () => {
    const ran = await run(['why', await failed(), '--json'])
    expect(ran.code, ran.stderr).toBe(0)
    const { schema, kind, cause, timeline, incomplete } = json(ran)
    expect([schema, kind, incomplete]).toEqual(['slsops.why/1', 'trace', []])
    expect(cause.summary).toMatch(
      /^FulfilOrder failed: TypeError: Cannot read properties of undefined \(reading 'wrap'\) \(fulfil\.ts:41, wrapGift\), on 3 of 3 attempts$/,
    )
    expect(cause.exception).toMatchObject({
      type: 'TypeError',
      frame: { path: 'fulfil.ts', line: 41, label: 'wrapGift' },
    })
    expect(Date.parse(cause.sinceDeploy.firstSeen)).toBeGreaterThanOrEqual(Date.parse(cause.sinceDeploy.deploy))
    const runs = (timeline as readonly Moment[]).filter((moment) => moment.kind === 'invocation')
    expect(runs.map(({ source, status, attempt }) => [source, status, attempt])).toEqual([
      ['CreateOrder', 'ok', null],
      ['FulfilOrder', 'fault', 1],
      ['FulfilOrder', 'fault', 2],
      ['FulfilOrder', 'fault', 3],
    ])
    expect(timeline.some((moment: Moment) => moment.kind === 'span' && moment.source.startsWith('orders-api'))).toBe(
      true,
    )
  })

  it('is the same from the beginning of its request id, which the logs know', async () => {
    const { cause } = json(await run(['why', await failed(), '--json']))
    const ran = await run(['why', cause.requestId.slice(0, 13), '--json'])
    expect(ran.code, ran.stderr).toBe(0)
    const told = json(ran)
    expect([told.kind, told.id]).toEqual(['request', cause.requestId])
    expect(told.cause.summary).toBe(cause.summary)
    expect(told.searched.filter(({ found }: { found: number }) => found > 0)).toHaveLength(1)
  })

  it('reads as one sentence and a timeline', async () => {
    const ran = await run(['why', await failed()])
    const [sentence, , first] = ran.stdout.split('\n')
    expect(sentence).toMatch(/^FulfilOrder failed: .* on 3 of 3 attempts\. First seen .* the deploy at \d\d:\d\d\.$/)
    expect(first).toContain('POST /orders → 201')
    expect(ran.stdout).toContain('the same, attempt 3')
  })
})

describe('an id that leads nowhere', () => {
  it.each([
    ['00000000-0000-4000-8000-000000000000', 'log group /aws/lambda/orders-CreateOrder (nothing)'],
    ['1-00000000-000000000000000000000000', 'X-Ray'],
  ])('%s says what was searched, exit code 2', async (id, place) => {
    const ran = await run(['why', id, '--since', '10m'])
    expect([ran.code, ran.stdout]).toEqual([2, expect.stringContaining(`nothing was found of`)])
    expect(ran.stdout.replace(/\s+/g, ' ')).toContain(place)
  })

  it('is told from a word that is no id', async () => {
    const ran = await run(['why', 'FulfilOrder'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('is no id that can be followed')
  })

  it('could not be told where nothing may be read', async () => {
    const attached = { env: { SLSOPS_DEMO: '' } }
    await slsops(['demo', 'fault', 'logs', 'deny'], attached)
    try {
      const ran = await run(['why', '00000000-0000-4000-8000-000000000000'])
      expect(ran.code).toBe(3)
      expect(ran.stderr).toContain('logs:FilterLogEvents')
    } finally {
      await slsops(['demo', 'reset'], attached)
    }
  })
})
