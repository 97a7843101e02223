import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, it } from 'vitest'
import { callControl } from '../../src/local/control-client.ts'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { type DemoState, readLiveState, removeState, stateFileOf, writeState } from '../../src/local/state-file.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'slsops-state-'))

interface Serving {
  readonly ready: Pick<DemoState, 'endpoint' | 'pid' | 'env' | 'stacks'>
  readonly cloud: RunningCloud
  readonly stateFile: string
  close(): Promise<void>
}

const open: Serving[] = []
afterEach(async () => {
  for (const serving of open.splice(0)) await serving.close()
})

/** As `demo serve` does: the cloud, and the state by which others find it. */
const serve = async (environment: Record<string, string>, more: object = {}): Promise<Serving> => {
  const cloud = await startCloud({ sample: false, traffic: false, ...more })
  const { endpoint, env, stacks, token } = cloud
  const ready = { endpoint, pid: process.pid, env, stacks }
  const state: DemoState = { ...ready, token, startedAt: Date.now() }
  const stateFile = await writeState(state, environment)
  const close = async (): Promise<void> => {
    await removeState(state, environment)
    await cloud.close()
  }
  const serving = { ready, cloud, stateFile, close }
  open.push(serving)
  return serving
}

const listStacks = (serving: Serving) => {
  const { endpoint, env } = serving.ready
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  }
  const client = new CloudFormationClient({ endpoint, region: env['AWS_REGION'] ?? '', credentials, maxAttempts: 1 })
  return client.send(new ListStacksCommand({}))
}

describe('the state file', () => {
  it('lets others attach while the cloud runs, and is gone with it', async () => {
    const env = { XDG_STATE_HOME: folder() }
    expect(await readLiveState(env)).toBeNull()
    const serving = await serve(env)
    expect(serving.stateFile).toBe(join(env.XDG_STATE_HOME, 'slsops', 'demo.json'))
    expect(statSync(serving.stateFile).mode & 0o777).toBe(0o600)
    expect(statSync(join(env.XDG_STATE_HOME, 'slsops')).mode & 0o777).toBe(0o700)
    expect(await readLiveState(env)).toMatchObject({ ...serving.ready, token: serving.cloud.token })
    await serving.close()
    expect(existsSync(serving.stateFile)).toBe(false)
    open.length = 0
  })

  it('of one that was killed, of another process, or readable by others counts as none', async () => {
    const env = { XDG_STATE_HOME: folder() }
    const serving = await serve(env)
    const state = JSON.parse(readFileSync(serving.stateFile, 'utf8'))
    for (const wrong of [
      { pid: 2 ** 22 + 1 },
      { pid: process.ppid },
      { token: 'x' },
      { endpoint: 'http://192.0.2.1:80' },
      { stacks: null },
    ]) {
      await writeState({ ...state, ...wrong }, env)
      expect(await readLiveState(env)).toBeNull()
    }
    writeFileSync(stateFileOf(env), 'no json')
    expect(await readLiveState(env)).toBeNull()
    const open = { XDG_STATE_HOME: folder() }
    mkdirSync(join(open.XDG_STATE_HOME, 'slsops'))
    writeFileSync(stateFileOf(open), JSON.stringify(state), { mode: 0o644 })
    expect(await readLiveState(open)).toBeNull()
  })

  it('follows no symbolic link, neither to write nor to read', async () => {
    const env = { XDG_STATE_HOME: folder() }
    const serving = await serve(env)
    const state = JSON.parse(readFileSync(serving.stateFile, 'utf8'))
    const linked = { XDG_STATE_HOME: folder() }
    mkdirSync(join(linked.XDG_STATE_HOME, 'slsops'))
    symlinkSync(serving.stateFile, stateFileOf(linked))
    expect(await readLiveState(linked)).toBeNull()
    const victim = join(folder(), 'victim')
    writeFileSync(victim, 'mine')
    const over = { XDG_STATE_HOME: folder() }
    mkdirSync(join(over.XDG_STATE_HOME, 'slsops'))
    symlinkSync(victim, stateFileOf(over))
    await writeState(state, over)
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(lstatSync(stateFileOf(over)).isSymbolicLink()).toBe(false)
    const elsewhere = { XDG_STATE_HOME: folder() }
    symlinkSync(folder(), join(elsewhere.XDG_STATE_HOME, 'slsops'))
    await expect(writeState(state, elsewhere)).rejects.toMatchObject({ code: 'UnsafeFolder' })
  })

  it('belongs to the newest of two, and the older one leaves it alone', async () => {
    const env = { XDG_STATE_HOME: folder() }
    const older = await serve(env)
    const newer = await serve(env)
    await older.close()
    expect((await readLiveState(env))?.endpoint).toBe(newer.ready.endpoint)
    open.shift()
  })
})

