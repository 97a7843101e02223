import { ServiceError } from '../service.ts'
import type { Accounts } from './accounts.ts'
import type { WireHandler } from './wire.ts'

/** Parameters that are a client's own text, in which nothing may be changed. */
const ownText = /(^|\.)(Message|Subject|StringValue|BinaryValue)$/

/** SNS and STS (Query) before fauxqs: the account is the cloud's, and a publisher's trace header is kept for SQS. */
export const queryHandler = (options: {
  readonly service: string
  readonly inner: WireHandler
  readonly accounts: Accounts
  readonly account: string
  keepTrace?(snsMessageId: string, header: string): void
}): WireHandler => {
  const { accounts } = options
  return async (request) => {
    const form = new URLSearchParams(request.body.toString('utf8'))
    for (const [key, value] of [...form]) if (!ownText.test(key)) form.set(key, accounts.inward(value))
    const answer = await options.inner({ ...request, body: Buffer.from(form.toString()) })
    const text = accounts.outward(answer.body.toString('utf8'))
    if (text.includes('<Code>InvalidAction</Code>')) {
      const what = `${options.service}.${form.get('Action')}`
      throw new ServiceError('NotImplemented', `The embedded cloud does not implement ${what}`, 501)
    }
    const header = request.headers['x-amzn-trace-id']
    const messageId = /<MessageId>([^<]+)/.exec(text)?.[1]
    if (form.get('Action') === 'Publish' && messageId !== undefined && typeof header === 'string')
      options.keepTrace?.(messageId, header)
    const { 'content-length': _, ...headers } = answer.headers
    // Some fields are the account alone.
    const body = text.replaceAll('>000000000000<', `>${options.account}<`)
    return { status: answer.status, headers, body: Buffer.from(body) }
  }
}
