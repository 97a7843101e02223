import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { awsCli } from '../support/peers.ts'
import { realLogLines } from '../support/real-log-lines.ts'
import { ndjson, runProgram, slsops } from '../support/run-slsops.ts'

const lines = realLogLines()

/** Real log lines, put into the embedded cloud by a client that nobody here wrote, come out of the tail as they were. */
describe.each([2, 1] as const)('real log lines put with aws CLI %s.x', { timeout: 60_000 }, (major) => {
  const cli = awsCli(major)
  let cloud: RunningCloud
  beforeAll(async () => {
    cloud = await startCloud({ sample: false })
  })
  afterAll(() => cloud.close())

  it.skipIf(lines === null || cli === null)(
    'each exactly once, byte-equal, with its kind (needs the CLI and the fixtures)',
    async () => {
      const group = '/aws/lambda/real-lines'
      const aws = async (...words: string[]) => {
        const { code, stderr } = await runProgram(
          cli!.file,
          ['--endpoint-url', cloud.endpoint, 'logs', ...words, '--log-group-name', group],
          { env: cloud.env },
        )
        expect(stderr + code).toBe('0')
      }
      const first = Date.now() - 60_000
      const file = join(mkdtempSync(join(tmpdir(), 'slsops-lines-')), 'events.json')
      writeFileSync(file, JSON.stringify(lines!.map(({ message }, n) => ({ timestamp: first + n * 100, message }))))
      await aws('create-log-group')
      await aws('create-log-stream', '--log-stream-name', 'one')
      await aws('put-log-events', '--log-stream-name', 'one', '--log-events', `file://${file}`)

      const ran = await slsops(['tail', '--log-group', group, '-o', 'ndjson', '--no-follow'], { env: cloud.env })
      const records = ndjson(ran)
      expect(ran.code, ran.stderr).toBe(0)
      expect(records.map(({ message }) => message)).toEqual(lines!.map(({ message }) => message))
      expect(new Set(records.map(({ eventId }) => eventId)).size).toBe(lines!.length)
      const others = records.flatMap(({ kind }, n) =>
        kind === lines![n]!.kind ? [] : [`line ${n + 1}: ${lines![n]!.label} came out as ${kind}`],
      )
      expect(lines!.length).toBeGreaterThanOrEqual(255)
      expect(others.length, others.join('\n')).toBeLessThanOrEqual(5)
    },
  )
})
