import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { clientsOf } from '../local/clients.ts'
import { json, ndjson, type RunOptions, slsops } from '../support/run-slsops.ts'

/** A still story: the sample app up to this moment. */
const at = Date.UTC(2026, 4, 20, 15, 30)
const iso = (hours: number) => new Date(at + hours * 3_600_000).toISOString()
/** A group that no function of the app has, for what the sample app does not log. */
const extra = '/extra/formats'

const put = async (cloud: RunningCloud, group: string, lines: readonly string[]) => {
  const { logs } = clientsOf(cloud)
  const where = { logGroupName: group, logStreamName: '2026/05/20/extra-Work[$LATEST]0123456789abcdef0123456789abcdef' }
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }))
  await logs.send(new CreateLogStreamCommand(where))
  const logEvents = lines.map((message, n) => ({ message, timestamp: at - 600_000 + n }))
  await logs.send(new PutLogEventsCommand({ ...where, logEvents }))
}

const id = '8fab6c1e-98a6-4f2a-9d5e-000000000001'
const report = (metrics: object, status = 'success') =>
  JSON.stringify({ time: iso(-0.1), type: 'platform.report', record: { requestId: id, status, metrics } })

let cloud: RunningCloud
beforeAll(async () => {
  // A clock that stands still: every query is over at its first look.
  cloud = await startCloud({ traffic: false, seed: 3, now: () => at, insights: { scheduledMs: -1, runMs: 1 } })
  await put(cloud, extra, [
    `REPORT RequestId: ${id}\tDuration: 9000.00 ms\tBilled Duration: 9000 ms\tMemory Size: 256 MB\tMax Memory Used: 255 MB\tInit Duration: 800.00 ms\t`,
    report({
      durationMs: 9500.5,
      billedDurationMs: 9501,
      memorySizeMB: 512,
      maxMemoryUsedMB: 100,
      initDurationMs: 900,
    }),
    report({ durationMs: 3000, billedDurationMs: 3000, memorySizeMB: 512, maxMemoryUsedMB: 100 }, 'timeout'),
    `${iso(-0.1)} ${id} Task timed out after 6.00 seconds\n\n`,
    `${iso(-0.1)}\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no wrap"}`,
    "[ERROR] KeyError: 'action'\rTraceback (most recent call last):",
    JSON.stringify({ level: 'ERROR', message: 'card was declined', requestId: id, errorType: 'PaymentDeclined' }),
    JSON.stringify({ level: 'INFO', message: 'ERROR is a word' }),
  ])
})
afterAll(() => cloud.close())

const query = (words: readonly string[], options: RunOptions = {}) =>
  slsops(['query', '--stack', 'orders', '--until', iso(0), '--since', iso(-3), ...words], {
    ...options,
    env: { ...cloud.env, ...options.env },
  })
const ofExtra = async (name: string) => json(await query([name, '--log-group', extra, '--json'])).rows

describe('the queries that have a name, on text and JSON lines', () => {
  it('slow', async () => {
    expect(await ofExtra('slow')).toEqual([
      expect.objectContaining({
        functionName: 'extra-Work',
        durationMs: 9500.5,
        initMs: 900,
        usedMB: 100,
        request: id,
      }),
      expect.objectContaining({ durationMs: 9000, initMs: 800, usedMB: 255, request: id }),
      expect.objectContaining({ durationMs: 3000, initMs: null, usedMB: 100, request: id }),
    ])
  })
  it('cold-starts', async () =>
    expect(await ofExtra('cold-starts')).toEqual([
      { functionName: 'extra-Work', coldStarts: 2, invocations: 3, longestInitMs: 900 },
    ]))
  it('memory', async () =>
    expect(await ofExtra('memory')).toEqual([
      { functionName: 'extra-Work', peakPercent: 99.6094, peakMB: 255, memoryMB: 512, invocations: 3 },
    ]))
  it('timeouts', async () =>
    expect(await ofExtra('timeouts')).toEqual([
      expect.objectContaining({ functionName: 'extra-Work', afterMs: 6000 }),
      expect.objectContaining({ functionName: 'extra-Work', afterMs: 3000, request: id }),
    ]))
  it('errors', async () => {
    const rows: { errorName: string | null; what: string; request: string | null }[] = await ofExtra('errors')
    expect(rows.map(({ errorName, what }) => [errorName, what.slice(0, 20)])).toEqual([
      ['PaymentDeclined', 'card was declined'],
      [null, "[ERROR] KeyError: 'a"],
      ['TypeError', 'no wrap'],
      [null, expect.stringContaining('2026-05-20T15:24')],
      [null, '{"time":"2026-05-20T'],
    ])
    expect(rows[0]?.request).toBe(id)
    expect(rows[2]?.request).toBe(id)
  })
})

