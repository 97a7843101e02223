import { randomUUID } from 'node:crypto'
import { ServiceError } from '../service.ts'
import type { Accounts } from './accounts.ts'
import { moveTasks } from './sqs-moves.ts'
import { errorXml, fromForm, toXml } from './sqs-query.ts'
import { jsonCall, type WireHandler, type WireResponse } from './wire.ts'

type Json = Record<string, unknown>

/** What SQS knows of a message beside its body, where it was sent in the cloud's past. Times in epoch ms. */
export interface PastMessage {
  readonly messageId: string
  readonly sentAt: number
  readonly firstReceivedAt: number
  readonly receiveCount: number
  /** The segment that sent it. */
  readonly link?: { readonly traceId: string; readonly id: string } | null | undefined
}

export interface SqsOptions {
  readonly inner: WireHandler
  readonly accounts: Accounts
  readonly account: string
  readonly region: string
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: () => string
  /** fauxqs's message id -> the past of a message that was loaded, not sent. */
  readonly past: ReadonlyMap<string, PastMessage>
  /** SNS or SQS message id -> X-Ray header of its sender, which SQS hands on as `AWSTraceHeader`. */
  readonly traceHeaders: ReadonlyMap<string, string>
  keepTrace(messageId: string, header: string): void
}

/** fauxqs counts receipts since it knows the message; what went before is added. */
const withPast = (
  attributes: Record<string, string> | undefined,
  past: PastMessage,
): Record<string, string> | undefined => {
  if (attributes === undefined) return undefined
  const has = (name: string) => attributes[name] !== undefined
  return {
    ...attributes,
    ...(has('SentTimestamp') ? { SentTimestamp: String(past.sentAt) } : {}),
    ...(has('ApproximateFirstReceiveTimestamp')
      ? { ApproximateFirstReceiveTimestamp: String(past.firstReceivedAt) }
      : {}),
    ...(has('ApproximateReceiveCount')
      ? { ApproximateReceiveCount: String(past.receiveCount + Number(attributes['ApproximateReceiveCount'])) }
      : {}),
  }
}

/** SQS in JSON and in Query, before fauxqs: queue URLs, the account, and the past of messages are the cloud's own. */
export const sqsHandler = (options: SqsOptions): WireHandler => {
  const { accounts } = options
  const url = (foreign: unknown) => `${options.endpoint()}/${options.account}/${String(foreign).split('/').at(-1)}`

  const message = (received: Json, wanted: readonly string[]): Json => {
    const envelope = accounts.envelope(String(received['Body']))
    const past = options.past.get(String(received['MessageId']))
    const told = received['Attributes'] as Record<string, string> | undefined
    const attributes = past === undefined ? told : withPast(told, past)
    const publisher = /"MessageId":"([^"]+)"/.exec(envelope?.body ?? '')?.[1]
    const link = past?.link
    const trace =
      options.traceHeaders.get(String(received['MessageId'])) ??
      options.traceHeaders.get(publisher ?? '') ??
      (link ? `Root=${link.traceId};Parent=${link.id};Sampled=1` : undefined)
    const asked = wanted.includes('All') || wanted.includes('AWSTraceHeader')
    const all = {
      ...attributes,
      ...(attributes?.['SenderId'] === undefined ? {} : { SenderId: options.account }),
      ...(trace === undefined || !asked ? {} : { AWSTraceHeader: trace }),
    }
    return {
      ...received,
      ...(past === undefined ? {} : { MessageId: past.messageId }),
      ...(envelope === null ? {} : { Body: envelope.body, MD5OfBody: envelope.md5 }),
      ...(Object.keys(all).length === 0 ? {} : { Attributes: all }),
    }
  }

  const inward = (input: Json): Json => {
    const attributes = input['Attributes'] as Record<string, string> | undefined
    if (attributes === undefined) return input
    const own = Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k, accounts.inward(v)]))
    return { ...input, Attributes: own }
  }

  const outward = (output: Json, input: Json): Json => {
    const changed = { ...output }
    if (output['QueueUrl'] !== undefined) changed['QueueUrl'] = url(output['QueueUrl'])
    if (output['QueueUrls'] !== undefined) changed['QueueUrls'] = (output['QueueUrls'] as string[]).map(url)
    const attributes = output['Attributes'] as Record<string, string> | undefined
    if (attributes !== undefined)
      changed['Attributes'] = Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k, accounts.outward(v)]))
    const wanted = [input['AttributeNames'], input['MessageSystemAttributeNames']].flatMap((x) => (x ?? []) as string[])
    const messages = output['Messages'] as Json[] | undefined
    if (messages !== undefined) changed['Messages'] = messages.map((received) => message(received, wanted))
    return changed
  }

  const keepHeader = (input: Json, output: Json): void => {
    const system = input['MessageSystemAttributes'] as Record<string, { StringValue?: string }> | undefined
    const header = system?.['AWSTraceHeader']?.StringValue
    if (header !== undefined) options.keepTrace(String(output['MessageId']), header)
  }

  const own = moveTasks(
    async (operation, input) => {
      const inner = await options.inner(jsonCall('sqs', `AmazonSQS.${operation}`, inward(input), options.region))
      const answer = JSON.parse(inner.body.toString('utf8') || '{}') as Json
      if (inner.status >= 400) throw new ServiceError(String(answer['__type']), String(answer['message']))
      keepHeader(input, answer)
      return outward(answer, input)
    },
    (name) => url(name),
  )

  return async (request) => {
    const query = String(request.headers['content-type'] ?? '').includes('x-www-form-urlencoded')
    const text = request.body.toString('utf8')
    const form = query ? Object.fromEntries(new URLSearchParams(text)) : {}
    const operation = query
      ? (form['Action'] ?? '(none)')
      : String(request.headers['x-amz-target'] ?? '').replace('AmazonSQS.', '')
    const input = query ? fromForm(form) : (JSON.parse(text || '{}') as Json)
    const ours = own[operation]
    if (ours !== undefined && !query) {
      const output = await ours(input)
      const headers = { 'content-type': 'application/x-amz-json-1.0' }
      return { status: 200, headers, body: Buffer.from(JSON.stringify(output)) }
    }
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(request.headers.authorization ?? ''))?.[1] ?? ''
    const inner = await options.inner(jsonCall('sqs', `AmazonSQS.${operation}`, inward(input), region))
    const answer = inner.body.length === 0 ? {} : (JSON.parse(inner.body.toString('utf8')) as Json)
    const code =
      String(answer['__type'] ?? '')
        .split('#')
        .at(-1) ?? ''
    if (code === 'InvalidAction')
      throw new ServiceError('NotImplemented', `The embedded cloud does not implement sqs.${operation}`, 501)
    const requestId = randomUUID()
    const body = (written: string): WireResponse => ({
      status: inner.status,
      headers: {
        'content-type': query ? 'text/xml' : 'application/x-amz-json-1.0',
        ...(inner.headers['x-amzn-query-error'] === undefined
          ? {}
          : { 'x-amzn-query-error': inner.headers['x-amzn-query-error'] }),
      },
      body: Buffer.from(written),
    })
    if (inner.status >= 400) {
      const queryCode = inner.headers['x-amzn-query-error'] as string | undefined
      return body(query ? errorXml(code, queryCode, String(answer['message']), requestId) : JSON.stringify(answer))
    }
    keepHeader(input, answer)
    const output = outward(answer, input)
    return body(query ? toXml(operation, output, requestId) : JSON.stringify(output))
  }
}
