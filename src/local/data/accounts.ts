import { createHash } from 'node:crypto'

/** fauxqs knows one account and writes it into every ARN and URL. Same length as ours, so nothing else moves. */
const foreign = '000000000000'

/** Between fauxqs's account and the cloud's, in ARNs and queue URLs only; message bodies of clients are never touched. */
export interface Accounts {
  inward(text: string): string
  outward(text: string): string
  /** Body of a message that SNS wrote into a queue names its topic: the ARN is corrected, and so is the MD5. */
  envelope(body: string): { body: string; md5: string } | null
}

export const accountsOf = (account: string): Accounts => {
  const outward = (text: string) => text.replaceAll(`:${foreign}:`, `:${account}:`)
  return {
    inward: (text) => text.replaceAll(`:${account}:`, `:${foreign}:`),
    outward,
    envelope(body) {
      const head = /^\{"Type":"Notification","MessageId":"[0-9a-f-]{36}","TopicArn":"arn:aws:sns:[a-z0-9-]+:0{12}:/
      if (!head.test(body)) return null
      const { TopicArn, UnsubscribeURL, ...rest } = JSON.parse(body) as Record<string, string>
      const { Type, MessageId, ...after } = rest
      const corrected = JSON.stringify({
        Type,
        MessageId,
        TopicArn: outward(TopicArn ?? ''),
        ...after,
        UnsubscribeURL: outward(UnsubscribeURL ?? ''),
      })
      return { body: corrected, md5: createHash('md5').update(corrected).digest('hex') }
    },
  }
}
