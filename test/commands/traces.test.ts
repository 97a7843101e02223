import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { json, ndjson, type Ran, slsops } from '../support/run-slsops.ts'

/** A still story: the sample app up to this moment, whose deploy twelve hours before brought a bug. */
const at = Date.UTC(2026, 4, 20, 15, 30)
const iso = (minutes: number) => new Date(at + minutes * 60_000).toISOString()
const window = ['--since', iso(-15), '--until', iso(0)]
const folder = mkdtempSync(join(tmpdir(), 'slsops-traces-'))

let cloud: RunningCloud
beforeAll(async () => {
  cloud = await startCloud({ traffic: false, seed: 3, now: () => at })
})
afterAll(() => cloud.close())

const run = (words: readonly string[], input?: string): Promise<Ran> =>
  slsops(['traces', ...words], { env: cloud.env, ...(input === undefined ? {} : { input }) })
const traces = (...words: string[]) => run(['--stack', 'orders', ...window, ...words])
const list = async (...words: string[]) => {
  const ran = await traces(...words, '--json')
  expect(ran.code, ran.stderr).toBe(0)
  return json(ran) as {
    schema: string
    context: object
    omitted: number
    traces: Record<string, unknown>[]
    window: object
  }
}

describe('slsops traces on the sample app', () => {
  it('finds what went wrong, and why', async () => {
    const answer = await list('--faults', '--limit', '1000')
    expect(answer).toMatchObject({
      schema: 'slsops.traces/1',
      context: { stack: 'orders', region: 'eu-west-1', account: '123456789012' },
      window: { from: iso(-15), to: iso(0) },
      omitted: 0,
    })
    expect(answer.traces.length).toBeGreaterThan(3)
    expect(answer.traces[0]).toMatchObject({
      status: 'fault',
      root: 'FulfilOrder',
      services: ['FulfilOrder'],
      cause: expect.stringContaining("reading 'wrap'"),
      partial: false,
    })
    expect(answer.traces.every(({ status }) => status === 'fault')).toBe(true)
  })

  it('narrows by function, annotation, user, time taken, and an expression of ones own', async () => {
    const all = await list('--limit', '10000')
    expect(all.omitted).toBe(0)
    const own = await list('--function', 'create', '--limit', '10000')
    expect(own.traces.length).toBeGreaterThan(0)
    expect(own.traces.length).toBeLessThan(all.traces.length)
    expect(own.traces.every(({ services }) => (services as string[]).includes('CreateOrder'))).toBe(true)
    const annotated = all.traces.find(({ annotations, user }) => user !== null && 'orderId' in (annotations as object))!
    const { orderId } = annotated['annotations'] as { orderId: string }
    const found = await list('--annotation', `orderId=${orderId}`)
    expect(found.traces.map(({ id }) => id)).toContain(annotated['id'])
    expect(found.traces.every((one) => (one['annotations'] as { orderId: string }).orderId === orderId)).toBe(true)
    const { user } = annotated as { user: string }
    expect((await list('--user', user, '--limit', '1000')).traces.map(({ id }) => id)).toContain(annotated['id'])
    expect((await list('--user', `${user}" OR user = "x`)).traces).toEqual([])
    const slow = await list('--slow', '500ms', '--limit', '10000')
    expect(slow.traces.length).toBeGreaterThan(0)
    expect(slow.traces.every(({ durationMs }) => (durationMs as number) >= 500)).toBe(true)
    const expressed = await list('--filter', 'duration >= 0.5', '--limit', '10000')
    expect(expressed.traces).toEqual(slow.traces)
  })

  it('puts the newest or the longest first, and tells of the others', async () => {
    const newest = await list('--limit', '3')
    const starts = newest.traces.map(({ start }) => start as string)
    expect(starts).toEqual([...starts].sort().reverse())
    expect(newest.omitted).toBeGreaterThan(0)
    const longest = await list('--limit', '3', '--sort', 'duration')
    const lengths = longest.traces.map(({ durationMs }) => durationMs as number)
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a))
    const { stdout } = await traces('--limit', '2')
    expect(stdout).toMatch(/2 traces .* \d+ more: --limit \d+/)
  })

  it('reads days in parts, and shows what it asks under --debug', async () => {
    const ran = await run([
      '--stack',
      'orders',
      '--since',
      iso(-60 * 20),
      '--until',
      iso(0),
      '--errors',
      '--debug',
      '-o',
      'ndjson',
    ])
    expect(ran.code, ran.stderr).toBe(0)
    expect(ran.stderr).toMatch(
      /filter expression: \(service\(id\(name: "orders-CreateOrder".* AND service\(\) \{ error OR throttle \}/,
    )
    expect(Number(/(\d+) xray\.GetTraceSummaries/.exec(ran.stderr)?.[1])).toBeGreaterThanOrEqual(4)
    expect(ndjson(ran).every(({ type }) => type === 'trace')).toBe(true)
  })

  it('says of an empty answer that requests are sampled', async () => {
    const ran = await traces('--user', 'nobody')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^no trace /)
    expect(ran.stderr).toContain('X-Ray samples')
  })

  it.each([
    [['--filter', 'fault) OR (ok'], 'too many'],
    [['--filter', 'nonsense = 1'], 'does not understand'],
    [['--annotation', 'orderId'], 'a key, = and a value'],
    [['--slow', 'long'], 'no length of time'],
    [['--function', 'Nothing'], 'no function of orders'],
    [['--follow', '--until', iso(0)], '--follow'],
    [['-o', 'chrome'], 'no format'],
  ])('refuses %j', async (words, message) => {
    const ran = await run(['--stack', 'orders', '--since', '15m', ...words])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(message)
    expect(ran.stdout).toBe('')
  })
})

