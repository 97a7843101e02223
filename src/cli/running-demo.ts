import { Problem } from '../domain/problem.ts'
import type { DemoState } from '../local/state-file.ts'

/** The `demo serve` that is running, for the commands that steer it; a Problem (usage) when there is none. */
export const runningDemo = async (): Promise<DemoState> => {
  const { readLiveState } = await import('../local/state-file.ts')
  const state = await readLiveState(process.env)
  if (state) return state
  throw new Problem('NoDemo', 'no demo cloud is running', {
    hint: 'start one in another terminal: slsops demo serve',
    exit: 2,
  })
}
