import type { Invocation } from '../lambda/shape.ts'
import { hexOf, latency, pick, type Random, traceIdOf, uuidOf } from '../random.ts'
import type { SegmentDocument } from '../xray/segments.ts'
import { type ApiCall, accessLine, proxyEvent, stageDocument, statusOf } from './api.ts'
import { kinesisEvent, sqsEvent } from './events.ts'
import { totalCents } from './handlers/order.ts'
import type { Place } from './place.ts'
import { clicks, type Purchase, userAgents } from './shop.ts'
import { accessLogGroup } from './template/resources.ts'
import { type StateRun, workflowDocument } from './workflow.ts'
import { workflowLog } from './workflow-log.ts'

/** Who plays the story: live through worker threads and real services, or at once through a clock of its own. Times in epoch ms. */
export interface Stagehand {
  readonly place: Place
  readonly random: Random
  invoke(logicalId: string, event: unknown, at: number, cause: Cause): Promise<Played>
  line(group: string, stream: string, at: number, message: string): void
  segment(make: () => SegmentDocument): void
}

export interface Cause {
  readonly traceHeader: string | null
  readonly link?: Invocation['link']
}

export interface Played {
  readonly requestId: string
  readonly payload: unknown
  readonly functionError: string | null
  readonly endedAt: number
}

const header = (traceId: string, parentId: string): string => `Root=${traceId};Parent=${parentId};Sampled=1`

/** `POST /orders`: the stage, CreateOrder behind it, its access line. True where the order was taken. */
export const placeOrder = async (
  hand: Stagehand,
  purchase: Purchase,
  at: number,
): Promise<Played & { taken: boolean }> => {
  const { random, place } = hand
  const traceId = traceIdOf(random, at)
  const call: ApiCall = {
    requestId: uuidOf(random),
    at: Math.floor(at),
    ip: `203.0.113.${1 + Math.floor(random() * 250)}`,
    userAgent: pick(random, userAgents),
    traceId,
    segmentId: hexOf(random, 16),
    callId: hexOf(random, 16),
  }
  const overhead = latency(random, 2)
  const event = proxyEvent(place.stage, call, purchase)
  const played = await hand.invoke('CreateOrder', event, at + overhead, { traceHeader: header(traceId, call.callId) })
  const integrationLatencyMs = Math.max(1, played.endedAt - at - overhead)
  const answer = {
    ...statusOf(played.payload, played.functionError),
    latencyMs: integrationLatencyMs + overhead,
    integrationLatencyMs,
  }
  const endedAt = at + answer.latencyMs
  // API Gateway spreads its access lines over streams that are named by a hash.
  const stream = `${call.requestId.charCodeAt(0) % 2 === 0 ? 'c81e728d9d4c2f636f067f89cc14862c' : 'eccbc87e4b5ce2fe28308fd9f2a7baf3'}`
  hand.line(accessLogGroup, stream, endedAt, accessLine(call, answer))
  hand.segment(() => stageDocument(place.stage, call, answer))
  return { ...played, endedAt, taken: answer.status === 201 }
}

/** One execution of the workflow `payment`: ChargeCard, then RenderInvoice where the card was good. */
export const payOrder = async (hand: Stagehand, { order, card }: Purchase, at: number): Promise<void> => {
  const { random, place } = hand
  const traceId = traceIdOf(random, at)
  const executionId = uuidOf(random)
  const log = workflowLog(hand, executionId, at)
  const names = ['ChargeCard', 'RenderInvoice']
  const states: StateRun[] = []
  let input: unknown = { orderId: order.orderId, card, cents: totalCents(order) }
  let from = at + latency(random, 8)
  log.event(at, 'ExecutionStarted', { roleArn: place.machineRoleArn })
  for (const name of names) {
    const ids = { state: hexOf(random, 16), call: hexOf(random, 16) }
    const arn = place.functions[name]?.arn ?? ''
    log.event(from, 'TaskStateEntered', { name })
    log.event(from, 'LambdaFunctionScheduled', { resource: arn })
    log.event(from + 1, 'LambdaFunctionStarted', {})
    const played = await hand.invoke(name, input, from, { traceHeader: header(traceId, ids.call) })
    const failure = (played.payload ?? {}) as { errorType?: string; errorMessage?: string }
    const error =
      played.functionError === null ? null : { type: failure.errorType ?? '', message: failure.errorMessage ?? '' }
    states.push({ name, ids, from, to: played.endedAt, error, arn })
    if (error !== null) {
      // The cause is the function's whole answer, as text.
      const told = { error: error.type, cause: JSON.stringify(played.payload) }
      log.event(played.endedAt, 'LambdaFunctionFailed', told)
      const isCaught = error.type === 'PaymentDeclined'
      if (isCaught) {
        log.event(played.endedAt, 'TaskStateExited', { name })
        log.event(played.endedAt, 'FailStateEntered', { name: 'Declined' })
      }
      log.event(played.endedAt, 'ExecutionFailed', isCaught ? { error: error.type } : told)
      break
    }
    log.event(played.endedAt, 'LambdaFunctionSucceeded', {})
    log.event(played.endedAt, 'TaskStateExited', { name })
    input = played.payload
    from = played.endedAt + latency(random, 6)
    if (name === names.at(-1)) log.event(played.endedAt, 'ExecutionSucceeded', {})
  }
  const execution = { segmentId: hexOf(random, 16), traceId, executionId, at }
  hand.segment(() => workflowDocument(place.machineArn, execution, states))
}

export interface Received {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly md5OfBody: string
  readonly attributes: Readonly<Record<string, string>>
}

/** What the event source mapping of `fulfilment` does with a message it received. */
export const fulfil = (hand: Stagehand, message: Received, at: number, link: Invocation['link']): Promise<Played> =>
  hand.invoke('FulfilOrder', sqsEvent(hand.place.queueArn, message), at, { traceHeader: null, link })

/** A batch that the event source mapping of `clicks` read. */
export const countClicks = (hand: Stagehand, at: number): Promise<Played> => {
  const { random, place } = hand
  const sequence = `4966${Math.floor(at)}${Math.floor(random() * 1e6)}`
  const event = kinesisEvent(place.streamArn, clicks(random), at, sequence)
  return hand.invoke('ClickStats', event, at, { traceHeader: null })
}
