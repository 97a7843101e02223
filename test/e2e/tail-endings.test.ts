import { join } from 'node:path'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServer, demoServer } from '../support/demo-server.ts'
import { ndjson, type Ran, runProgram, slsops } from '../support/run-slsops.ts'
import { root } from '../support/sources.ts'

const id = '8fab6c1e-98a6-4f2a-9d5e-0c3a5c2f1b77'
const report = (rest: string) =>
  `REPORT RequestId: ${id}\tDuration: 3000.00 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB${rest}\t\n`
const said = (level: string, words: string) => `2026-01-01T00:00:00.000Z\t${id}\t${level}\t${words}\n`

/** A log group for each way in which lines can end a tail. */
const groups: Readonly<Record<string, readonly string[]>> = {
  '/ends/calm': [said('INFO', 'began'), said('INFO', 'ready'), report('')],
  '/ends/warn': [said('INFO', 'began'), said('WARN', 'low stock'), report('')],
  '/ends/error': [said('INFO', 'began'), said('ERROR', 'TypeError: no stock'), report('')],
  '/ends/timeout': [said('INFO', 'began'), `2026-01-01T00:00:00.000Z ${id} Task timed out after 3.00 seconds\n\n`],
  '/ends/timed-report': [said('INFO', 'began'), report('\tStatus: timeout')],
  '/ends/oom': [said('INFO', 'began'), report('\tStatus: error\tError Type: Runtime.OutOfMemory')],
  '/ends/killed': [
    said('INFO', 'began'),
    `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
  ],
}

let demo: DemoServer
let logs: CloudWatchLogsClient

beforeAll(async () => {
  demo = await demoServer()
  logs = new CloudWatchLogsClient({
    endpoint: demo.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  for (const [logGroupName, messages] of Object.entries(groups)) {
    const where = { logGroupName, logStreamName: 's' }
    await logs.send(new CreateLogGroupCommand({ logGroupName }))
    await logs.send(new CreateLogStreamCommand(where))
    const logEvents = messages.map((message, at) => ({ timestamp: Date.now() - 5000 + at, message }))
    await logs.send(new PutLogEventsCommand({ ...where, logEvents }))
  }
})
afterAll(async () => {
  logs.destroy()
  await demo.stop()
})

/** The exit code, what stopped it, and how many events were printed. */
const ending = (ran: Ran) => {
  const records = ndjson(ran)
  return [ran.code, records.at(-1)?.stoppedBy, records.filter(({ type }) => type === 'event').length]
}
const tail = (group: string, ...words: readonly string[]) =>
  slsops(['tail', '--log-group', `/ends/${group}`, '-o', 'ndjson', '--summary', ...words], { env: demo.env })

describe('what ends a tail, and its exit code', () => {
  it.each<[string, string, readonly string[], readonly unknown[]]>([
    ['the first line that matches', 'calm', ['--until-match', 'began'], [0, 'match', 1]],
    ['no line that matches, while it follows', 'calm', ['--until-match', 'shipped', '--for', '500ms'], [1, 'for', 3]],
    ['no line that matches, of those there are', 'calm', ['--until-match', 'shipped', '--no-follow'], [1, 'end', 3]],
    ['a level', 'warn', ['--fail-on', 'level:warn'], [1, 'fail-on', 2]],
    ['a level by its name', 'error', ['--fail-on', 'WARN'], [1, 'fail-on', 2]],
    ['no line of that level', 'warn', ['--fail-on', 'level:error', '--no-follow'], [0, 'end', 3]],
    ['an error', 'error', ['--fail-on', 'error'], [1, 'fail-on', 2]],
    ['a regular expression', 'error', ['--fail-on', '/^.*TypeError/'], [1, 'fail-on', 2]],
    ['no line for it', 'calm', ['--fail-on', '/TypeError/', '--for', '500ms'], [0, 'for', 3]],
    ['a timeout', 'timeout', ['--fail-on', 'timeout'], [1, 'fail-on', 2]],
    ['a timeout that only the report tells of', 'timed-report', ['--fail-on', 'timeout'], [1, 'fail-on', 2]],
    ['no timeout', 'oom', ['--fail-on', 'timeout', '--no-follow'], [0, 'end', 2]],
    ['memory', 'oom', ['--fail-on', 'oom'], [1, 'fail-on', 2]],
    ['a runtime that was killed', 'killed', ['--fail-on', 'oom'], [1, 'fail-on', 2]],
    ['no want of memory', 'timeout', ['--fail-on', 'oom', '--no-follow'], [0, 'end', 2]],
    ['one of several', 'warn', ['--fail-on', 'oom', '--fail-on', '/low/'], [1, 'fail-on', 2]],
    ['a match that comes before a failure', 'error', ['--fail-on', 'error', '--until-match', 'began'], [0, 'match', 1]],
    [
      'a failure that comes before a match',
      'error',
      ['--fail-on', 'error', '--until-match', 'REPORT'],
      [1, 'fail-on', 2],
    ],
    ['a number of lines', 'calm', ['--max-events', '2'], [0, 'max-events', 2]],
    ['silence', 'calm', ['--idle-timeout', '300ms'], [0, 'idle', 3]],
  ])('%s', async (_what, group, words, expected) => {
    const ran = await tail(group, ...words)
    expect(ending(ran), ran.stderr).toEqual(expected)
  })

  it('a failure in the middle of what there is keeps the lines behind it back', async () => {
    const ran = await slsops(['tail', '--log-group', '/ends/error', '--fail-on', 'error'], { env: demo.env })
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('TypeError: no stock')
    expect(ran.stdout).not.toContain('3000')
  })

  it.each([
    [['--fail-on', 'sometimes'], '--fail-on sometimes is not understood'],
    [['--fail-on', '/(/'], 'regular expression'],
    [['--until-match', '['], 'regular expression'],
  ])('%j is a usage error', async (words, text) => {
    const ran = await tail('calm', ...words)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain(text)
  })

  it('| head -3: three records, and all of the pipeline ends well', async () => {
    const program = `"${process.execPath}" "${join(root, 'bin/run.js')}"`
    const line = `${program} tail --demo -o ndjson --for 5s | head -3; echo "\${PIPESTATUS[*]}"`
    const { stdout, stderr } = await runProgram('bash', ['-c', line], { env: { SLSOPS_DEMO: '' } })
    const lines = stdout.trimEnd().split('\n')
    expect(lines.slice(0, 3).map((record) => JSON.parse(record).type)).toEqual(['event', 'event', 'event'])
    expect(lines.slice(3)).toEqual(['0 0'])
    expect(stderr).not.toMatch(/EPIPE|Error|^\s+at /m)
  })
})

describe('credentials that expire on the way', () => {
  const fault = (...words: readonly string[]) => slsops(['demo', 'fault', ...words], { env: { SLSOPS_DEMO: '' } })
  const follow = (...words: readonly string[]) => {
    let first: () => void
    const began = new Promise<void>((resolve) => {
      first = resolve
    })
    const ended = slsops(['tail', '--stack', 'orders', '--since', '0s', '-o', 'ndjson', '--summary', ...words], {
      env: demo.env,
      started: (child) => child.stdout?.once('data', () => first()),
    })
    return { began, ended }
  }

  it('pause a tail, which then goes on from where it was: nothing is lost, nothing comes twice', {
    timeout: 60_000,
  }, async () => {
    const { began, ended } = follow('--for', '14s')
    await began
    expect((await fault('logs', 'expire', '--for', '3s')).code).toBe(0)
    const ran = await ended
    expect(ran.code, ran.stderr).toBe(0)
    expect(ran.stderr).toMatch(/paused: The credentials have expired[\s\S]*the credentials are good again/)
    const records = ndjson(ran)
    const events = records.filter(({ type }) => type === 'event')
    const printed = events.map(({ logGroup, eventId }) => `${logGroup} ${eventId}`)
    expect(new Set(printed).size).toBe(printed.length)
    expect(records.at(-1)).toMatchObject({ type: 'summary', events: printed.length, gaps: [], stoppedBy: 'for' })
    const times = events.map(({ time }) => Date.parse(time))
    const [startTime, endTime] = [Math.min(...times), Math.max(...times)]
    expect(endTime - startTime).toBeGreaterThan(6000)
    // A group that is quiet is read every few seconds: what came to it just before the end may not have been read yet.
    const newest = (group: string): number =>
      Math.max(
        endTime - 6000,
        ...events.filter(({ logGroup }) => logGroup === group).map(({ time }) => Date.parse(time)),
      )
    const held: string[] = []
    for (const logGroupName of new Set(events.map(({ logGroup }) => logGroup as string))) {
      let nextToken: string | undefined
      do {
        const asked = { logGroupName, startTime, endTime: newest(logGroupName), nextToken }
        const page = await logs.send(new FilterLogEventsCommand(asked))
        for (const { eventId } of page.events ?? []) held.push(`${logGroupName} ${eventId}`)
        nextToken = page.nextToken
      } while (nextToken !== undefined)
    }
    expect([...printed].sort()).toEqual(held.sort())
  })

  it('end it with exit code 3 when none come within --auth-timeout', { timeout: 60_000 }, async () => {
    const { began, ended } = follow('--for', '30s', '--auth-timeout', '1s')
    await began
    await fault('logs', 'expire')
    const ran = await ended
    await slsops(['demo', 'reset'], { env: { SLSOPS_DEMO: '' } })
    expect(ran.code, ran.stderr).toBe(3)
    expect(ran.stderr).toMatch(/^slsops: The credentials have expired\.\n +\S/m)
  })
})