describe('the app', () => {
  it('is asked as one: its functions by the names of its template, a shared group told apart', async () => {
    const all = json(await query(['memory', '--json']))
    expect(all.context).toMatchObject({ stack: 'orders', region: 'eu-west-1', account: '123456789012' })
    expect(all).toMatchObject({
      schema: 'slsops.query/1',
      name: 'memory',
      partial: false,
      incomplete: [],
      missingLogGroups: [],
    })
    const functions = ['ChargeCard', 'ClickStats', 'CreateOrder', 'FulfilOrder', 'RenderInvoice']
    expect(all.rows.map((row: { functionName: string }) => row.functionName).sort()).toEqual(functions)
    expect(all.statistics.costUsd).toBeCloseTo((all.statistics.bytesScannedBytes / 1e9) * 0.005, 8)
    const one = json(await query(['memory', '--function', 'ClickS*', '--json']))
    expect(one.logGroups).toEqual(['/orders/workers'])
    expect(one.rows).toEqual(all.rows.filter((row: { functionName: string }) => row.functionName === 'ClickStats'))
  })

  it('is shown in a table whose last lines, on stderr, tell what it cost', async () => {
    const ran = await query(['stats count(*) as lines by bin(1h)'])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^bin\(1h\) +lines\n12:00 +\d+\n13:00 +\d+\n14:00 +\d+\n15:00 +\d+\n\n +lines\n/)
    expect(ran.stdout).toContain('each column 1 h')
    expect(ran.stderr).toMatch(
      /^orders · eu-west-1 · 5 functions · 12:30–15:30\n4 rows · [\d ]+ records, .*B scanned · under \$0\.0001\n$/,
    )
  })

  it('gives a row a line, and CSV to a file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'slsops-query-')), 'rows.csv')
    const ran = await query([
      'filter @type = "REPORT" | fields @requestId, @duration',
      '-n',
      '3',
      '-o',
      'ndjson',
      '-o',
      `csv=${file}`,
    ])
    const records = ndjson(ran)
    expect(records).toHaveLength(3)
    expect(Object.keys(records[0])).toEqual(['@requestId', '@duration', '@ptr'])
    const lines = readFileSync(file, 'utf8').split('\r\n')
    expect(lines[0]).toBe('@requestId,@duration')
    expect(lines.slice(1, 4)).toEqual(records.map((record) => `${record['@requestId']},${record['@duration']}`))
    expect(ran.stderr).toContain('--limit N shows more')
  })

  it('lacks a log group that is not there yet, and says so', async () => {
    const ran = await query([
      'filter level = "ERROR" | fields what',
      '--function',
      'CreateOrder',
      '--log-group',
      '/not/yet',
      '--json',
    ])
    expect(ran.code, ran.stderr).toBe(0)
    expect(json(ran)).toMatchObject({ partial: false, missingLogGroups: ['/not/yet'] })
    expect(ran.stderr).toContain('no such log group yet: /not/yet')
  })
})

