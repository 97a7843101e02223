import { writeFile } from 'node:fs/promises'
import type { CloudOptions } from './cloud.ts'
import { type RunningCloud, startCloud } from './start.ts'
import { type DemoState, removeState, writeState } from './state-file.ts'

export interface ServeOptions extends CloudOptions {
  /** A file that gets the ready data as JSON, once the port listens. */
  readonly readyFile?: string
}

/** What `demo serve -o json` prints. */
export interface Ready {
  readonly endpoint: string
  readonly pid: number
  readonly env: Readonly<Record<string, string>>
  readonly stacks: readonly { readonly name: string; readonly id: string }[]
}

export interface Serving {
  readonly ready: Ready
  readonly cloud: RunningCloud
  /** Where the state was written for other commands to attach. */
  readonly stateFile: string
  /** Takes the state file away and closes the cloud. */
  close(): Promise<void>
}

/** Starts a cloud that other commands can attach to. Where one is served already, the newer takes over its state file. */
export const serveCloud = async (
  options: ServeOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Serving> => {
  const cloud = await startCloud(options)
  const { endpoint, env, stacks, token } = cloud
  const ready: Ready = { endpoint, pid: process.pid, env, stacks }
  const state: DemoState = { ...ready, token, startedAt: (options.now ?? Date.now)() }
  try {
    const stateFile = await writeState(state, environment)
    if (options.readyFile !== undefined) await writeFile(options.readyFile, `${JSON.stringify(ready)}\n`)
    return {
      ready,
      cloud,
      stateFile,
      async close() {
        await removeState(state, environment)
        await cloud.close()
      },
    }
  } catch (error) {
    await removeState(state, environment)
    await cloud.close()
    throw error
  }
}
