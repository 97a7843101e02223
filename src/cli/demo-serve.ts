import { writeFile } from 'node:fs/promises'
import type { CloudOptions } from '../local/cloud.ts'
import { startCloud } from '../local/start.ts'
import { type DemoState, removeState, writeState } from '../local/state-file.ts'

export interface Serving {
  readonly json: boolean
  readonly readyFile: string | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly write: (text: string) => void
  readonly note: (line: string) => void
  readonly onExit: (clean: () => unknown) => void
}

/** Serves until the signal is aborted. Other commands find it by its state file, which goes with it. */
export const serve = async (options: CloudOptions, serving: Serving): Promise<void> => {
  const { signal, env, write } = serving
  const cloud = await startCloud(options)
  serving.onExit(() => cloud.close())
  const state: DemoState = {
    pid: process.pid,
    endpoint: cloud.endpoint,
    token: cloud.token,
    startedAt: Date.now(),
    env: cloud.env,
    stacks: cloud.stacks,
  }
  await writeState(state, env)
  serving.onExit(() => removeState(state, env))
  const ready = `${JSON.stringify({ schema: 'slsops.demo/1', endpoint: cloud.endpoint, pid: process.pid, env: cloud.env, stacks: cloud.stacks }, null, 2)}\n`
  if (serving.json) write(ready)
  else {
    write(
      `${Object.entries(cloud.env)
        .map(([name, value]) => `export ${name}=${value}`)
        .join('\n')}\n`,
    )
    const names = cloud.stacks.map(({ name }) => name).join(', ')
    serving.note(`serving ${names || 'an empty cloud'} on ${cloud.endpoint}; Ctrl-C ends it`)
    serving.note('in another terminal: slsops tail --demo, or the lines above and any AWS tool')
  }
  if (serving.readyFile !== null) await writeFile(serving.readyFile, ready)
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
