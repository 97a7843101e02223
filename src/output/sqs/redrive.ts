import type { Incomplete } from '../../domain/incomplete.ts'
import { type AnswerContext, answer } from '../json.ts'
import { safeText } from '../safe-text.ts'
import { glyphs, type Style } from '../style.ts'

export interface RedriveResult {
  readonly from: string
  /** Null: deleted. */
  readonly to: string | null
  readonly moved: number
  readonly doubts: readonly string[]
  readonly cameBack: number
  readonly others: number
  readonly inFlight: number
  readonly stopped: boolean
  readonly journal: string
  readonly backup: string
}

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`

export const redriveText = (result: RedriveResult, style: Style): string => {
  const { from, to, moved, doubts, cameBack, others, inFlight, stopped } = result
  const { ok, error, arrow } = glyphs(style)
  const done = to === null ? `deleted from ${from}` : `redriven: ${from} ${arrow} ${to}`
  return [
    `${stopped ? error : ok} ${count(moved, 'message')} ${done}${stopped ? ' before it was stopped' : ''}`,
    ...(doubts.length === 0 ? [] : [`${error} may be there twice: ${doubts.join(', ')}`]),
    ...(cameBack === 0 ? [] : [`${error} ${count(cameBack, 'message')} failed again and came back`]),
    ...(others === 0 ? [] : [`  ${count(others, 'message')} left that ${others === 1 ? 'was' : 'were'} not asked for`]),
    ...(inFlight === 0
      ? []
      : [`  ${count(inFlight, 'message')} in flight elsewhere ${inFlight === 1 ? 'was' : 'were'} not reached`]),
  ]
    .map((line) => `${safeText(line)}\n`)
    .join('')
}

/** `slsops.sqs-redrive/1`. */
export const redriveAnswer = (
  result: RedriveResult,
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string => answer('slsops.sqs-redrive/1', context, { ...result }, incomplete)
