/** Runs tasks, at most `limit` of them at a time, the others in the order in which they came. */
export type AtMost = <T>(task: () => Promise<T>) => Promise<T>

export const atMost = (limit: number): AtMost => {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go))
    else running++
    try {
      return await task()
    } finally {
      // The place goes to the next one directly, so that nobody new slips in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