describe('control', () => {
  it('sets a fault that SDK clients meet, and takes it back', async () => {
    const serving = await serve({ XDG_STATE_HOME: folder() })
    const address = { endpoint: serving.ready.endpoint, token: serving.cloud.token }
    const words = ['cloudformation.ListStacks', 'deny', '--for', '30s']
    expect(await callControl(address, 'fault', { words })).toMatchObject({
      fault: { service: 'cloudformation', forMs: 30_000 },
    })
    await expect(listStacks(serving)).rejects.toMatchObject({ name: 'AccessDenied' })
    await callControl(address, 'reset', {})
    expect((await listStacks(serving)).$metadata.httpStatusCode).toBe(200)
  })

  it('says how many FilterLogEvents calls were served and throttled', async () => {
    const serving = await serve(
      { XDG_STATE_HOME: folder() },
      { quota: { perSecond: 2 }, now: () => Date.UTC(2026, 0, 1) },
    )
    const { endpoint, env } = serving.ready
    const client = new CloudWatchLogsClient({
      endpoint,
      region: env['AWS_REGION'] ?? '',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    })
    await client.send(new CreateLogGroupCommand({ logGroupName: 'g' }))
    const asked = () => client.send(new FilterLogEventsCommand({ logGroupName: 'g' }))
    const outcomes = await Promise.allSettled([asked(), asked(), asked(), asked(), asked()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    await expect(asked()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
    const health = await callControl({ endpoint, token: serving.cloud.token }, 'health')
    expect(health['logs']).toEqual({ served: 2, throttled: 4 })
  })

  it('tells wrong words as the usage problem they are', async () => {
    const serving = await serve({ XDG_STATE_HOME: folder() })
    const address = { endpoint: serving.ready.endpoint, token: serving.cloud.token }
    await expect(callControl(address, 'fault', { words: ['lambda', 'late=30s'] })).rejects.toMatchObject({
      code: 'Usage',
      exit: 2,
    })
    await expect(callControl(address, 'set', { name: 'nothing', value: 'on' })).rejects.toMatchObject({ code: 'Usage' })
  })

  it('answers nobody without the token, and says when nobody is there', async () => {
    const serving = await serve({ XDG_STATE_HOME: folder() })
    const address = { endpoint: serving.ready.endpoint, token: 'guess' }
    await expect(callControl(address, 'health')).rejects.toMatchObject({ code: 'Unauthorized' })
    await serving.close()
    open.length = 0
    await expect(callControl(address, 'health')).rejects.toMatchObject({
      code: 'DemoUnreachable',
      hint: 'Start one: slsops demo serve',
    })
  })
})

describe('templates on the command line', () => {
  it('become stacks; a wrong file or name is a usage problem and leaves nothing behind', async () => {
    const file = join(folder(), 'template.yaml')
    writeFileSync(file, 'Resources: {Q: {Type: AWS::SQS::Queue}}\n')
    const env = { XDG_STATE_HOME: folder() }
    const { ready } = await serve(env, { templates: [{ file, stack: 'mine' }] })
    expect(ready.stacks.map(({ name }) => name)).toEqual(['mine'])
    for (const wrong of [
      { file: `${file}.none`, stack: 'a' },
      { file, stack: 'no_name' },
    ])
      await expect(startCloud({ sample: false, templates: [wrong] })).rejects.toMatchObject({
        code: 'Usage',
        exit: 2,
      })
  })
})
