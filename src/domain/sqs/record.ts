import { usage } from '../problem.ts'
import { decodeBody } from './decode.ts'
import {
  type MessageAttribute,
  type OutgoingMessage,
  type QueueMessage,
  receiveCount,
  sentAt,
  traceIdOf,
} from './message.ts'

/**
 * A message as `sqs peek` shows it, `sqs save` and a backup keep it, and `--where` asks about it. It holds all that is needed to send the message
 * again: body, attributes (a Binary one as base64) and system attributes are as SQS told them.
 */
export const messageRecord = (message: QueueMessage) => {
  const { messageId, body, attributes, system } = message
  const at = sentAt(message)
  return {
    messageId,
    sentAt: at === null ? null : new Date(at).toISOString(),
    receiveCount: receiveCount(message),
    groupId: system['MessageGroupId'] ?? null,
    deduplicationId: system['MessageDeduplicationId'] ?? null,
    body,
    bodyEncoding: 'utf8' as const,
    decoded: decodeBody(body),
    attributes,
    system,
    traceId: traceIdOf(message),
  }
}

export type MessageRecord = ReturnType<typeof messageRecord>

/** The message as it is sent again: nothing of it is changed. */
export const again = (
  { body, attributes, system }: Pick<QueueMessage, 'body' | 'attributes' | 'system'>,
  deduplicationId: string | null,
): OutgoingMessage => ({
  body,
  attributes,
  traceHeader: system['AWSTraceHeader'] ?? null,
  // A standard queue has groups too, where its senders asked for fair ones.
  groupId: system['MessageGroupId'] ?? null,
  deduplicationId,
  delaySeconds: null,
})

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const attributesOf = (value: unknown, where: string): Record<string, MessageAttribute> => {
  if (value === undefined || value === null) return {}
  if (!isRecord(value))
    throw usage(`${where}: "attributes" is no object`, 'write it like {"kind": {"type": "String", "value": "gift"}}')
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (typeof one === 'string') return [name, { type: 'String', value: one }]
      if (typeof one === 'number') return [name, { type: 'Number', value: String(one) }]
      if (isRecord(one) && typeof one['type'] === 'string' && typeof one['value'] === 'string') {
        return [name, { type: one['type'], value: one['value'] }]
      }
      throw usage(
        `${where}: the attribute "${name}" has no type and value`,
        'write it like {"type": "Number", "value": "1"}',
      )
    }),
  )
}

/**
 * A message out of a file: what `sqs save` wrote, or as little as `{"body": ...}`. A body that is no text is written as JSON. Throws a usage
 * Problem; `where` names the line.
 */
export const outgoingOf = (value: unknown, where: string): OutgoingMessage => {
  if (!isRecord(value) || value['body'] === undefined)
    throw usage(`${where} is no message`, 'write it like {"body": "hello"}')
  const system = isRecord(value['system']) ? value['system'] : {}
  const body = value['body']
  const delay = value['delaySeconds']
  return {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: attributesOf(value['attributes'], where),
    traceHeader: text(value['traceHeader']) ?? text(system['AWSTraceHeader']),
    groupId: text(value['groupId']) ?? text(system['MessageGroupId']),
    deduplicationId: text(value['deduplicationId']) ?? text(system['MessageDeduplicationId']),
    delaySeconds: typeof delay === 'number' ? delay : null,
  }
}

/** The messages of a file: a JSON array, or one a line. Throws a usage Problem that names the line. */
export const messagesIn = (content: string): readonly OutgoingMessage[] => {
  const read = (source: string, where: string): unknown => {
    try {
      return JSON.parse(source)
    } catch (cause) {
      throw usage(
        `${where} is no JSON: ${(cause as Error).message}`,
        'a JSON array of messages, or one a line, as `sqs save` writes them',
      )
    }
  }
  if (content.trimStart().startsWith('[')) {
    const all = read(content, 'the file')
    return (all as unknown[]).map((one, at) => outgoingOf(one, `message ${at + 1}`))
  }
  return content
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : [outgoingOf(read(line, `line ${at + 1}`), `line ${at + 1}`)]))
}
