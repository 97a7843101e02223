/** A message attribute of the sender's own. `value` of a Binary type is base64. (SQS API: MessageAttributeValue.) */
export interface MessageAttribute {
  /** `String`, `Number`, `Binary`, each perhaps with a label: `Number.float`. */
  readonly type: string
  readonly value: string
}

/** A message as it was received, whole: what is needed to send it again. (SQS API: Message.) */
export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  /** SQS carries text only; equal to what was sent. */
  readonly body: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  /** System attributes by name, as SQS told them: `SentTimestamp`, `AWSTraceHeader` ... */
  readonly system: Readonly<Record<string, string>>
}

/** What is sent: a new message, or an old one again. */
export interface OutgoingMessage {
  readonly body: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  readonly traceHeader: string | null
  readonly groupId: string | null
  readonly deduplicationId: string | null
  readonly delaySeconds: number | null
}

const epoch = (text: string | undefined): number | null => {
  const at = Number(text)
  return text !== undefined && Number.isFinite(at) ? at : null
}

/** Epoch milliseconds; null where SQS did not say. */
export const sentAt = ({ system }: QueueMessage): number | null => epoch(system['SentTimestamp'])
export const firstReceivedAt = ({ system }: QueueMessage): number | null =>
  epoch(system['ApproximateFirstReceiveTimestamp'])
export const receiveCount = ({ system }: QueueMessage): number => epoch(system['ApproximateReceiveCount']) ?? 0

/** X-Ray form, out of the message's trace header. */
export const traceIdOf = ({ system }: QueueMessage): string | null =>
  /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/i.exec(system['AWSTraceHeader'] ?? '')?.[1]?.toLowerCase() ?? null

export const isBinary = ({ type }: MessageAttribute): boolean => type.startsWith('Binary')
