import { nearest } from '../domain/nearest.ts'
import { ExitCode, isProblem, Problem } from '../domain/problem.ts'
import { ciGuard } from '../output/ci-commands.ts'
import { errorAnswer } from '../output/json.ts'
import { safeText } from '../output/safe-text.ts'

interface Told {
  readonly json: boolean
  readonly debug: boolean
}

/** Tells a failure: one line of what happened, the next step; JSON on stdout under `--json`. Gives the exit code. */
export const reportFailure = (error: unknown, { json, debug }: Told): number => {
  const problem = asProblem(error)
  const guard = ciGuard(process.env)
  const tell = (text: string) => {
    const safe = `${safeText(text, { keepNewlines: true })}\n`
    process.stderr.write(guard ? guard.text(safe) : safe)
  }
  // Where stdout takes nothing, stderr may.
  if (json && problem.code !== 'OutputLost') process.stdout.write(errorAnswer(problem, guard))
  else {
    tell(`slsops: ${problem.message}`)
    if (problem.hint) tell(`  ${problem.hint.replaceAll('\n', '\n  ')}`)
  }
  if (debug) tell(chain(error))
  return problem.exit
}

/** Everything that is thrown becomes a Problem: oclif's parse errors are usage, the unforeseen is "could not tell". */
export const asProblem = (error: unknown): Problem => {
  if (isProblem(error)) return error
  const oclif = error as { oclif?: { exit?: number }; message?: string; name?: string }
  if (oclif?.oclif?.exit === ExitCode.usage) {
    const [first = '', ...rest] = String(oclif.message)
      .replace(/\nSee more help with --help$/, '')
      .split('\n')
    const flag = /^Nonexistent flags?: (--[\w-]+)/.exec(first)?.[1]
    if (flag) return unknownFlag(flag, error)
    return new Problem('Usage', first, {
      hint: [...rest.filter(Boolean), 'see --help'].join('\n'),
      exit: ExitCode.usage,
      cause: error,
    })
  }
  const message = error instanceof Error ? error.message || error.name : String(error)
  return new Problem('Unexpected', `something went wrong that slsops did not foresee: ${message}`, {
    hint: 'the same command with --debug shows where',
    cause: error,
  })
}

const unknownFlag = (flag: string, error: unknown): Problem => {
  const known =
    (error as { parse?: { input?: { flags?: Readonly<Record<string, unknown>> } } }).parse?.input?.flags ?? {}
  const [close] = nearest(flag.slice(2), Object.keys(known))
  const hint = close ? `did you mean: --${close}` : '--help lists the flags'
  return new Problem('Usage', `this command has no flag ${flag}`, { hint, exit: ExitCode.usage, cause: error })
}

const chain = (error: unknown): string => {
  const lines: string[] = []
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 8; depth++) {
    const { stack, $metadata } = at as { stack?: string; $metadata?: { requestId?: string; attempts?: number } }
    lines.push(`${depth > 0 ? 'caused by ' : ''}${stack ?? String(at)}`)
    if ($metadata?.requestId) lines.push(`  request id ${$metadata.requestId}, attempts ${$metadata.attempts ?? 1}`)
    at = (at as { cause?: unknown }).cause
  }
  return lines.join('\n')
}
