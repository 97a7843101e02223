import { constants } from 'node:fs'
import { lstat, mkdir, open, rename, unlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { Problem } from '../domain/problem.ts'
import { callControl } from './control-client.ts'

/** What a running `demo serve` leaves for other commands to attach to. */
export interface DemoState {
  readonly pid: number
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  /** The bearer token of its control endpoint. */
  readonly token: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** What points an AWS tool at it. */
  readonly env: Readonly<Record<string, string>>
  readonly stacks: readonly { readonly name: string; readonly id: string }[]
}

type Environment = Readonly<Record<string, string | undefined>>

const folderOf = (env: Environment): string => {
  const home = env['XDG_STATE_HOME'] ?? ''
  return join(isAbsolute(home) ? home : join(env['HOME'] ?? homedir(), '.local', 'state'), 'slsops')
}

export const stateFileOf = (env: Environment): string => join(folderOf(env), 'demo.json')

const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY } = constants
/** Windows has no such flag, and no such links without privileges. */
const noLink = constants.O_NOFOLLOW ?? 0

/** Writes the state, 0600 in a 0700 folder; the file appears whole or not at all. Returns its path. */
export const writeState = async (state: DemoState, env: Environment): Promise<string> => {
  const folder = folderOf(env)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await lstat(folder)).isSymbolicLink())
    throw new Problem(
      'UnsafeFolder',
      `${folder} is a symbolic link; the token of the demo is not written through one`,
      {
        hint: `rm ${folder}, or set XDG_STATE_HOME to another folder`,
      },
    )
  const file = stateFileOf(env)
  const fresh = `${file}.${state.pid}`
  await unlink(fresh).catch(() => undefined)
  const handle = await open(fresh, O_WRONLY | O_CREAT | O_EXCL | noLink, 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(state)}\n`)
  } finally {
    await handle.close()
  }
  await rename(fresh, file)
  return file
}

const read = async (env: Environment): Promise<DemoState | null> => {
  const handle = await open(stateFileOf(env), O_RDONLY | noLink).catch(() => null)
  if (handle === null) return null
  try {
    const { mode, uid } = await handle.stat()
    const mine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0)
    const state = JSON.parse(await handle.readFile('utf8')) as DemoState
    const whole =
      Number.isInteger(state.pid) &&
      state.pid > 0 &&
      /^http:\/\/127\.0\.0\.1:\d+$/.test(state.endpoint) &&
      typeof state.token === 'string' &&
      typeof state.env === 'object' &&
      Array.isArray(state.stacks)
    return mine && whole ? state : null
  } catch {
    return null
  } finally {
    await handle.close()
  }
}

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The `demo serve` that can be attached to, or null: its process runs and its port answers to its token. A stale or foreign file counts as none. */
export const readLiveState = async (env: Environment): Promise<DemoState | null> => {
  const state = await read(env)
  if (state === null || !runs(state.pid)) return null
  const health = await callControl(state, 'health', undefined, 1000).catch(() => null)
  return health?.['pid'] === state.pid ? state : null
}

/** Takes the state away again, unless another `demo serve` has put its own there. */
export const removeState = async (state: DemoState, env: Environment): Promise<void> => {
  if ((await read(env))?.token === state.token) await unlink(stateFileOf(env)).catch(() => undefined)
}
