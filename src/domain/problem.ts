/** Exit codes a script may rely on (the README lists each case). */
export const ExitCode = { ok: 0, against: 1, usage: 2, unknown: 3, interrupted: 130, terminated: 143 } as const

/**
 * An expected failure, told to the person in three parts: what happened, why, what to do next.
 * Everything that is not a `Problem` is a bug or an answer we did not foresee, and counts as "could not tell".
 */
export class Problem extends Error {
  /** Stable word for scripts: `StackNotFound`, `AccessDenied`, `Usage` ... */
  readonly code: string
  /** What to type or look at next; complete enough to be pasted. */
  readonly hint: string | null
  /** The IAM action that was denied, such as `logs:FilterLogEvents`. */
  readonly action: string | null
  readonly exit: number

  constructor(
    code: string,
    message: string,
    more: { hint?: string | null; action?: string | null; exit?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'Problem'
    this.code = code
    this.hint = more.hint ?? null
    this.action = more.action ?? null
    this.exit = more.exit ?? ExitCode.unknown
  }
}

/** Wrong words on the command line or in a configuration file. */
export const usage = (message: string, hint?: string): Problem =>
  new Problem('Usage', message, { hint: hint ?? null, exit: ExitCode.usage })

/** True for a `Problem` of any copy of this module: chunks and tests may hold several. */
export const isProblem = (error: unknown): error is Problem =>
  error instanceof Error && error.name === 'Problem' && 'exit' in error
