/** Who reads from a queue: a function by an event source mapping. (Lambda API: EventSourceMappingConfiguration.) */
export interface QueueConsumer {
  /** The function's name; its logical id is the stack's to tell. */
  readonly functionName: string
  readonly functionArn: string
  /** `Enabled`, `Disabled`, `Creating` ... */
  readonly state: string
}

/** A queue as SQS describes it; what it does not tell is null. (SQS API: GetQueueAttributes.) */
export interface QueueFacts {
  readonly url: string
  readonly arn: string
  readonly name: string
  readonly fifo: boolean
  /** Approximate, and up to a minute old: SQS counts so. */
  readonly visible: number
  readonly inFlight: number
  readonly delayed: number
  readonly visibilityTimeoutMs: number
  readonly retentionMs: number
  /** Where it sends what was received too often. */
  readonly redrive: { readonly dlqArn: string; readonly maxReceiveCount: number } | null
}

/** A queue and its neighbours. */
export interface QueueState extends QueueFacts {
  /** Null for a queue that is not of the stack. */
  readonly logicalId: string | null
  readonly path: string | null
  /** The age of the oldest message is a metric, not an attribute: null where no metric was read. */
  readonly oldestAgeMs: number | null
  readonly dlq: { readonly name: string; readonly arn: string; readonly depth: number | null } | null
  /** Names of the queues whose dead letters come here. */
  readonly dlqFor: readonly string[]
  /** Null where Lambda could not be asked. */
  readonly consumers: readonly QueueConsumer[] | null
}

const whole = (value: string | undefined): number => {
  const number = Number(value)
  return value !== undefined && Number.isFinite(number) ? number : 0
}

/** `{"deadLetterTargetArn": ..., "maxReceiveCount": 3}`; the count comes as a number or as text. */
const redriveOf = (text: string | undefined): QueueFacts['redrive'] => {
  if (!text) return null
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>
    const count = Number(maxReceiveCount)
    return typeof deadLetterTargetArn === 'string' && Number.isFinite(count)
      ? { dlqArn: deadLetterTargetArn, maxReceiveCount: count }
      : null
  } catch {
    return null
  }
}

export const queueFacts = (url: string, attributes: Readonly<Record<string, string>>): QueueFacts => {
  const name = url.slice(url.lastIndexOf('/') + 1)
  return {
    url,
    arn: attributes['QueueArn'] ?? '',
    name,
    fifo: attributes['FifoQueue'] === 'true' || name.endsWith('.fifo'),
    visible: whole(attributes['ApproximateNumberOfMessages']),
    inFlight: whole(attributes['ApproximateNumberOfMessagesNotVisible']),
    delayed: whole(attributes['ApproximateNumberOfMessagesDelayed']),
    visibilityTimeoutMs: whole(attributes['VisibilityTimeout']) * 1000,
    retentionMs: whole(attributes['MessageRetentionPeriod']) * 1000,
    redrive: redriveOf(attributes['RedrivePolicy']),
  }
}
