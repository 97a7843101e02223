import type { QueueMessage } from '../../domain/sqs/message.ts'
import { type AnswerContext, answer } from '../json.ts'
import { safeText } from '../safe-text.ts'

export interface DryRun {
  readonly from: string
  readonly to: string
  readonly would: readonly QueueMessage[]
  readonly seen: number
}

export const dryRunText = ({ from, to, would, seen }: DryRun): string =>
  [
    `would redrive ${would.length} of ${seen} messages from ${from} to ${to}`,
    ...would.slice(0, 20).map(({ messageId }) => `  ${messageId}`),
    ...(would.length > 20 ? [`  and ${would.length - 20} more`] : []),
  ]
    .map((line) => `${safeText(line)}\n`)
    .join('')

/** `slsops.sqs-dry-run/1`. */
export const dryRunAnswer = ({ from, to, would, seen }: DryRun, context: AnswerContext): string =>
  answer(
    'slsops.sqs-dry-run/1',
    context,
    { from, to, received: seen, would: would.map(({ messageId }) => messageId) },
    [],
  )
