import { ExitCode, Problem } from '../../domain/problem.ts'
import { caretLines } from '../../domain/query-caret.ts'
import { malformedAt } from '../../services/logs/insights-problems.ts'

/** A `MalformedQuery` as the person's own query shows it. `before` is how many characters of ours stand before theirs in what was sent. */
export const malformed = (problem: Problem, text: string, before: number): Problem => {
  const at = malformedAt(problem)
  const { message, cause } = problem
  const place = at === null || at.start < before ? [] : caretLines(text, at.start - before, at.end - before)
  return new Problem('MalformedQuery', message, { hint: place.join('\n') || null, exit: ExitCode.usage, cause })
}
