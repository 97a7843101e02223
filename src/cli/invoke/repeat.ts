import { invokeFigures } from '../../domain/invoke-figures.ts'
import { ExitCode } from '../../domain/problem.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { repeatInvoke } from '../../usecases/invoke/repeat.ts'
import type { InvokeCall } from './call.ts'
import { goesOn, type Sending } from './sending.ts'

/** Twenty times a second is enough for eyes. */
const progressOf = (times: number): ((done: number) => void) => {
  let shown = Number.NEGATIVE_INFINITY
  return (done) => {
    const now = performance.now()
    if (now - shown < 50) return
    shown = now
    process.stderr.write(`\r${done} of ${times}`)
  }
}

/** `--repeat N`: measures; 1 where any invocation failed, else 3 where any was not answered. */
export const repeatCommand = async (call: InvokeCall, sending: Sending, times: number): Promise<number> => {
  const { flags, signal, note } = call
  const { session, discovery, fn, request } = sending
  const concurrency = flags.concurrency ?? 1
  const live = process.stderr.isTTY === true && !flags.quiet
  const repeated = await repeatInvoke({
    ...{ session, request, times, concurrency, signal, source: fn.source },
    progress: live ? progressOf(times) : undefined,
  }).finally(() => {
    if (live) process.stderr.write('\r\u001b[K')
  })
  const { measured, lost, sent } = repeated
  if (signal.aborted && sent > measured.length + lost.length) note(goesOn(request))
  const told = { ...repeated, figures: invokeFigures(measured), asked: times, concurrency }
  const guard = ciGuard(process.env)
  await call.emit({
    human: async () => {
      const { repeatText } = await import('../../output/invoke-repeat.ts')
      return repeatText(told, { style: call.style, shown: request.shown, guard })
    },
    json: async () => {
      const { repeatAnswer } = await import('../../output/invoke-json.ts')
      const context = await call.context(discovery.app)
      const incomplete = fn.info.assumed === null ? [] : [fn.info.assumed]
      const { qualifier, type } = request
      return repeatAnswer(told, { context, incomplete, guard, function: fn.resource.path, qualifier, type })
    },
  })
  if (measured.some(({ outcome }) => outcome !== 'success')) return ExitCode.against
  return lost.length > 0 ? ExitCode.unknown : ExitCode.ok
}
