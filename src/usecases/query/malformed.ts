import { ExitCode, Problem } from '../../domain/problem.ts'
import { caretLines } from '../../domain/query-caret.ts'
import { malformedAt } from '../../services/logs/insights-problems.ts'

/** A `MalformedQuery` as the person's own query shows it. `before` is how many characters of ours stand before theirs in what was sent. */
export const malformed = (problem: Problem, text: string, before: number): Problem => {
  const at = malformedAt(problem)
  const { cause } = problem
  const place = at === null || at.start < before ? [] : caretLines(text, at.start - before, at.end - before)
  // The caret says it, and of the person's own query.
  const message = place.length > 0 ? problem.message.replace(/ at line \d+ and position \d+/, '') : problem.message
  return new Problem('MalformedQuery', message, { hint: place.join('\n') || null, exit: ExitCode.usage, cause })
}