describe('wrong words', () => {
  it('a query that AWS does not understand is shown with the place', async () => {
    const ran = await query(['fields @timestamp | fliter x'])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/\n {2}fields @timestamp \| fliter x\n +\^/)
  })
  it('a name that nobody knows', async () => {
    const ran = await query(['slw', '--json'])
    expect(ran.code).toBe(2)
    expect(json(ran).error).toMatchObject({ code: 'UnknownName', hint: 'did you mean: slsops query slow' })
  })
  it('none at all', async () => {
    const ran = await query([])
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('slsops query --list')])
  })
  it('a deploy of a log group', async () => {
    const ran = await slsops(['query', 'slow', '--log-group', extra, '--since', 'deploy'], { env: cloud.env })
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('a log group has no deploy')])
  })
})

describe('queries of slsops.yaml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slsops-query-'))
  mkdirSync(join(folder, '.git'))
  writeFileSync(
    join(folder, 'slsops.yaml'),
    'stack: orders\nqueries:\n  gifts: filter gift = 1 | stats count(*) as gifts\n',
  )

  it('run by their name', async () => {
    const ran = await slsops(['query', 'gifts', '--since', iso(-3), '--until', iso(0), '--json'], {
      env: cloud.env,
      cwd: folder,
    })
    expect(ran.code, ran.stderr).toBe(0)
    expect(json(ran)).toMatchObject({ name: 'gifts', query: 'filter gift = 1 | stats count(*) as gifts' })
    expect(json(ran).rows[0].gifts).toBeGreaterThan(0)
    expect(ran.stderr).toContain('gifts (slsops.yaml)')
  })

  it('are listed with ours', async () => {
    const table = await slsops(['query', '--list'], { cwd: folder })
    expect(table.stdout).toMatch(/^query .*\nslow .* slsops\n(.*\n)+gifts .* slsops\.yaml\n$/)
    const { schema, queries } = json(await slsops(['query', '--list', '--json'], { cwd: folder }))
    expect(schema).toBe('slsops.queries/1')
    expect(queries.at(-1)).toMatchObject({ name: 'gifts', from: 'slsops.yaml' })
  })
})

describe('a query that does not end', () => {
  let slow: RunningCloud
  beforeAll(async () => {
    slow = await startCloud({ traffic: false, seed: 3, insights: { scheduledMs: 0, runMs: 60_000 } })
  })
  afterAll(() => slow.close())

  it('is stopped on AWS by Ctrl-C, shows what came, and ends with 130', async () => {
    const ran = await slsops(['query', 'fields @timestamp', '-s', 'orders', '--since', '1d', '--json', '--debug'], {
      env: slow.env,
      started: (child) => {
        let said = ''
        child.stderr?.on('data', (text: Buffer) => {
          said += text
          // It runs: the header is out, and a first look has been taken.
          if (said.includes('5 functions')) setTimeout(() => child.kill('SIGINT'), 1500)
          said = said.replaceAll('5 functions', '')
        })
      },
    })
    expect(ran.code, ran.stderr).toBe(130)
    const { partial, rows, incomplete, statistics } = json(ran)
    expect(partial).toBe(true)
    expect(rows.length).toBeGreaterThan(0)
    expect(statistics.bytesScannedBytes).toBeGreaterThan(0)
    expect(incomplete).toEqual([
      expect.objectContaining({ operation: 'logs:GetQueryResults', reason: 'it was stopped' }),
    ])
    expect(ran.stderr).toMatch(/logs\.StopQuery|StopQuery/)
  })

  it('is given up after --timeout: the answer on stdout, what happened on stderr, 3', async () => {
    const ran = await slsops(
      ['query', 'fields @timestamp', '-s', 'orders', '--since', '1d', '--json', '--timeout', '3s'],
      { env: slow.env },
    )
    expect(ran.code).toBe(3)
    expect(json(ran)).toMatchObject({ schema: 'slsops.query/1', partial: true })
    expect(ran.stderr).toContain('not done after 3s')
  })
})
