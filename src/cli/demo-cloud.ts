import type { DemoState } from '../local/state-file.ts'

/** The embedded cloud that `--demo` talks to: somebody's running one, or our own for as long as we run. */
export interface DemoCloud {
  readonly endpoint: string
  readonly env: Readonly<Record<string, string>>
  readonly stacks: DemoState['stacks']
  readonly own: boolean
  /** Tells one start of a cloud from the next, which may get the same port. */
  readonly start: string
  close(): Promise<void>
}

/** `SLSOPS_DEMO=own` never attaches: a test must not meet what a person left running. */
export const demoCloud = async (env: Readonly<Record<string, string | undefined>>): Promise<DemoCloud> => {
  if (env['SLSOPS_DEMO'] !== 'own') {
    const { readLiveState } = await import('../local/state-file.ts')
    const running = await readLiveState(env)
    if (running) return { ...running, own: false, start: `${running.pid} ${running.startedAt}`, close: async () => {} }
  }
  const { startCloud } = await import('../local/start.ts')
  const cloud = await startCloud({ seed: Number(env['SLSOPS_DEMO_SEED'] ?? 1) })
  return {
    endpoint: cloud.endpoint,
    env: cloud.env,
    stacks: cloud.stacks,
    own: true,
    start: '',
    close: () => cloud.close(),
  }
}
