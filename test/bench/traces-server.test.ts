import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSession } from '../../src/aws/session.ts'
import { fetchTraces } from '../../src/usecases/traces/fetch.ts'
import { runProgram } from '../support/run-slsops.ts'

let server: ChildProcessWithoutNullStreams
let endpoint: string

beforeAll(async () => {
  server = spawn(process.execPath, [join(import.meta.dirname, 'traces-server.mjs'), '120', '20', '0'])
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string]
  endpoint = (JSON.parse(line) as { endpoint: string }).endpoint
})
afterAll(async () => {
  server.stdin.end()
  await once(server, 'close')
})

test('the floor asks for every trace', async () => {
  const ran = await runProgram(process.execPath, [join(import.meta.dirname, 'traces-floor.mjs'), endpoint])
  expect(ran.stdout, ran.stderr).toBe('120 traces\n')
})

test('a trace is what its title says', async () => {
  const answer = await fetch(`${endpoint}/TraceSummaries`, { method: 'POST', body: '{}' })
  const { TraceSummaries, NextToken } = (await answer.json()) as { TraceSummaries: { Id: string }[]; NextToken: string }
  expect([TraceSummaries.length, NextToken]).toEqual([100, '1'])
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'us-east-1' }
  const session = await createSession({ env: keys, endpointUrl: endpoint })
  const { signal } = new AbortController()
  for await (const trace of fetchTraces({ session, ids: [TraceSummaries[0]!.Id], signal })) {
    expect(trace).toMatchObject({ orphans: 0, invalid: [], partial: false, spanCount: 20 })
  }
})
