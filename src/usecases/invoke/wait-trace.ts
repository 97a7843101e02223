import { systemClock } from '../../aws/clock.ts'
import type { Session } from '../../aws/session.ts'
import { spans } from '../../domain/trace/flatten.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { fetchTraces, type TraceDoors } from '../traces/fetch.ts'

/** X-Ray shows a trace some seconds after it has ended, and half of it before. */
const AGAIN_MS = [1_000, 2_000, 3_000, 4_000, 5_000, 5_000, 5_000, 10_000, 10_000] as const

/** The trace of an invocation, when all of it is there, or as it is after 45 s; null where there is none by then. */
export const waitForTrace = async (
  session: Session,
  id: string,
  functionName: string,
  signal: AbortSignal,
  doors?: Partial<TraceDoors>,
): Promise<Trace | null> => {
  const clock = session.wire?.clock ?? systemClock
  let last: Trace | null = null
  for (const pause of AGAIN_MS) {
    await clock.sleep(pause, signal)
    const asked = { session, ids: [id], signal, everywhere: false, ...(doors ? { doors } : {}) }
    for await (const trace of fetchTraces(asked)) last = trace
    const ran = last !== null && [...spans(last)].some(({ name, end }) => name === functionName && end !== null)
    if (last !== null && ran && !last.partial) break
  }
  return last
}
