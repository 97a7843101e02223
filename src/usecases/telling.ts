import type { Incomplete } from '../domain/incomplete.ts'
import { isProblem } from '../domain/problem.ts'

/** Runs one question of many: what fails is told beside the answer, and null stands for it. */
export type Told = <T>(what: string, operation: string, run: () => Promise<T>) => Promise<T | null>

export const telling =
  (incomplete: Incomplete[], signal: AbortSignal): Told =>
  async (what, operation, run) => {
    try {
      return await run()
    } catch (error) {
      if (signal.aborted || !isProblem(error)) throw error
      incomplete.push({ what, operation, reason: error.message, action: error.action })
      return null
    }
  }
