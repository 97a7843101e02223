import type { Incomplete } from '../../domain/incomplete.ts'
import { type QueueMessage, receiveCount, sentAt, traceIdOf } from '../../domain/sqs/message.ts'
import type { QueueState } from '../../domain/sqs/queue.ts'
import { messageRecord } from '../../domain/sqs/record.ts'
import { ago } from '../ago.ts'
import type { CiGuard } from '../ci-commands.ts'
import { type AnswerContext, answer } from '../json.ts'
import { paint } from '../paint.ts'
import { safeJson, safeText } from '../safe-text.ts'
import { glyphs, type Style } from '../style.ts'
import { maskedFields, maskedValue } from './masked.ts'

export interface PeekLook {
  readonly style: Style
  readonly now: number
  readonly showSecrets: boolean
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')

/** A message for people: what it is about, then its body with the wrapping taken off. */
const messageText = async (message: QueueMessage, { style, now, showSecrets }: PeekLook): Promise<string> => {
  const look = await paint(style)
  const { dot } = glyphs(style)
  const { messageId, groupId, deduplicationId, decoded, attributes } = messageRecord(message)
  const at = sentAt(message)
  const traceId = traceIdOf(message)
  const words = [
    messageId,
    at === null ? '' : `sent ${ago(at, now)} ago`,
    `received ${receiveCount(message)} times`,
    groupId === null ? '' : `group ${groupId}`,
    deduplicationId === null ? '' : `deduplication id ${deduplicationId}`,
    traceId === null ? '' : `trace ${traceId}`,
  ].filter((word) => word !== '')
  const own = Object.entries(showSecrets ? attributes : maskedFields(attributes, (one) => ({ ...one, value: '***' })))
  const value = showSecrets ? decoded.value : maskedValue(decoded.value)
  const body = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return [
    look('bold', safeText(words.join(` ${dot} `))),
    ...own.map(([name, one]) => look('dim', safeText(`  ${name} (${one.type}) = ${one.value}`))),
    ...(decoded.kind === 'json' || decoded.kind === 'text' ? [] : [look('dim', `  ${decoded.kind}:`)]),
    safeText(indented(body), { keepNewlines: true }),
    '',
  ].join('\n')
}

export const peekText = async (
  messages: readonly QueueMessage[],
  look: PeekLook,
  guard: CiGuard | null,
): Promise<string> => {
  const texts = await Promise.all(messages.map((message) => messageText(message, look)))
  const whole = texts.map((text) => `${text}\n`).join('')
  return guard ? guard.text(whole) : whole
}

/** `slsops.sqs-peek/1`. Bodies are as they came: who asks for a message in JSON asks for all of it. */
export const peekAnswer = (
  queue: QueueState,
  { messages, restored }: { readonly messages: readonly QueueMessage[]; readonly restored: boolean },
  context: AnswerContext,
  incomplete: readonly Incomplete[],
  guard: CiGuard | null,
): string => {
  const { logicalId, name, url, arn, fifo, dlqFor, visible, inFlight, delayed } = queue
  const body = {
    queue: { logicalId, name, url, arn, fifo, dlqFor },
    approximate: { visible, inFlight, delayed },
    messages: messages.map(messageRecord),
    restored,
  }
  return answer('slsops.sqs-peek/1', context, body, incomplete, guard)
}

/** A message a line, as `sqs save` writes them. */
export const peekRecords = (messages: readonly QueueMessage[], guard: CiGuard | null): string =>
  messages
    .map((message) => {
      const json = safeJson(JSON.stringify(messageRecord(message)))
      return `${guard ? guard.json(json) : json}\n`
    })
    .join('')
