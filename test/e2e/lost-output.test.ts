import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServer, demoServer } from '../support/demo-server.ts'
import { runProgram } from '../support/run-slsops.ts'
import { root } from '../support/sources.ts'

let demo: DemoServer
beforeAll(async () => {
  demo = await demoServer()
})
afterAll(() => demo?.stop())

/** A device that takes nothing. */
const full = '/dev/full'

describe.skipIf(!existsSync(full))('an answer that can not be written (skipped where there is no /dev/full)', () => {
  it.each([
    '--version',
    'completion bash',
    'stacks',
    'traces --stack orders --json',
    'dynamodb scan --stack orders --all -o ndjson',
    'tail --stack orders --no-follow',
    'invoke CreateOrder --stack orders -d {} --yes',
  ])('slsops %s says so in one line, exit code 3', async (words) => {
    const line = `"${process.execPath}" "${root}/bin/run.js" ${words} > ${full}`
    const { code, stderr } = await runProgram('bash', ['-c', line], { env: demo.env })
    expect(code, stderr).toBe(3)
    expect(stderr).toMatch(/^slsops: the answer can(?:'t|\s?not) be written: ENOSPC/m)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('a pipe that its reader closed is no failure', async () => {
    const line = `"${process.execPath}" "${root}/bin/run.js" traces --stack orders -o ndjson | head -1; exit "\${PIPESTATUS[0]}"`
    const { code, stdout } = await runProgram('bash', ['-c', line], { env: demo.env })
    expect([code, stdout.split('\n').length]).toEqual([0, 2])
  })
})
