import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServer, demoServer } from '../support/demo-server.ts'
import { cleanEnv, json, runProgram, slsops } from '../support/run-slsops.ts'
import { root } from '../support/sources.ts'

/** Interrupts the process when its stdout first matches. */
const whenSaid = (pattern: RegExp, then: (child: ChildProcess) => void) => (child: ChildProcess) => {
  let said = ''
  let done = false
  child.stdout?.on('data', (bytes: Buffer) => {
    said += bytes.toString()
    if (done || !pattern.test(said)) return
    done = true
    then(child)
  })
}

describe('a tail as a process', () => {
  let demo: DemoServer
  beforeAll(async () => {
    demo = await demoServer()
  })
  afterAll(() => demo.stop())

  it('| head -1 ends it quietly, with exit code 0', async () => {
    const line = `"${process.execPath}" "${join(root, 'bin/run.js')}" tail --stack orders | head -1; echo "\${PIPESTATUS[0]}"`
    const { stdout, stderr } = await runProgram('bash', ['-c', line], { env: demo.env })
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toBe('0')
    expect(stderr).not.toMatch(/EPIPE|Error|at .*\.js/)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with %s, the closing line last', async (signal, code) => {
    const ran = await slsops(['tail', '--stack', 'orders'], {
      env: demo.env,
      started: whenSaid(/\n/, (child) => child.kill(signal)),
    })
    expect(ran.code).toBe(code)
    expect(ran.stderr.trimEnd().split('\n').at(-1)).toMatch(/^[\d ]+ events?( · |$)/)
  })

  it('shows what happens while it follows', async () => {
    const ran = await slsops(['tail', '--stack', 'orders', '--since', '0s', '-o', 'ndjson'], {
      env: demo.env,
      started: whenSaid(/"kind":"report"/, (child) => child.kill('SIGINT')),
    })
    expect(ran.code).toBe(130)
    expect(ran.stdout.endsWith('\n')).toBe(true)
  })

  it('writes a line to a pipe as it comes, not when it ends', async () => {
    const child = spawn(process.execPath, [join(root, 'bin/run.js'), 'tail', '--stack', 'orders', '-o', 'raw'], {
      env: cleanEnv(demo.env),
    })
    const first = await new Promise((resolve) => child.stdout.once('data', resolve))
    expect(String(first).length).toBeGreaterThan(0)
    expect(child.exitCode).toBeNull()
    child.kill('SIGINT')
    await new Promise((resolve) => child.once('close', resolve))
  })
})

describe('demo serve as a process', () => {
  it('tells where it is, is found by --demo, and takes its state with it', async () => {
    const demo = await demoServer(['--no-traffic'])
    const attached = await slsops(['stacks', '--demo', '--json'], { env: { SLSOPS_DEMO: '' } })
    expect(json(attached).context.endpoint).toBe(demo.endpoint)
    const ended = await demo.stop()
    expect(ended.code).toBe(130)
    expect(ended.stdout).toContain(`export AWS_ENDPOINT_URL=${demo.endpoint}`)
    const none = await slsops(['demo', 'reset'], { env: { SLSOPS_DEMO: '' } })
    expect(none).toMatchObject({ code: 2, stdout: '' })
    expect(none.stderr).toContain('no demo cloud is running')
  })
})

describe('usage errors: exit code 2, one line of what and one of what next', () => {
  it.each([
    [['tial'], 'slsops tail'],
    [['tail', '--demo', '--level', 'loud'], 'no level'],
    [['tail', '--demo', '-o', 'junit'], 'ndjson'],
    [['tail', '--demo', '--grep', '('], 'regular expression'],
    [['tail', '--demo', '--since', 'yesterdayish'], 'yesterdayish'],
    [['tail', '--demo', 'Nobody'], 'CreateOrder'],
    [['tail', '--frobnicate'], 'frobnicate'],
    [['stacks', '--demo', '-o', 'json', '-o', 'human'], 'two formats'],
    [['--demo', 'stacks'], 'after the command'],
    [['demo', 'serve', '--template', 'x.yaml'], '--stack'],
    [['completion', 'tcsh'], 'bash'],
  ])('%j', async (words, said) => {
    const ran = await slsops(words)
    expect(ran.stderr).toMatch(/^slsops: /m)
    expect(ran.stderr).toContain(said)
    expect(ran.stderr).not.toMatch(/\n\s+at /)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
  })

  it('under --json the error is an answer of its own', async () => {
    const ran = await slsops(['resources', '--demo', '--json', '--type', 'Nothing::Here', 'nobody'])
    expect(ran).toMatchObject({ code: 2 })
    const { schema, error } = json(ran)
    expect(schema).toBe('slsops.error/1')
    expect(Object.keys(error)).toEqual(['code', 'message', 'hint', 'action'])
    const flag = await slsops(['stacks', '--json', '--frobnicate'])
    expect(json(flag)).toMatchObject({ schema: 'slsops.error/1', error: { code: 'Usage' } })
    expect(flag.code).toBe(2)
  })
})

describe('could not tell: exit code 3', () => {
  const env = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIANOBODY0000000000', AWS_SECRET_ACCESS_KEY: 'x' }
  it('nobody listens at the endpoint', async () => {
    const ran = await slsops(['stacks', '--endpoint-url', 'http://127.0.0.1:9'], { env })
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toContain('127.0.0.1:9')
  })
  it('no credentials at all', async () => {
    const ran = await slsops(['stacks'], { env: { AWS_REGION: 'eu-west-1' } })
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toMatch(/credentials/)
  })
})