describe('slsops traces show', () => {
  let id: string
  beforeAll(async () => {
    id = (await list('--faults', '--limit', '1')).traces[0]!['id'] as string
  })
  const show = (...words: string[]) => run(['show', ...words])

  it('draws the waterfall of an id in either form, without any stack', async () => {
    const [xray, w3c] = await Promise.all([show(id), show(id.slice(2).replace('-', ''))])
    expect(xray.code, xray.stderr).toBe(0)
    expect(w3c.stdout).toBe(xray.stdout)
    expect(xray.stdout).toContain(id)
    expect(xray.stdout).toMatch(/FulfilOrder failed: TypeError: .*'wrap'.*fulfil\.ts:41/)
  })

  it("shows each run's own log lines, and the traces behind the queue", async () => {
    const ran = await show(id, '--logs', '--linked', '--stack', 'orders')
    expect(ran.code, ran.stderr).toBe(0)
    expect(ran.stdout).toMatch(/picking up {2}orderId=o-\d+/)
    expect(ran.stdout).toMatch(/⇢ .*\(S[QN]S\)/)
    expect(ran.stdout).toMatch(/CreateOrder.*order accepted/s)
  })

  it('gives every format at once, files and all', async () => {
    const file = (name: string) => join(folder, name)
    const outputs = ['html', 'chrome', 'otlp', 'mermaid'].map((format) => `${format}=${file(`t.${format}`)}`)
    const ran = await show(id, '--json', ...outputs.flatMap((one) => ['-o', one]))
    expect(ran.code, ran.stderr).toBe(0)
    const answer = json(ran)
    expect(answer).toMatchObject({
      schema: 'slsops.trace/1',
      id,
      status: 'fault',
      partial: false,
      orphans: 0,
      invalid: [],
    })
    expect(readFileSync(file('t.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    expect(JSON.parse(readFileSync(file('t.chrome'), 'utf8')).traceEvents.length).toBeGreaterThan(2)
    expect(readFileSync(file('t.mermaid'), 'utf8')).toContain('gantt')
    const again = await show('--file', file('t.otlp'), '--json')
    expect(json(again).spans.map((span: { id: string }) => span.id)).toEqual(
      answer.spans.map((span: { id: string }) => span.id),
    )
    expect(json(again).context).toEqual({ stack: null, stackId: null, account: null, region: null, endpoint: null })
  })

  it('reads a saved answer of AWS from standard input, and asks nobody', async () => {
    const documents = [{ id: '00000000000000a1', trace_id: id, name: 'shop', start_time: 1, end_time: 2 }]
    const saved = {
      Traces: [{ Id: id, Segments: documents.map((one) => ({ Id: one.id, Document: JSON.stringify(one) })) }],
    }
    const ran = await slsops(['traces', 'show', '--file', '-', '--json'], { input: JSON.stringify(saved) })
    expect(ran.code, ran.stderr).toBe(0)
    expect(json(ran)).toMatchObject({ id, spans: [{ id: '00000000000000a1', name: 'shop', durationMs: 1000 }] })
    const path = join(folder, 'none.json')
    writeFileSync(path, '{}')
    expect((await slsops(['traces', 'show', '--file', path])).code).toBe(2)
    expect((await slsops(['traces', 'show', '--file', join(folder, 'absent.json')])).code).toBe(2)
  })

  it('says of an id that leads nowhere what was searched', async () => {
    const unknown = `1-${id.slice(2, 10)}-${'0'.repeat(24)}`
    const ran = await show(unknown, '--json')
    expect(ran.code).toBe(2)
    expect(json(ran)).toMatchObject({
      schema: 'slsops.error/1',
      error: { code: 'TraceNotFound', message: expect.stringContaining('searched: X-Ray') },
    })
    const both = await show(unknown, id, '-o', 'ndjson')
    expect(both.code).toBe(2)
    expect(ndjson(both).map((one) => one.id)).toEqual([id])
  })

  it.each([
    [['nonsense'], 'is no trace id'],
    [[], 'which trace?'],
    [['--file', 'x.json', '--logs'], '--file asks AWS nothing'],
    [['1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2', '--logs', '--json'], '--logs'],
  ])('refuses %j', async (words, message) => {
    const ran = await show(...words)
    expect(ran.code).toBe(2)
    expect(ran.stderr + ran.stdout).toContain(message)
  })
})

describe('slsops traces map', () => {
  const map = (...words: string[]) => run(['map', '--stack', 'orders', ...window, ...words])

  it('shows who called whom', async () => {
    const answer = json(await map('--json'))
    expect(answer.schema).toBe('slsops.traces-map/1')
    const names = new Map<string, string>(
      answer.nodes.map((node: { id: string; name: string }) => [node.id, node.name]),
    )
    const edges = answer.edges.map(
      (edge: { from: string; to: string }) => `${names.get(edge.from)} ${names.get(edge.to)}`,
    )
    expect(edges).toContain('CreateOrder orders')
    expect(edges).toContain('Payment ChargeCard')
    const fulfil = answer.nodes.find(({ name }: { name: string }) => name === 'FulfilOrder')
    expect(fulfil.faults).toBeGreaterThan(0)
  })

  it.each([
    ['human', /CreateOrder/],
    ['mermaid', /^flowchart/],
    ['dot', /^digraph/],
  ])('as %s', async (format, pattern) => {
    const ran = await map('-o', format)
    expect(ran.code, ran.stderr).toBe(0)
    expect(ran.stdout).toMatch(pattern)
  })
})
