import { ExitCode, Problem } from '../domain/problem.ts'

/** Why a command was stopped from outside; the reason its signal is aborted with. */
export class Stopped extends Error {
  readonly exit: number
  constructor(message: string, exit: number) {
    super(message)
    this.name = 'Stopped'
    this.exit = exit
  }
}

/** Exit 3: what was to be told is lost. */
export const cannotWrite = (cause: NodeJS.ErrnoException): Problem =>
  new Problem('OutputLost', `the answer can't be written: ${cause.message}`, {
    hint: cause.code === 'ENOSPC' ? 'free some space, or write it elsewhere' : null,
    cause,
  })

/**
 * Turns Ctrl-C, SIGTERM and a closed pipe into one AbortSignal, so that a command ends through its own clean-up.
 * A second Ctrl-C does not wait for it.
 */
export const watchForStop = (): { readonly controller: AbortController; dispose(): void } => {
  const controller = new AbortController()
  const stop = (name: string, exit: number) => () => {
    if (controller.signal.aborted) process.exit(exit)
    controller.abort(new Stopped(name, exit))
  }
  const handlers = [
    ['SIGINT', stop('interrupted', ExitCode.interrupted)],
    ['SIGTERM', stop('terminated', ExitCode.terminated)],
    ['SIGHUP', stop('hung up', ExitCode.terminated)],
  ] as const
  const closed = (error: NodeJS.ErrnoException) => {
    if (controller.signal.aborted) return
    // The reader of the pipe has what it wanted (`| head -1`): not an error, and nothing more to say.
    if (error.code === 'EPIPE') controller.abort(new Stopped('the reader of the pipe closed it', ExitCode.ok))
    else controller.abort(cannotWrite(error))
  }
  for (const [name, handler] of handlers) process.on(name, handler)
  // oclif's own, which throws what is no closed pipe, would end the program before any clean-up.
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', closed)
  return {
    controller,
    dispose: () => {
      for (const [name, handler] of handlers) process.off(name, handler)
    },
  }
}
