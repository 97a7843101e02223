import { renamed } from '../../domain/trace/rename.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { waitForTrace } from '../../usecases/invoke/wait-trace.ts'
import { traceScope } from '../../usecases/traces/scope.ts'
import { type InvokeCall, onStdout } from './call.ts'
import type { Sending } from './sending.ts'

/** Waits for the trace of the invocation and shows it; null, and a word of it, where there is none. */
export const shownTrace = async (
  call: InvokeCall,
  { session, discovery, fn }: Sending,
  id: string | null,
): Promise<Trace | null> => {
  const { flags, note, signal, told } = call
  if (id === null) {
    note('no trace: the answer names none')
    return null
  }
  note(`waiting for trace ${id} ...`)
  const trace = await waitForTrace(session, id, fn.info.name, signal)
  if (trace === null) note(`X-Ray has not shown the trace yet: slsops traces show ${id}`)
  else if (!onStdout(call, 'json') && !flags.quiet) {
    const { waterfallText } = await import('../../output/traces/waterfall.ts')
    const text = await waterfallText(renamed(trace, traceScope(discovery.app).nameOf), {
      style: told,
      zone: flags.timezone ?? null,
      now: session.now(),
      flags: { ...flags },
      guard: ciGuard(process.env),
    })
    process.stderr.write(`\n${text}`)
  }
  return trace
}
