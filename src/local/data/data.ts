import type { Mount } from '../mount.ts'
import { accountsOf } from './accounts.ts'
import { dynamodbBackend } from './dynamodb.ts'
import { fauxqsBackend } from './fauxqs.ts'
import { queryHandler } from './sns.ts'
import { type PastMessage, sqsHandler } from './sqs.ts'
import { mountOf, type WireHandler } from './wire.ts'

export interface Messaging {
  readonly sqs: WireHandler
  readonly sns: WireHandler
  readonly s3: WireHandler
}

/** What must be there before a service answers its first request. */
export interface Seeds {
  dynamodb(handle: WireHandler): Promise<void>
  /** `past`: SQS message id as it was answered -> its past. */
  messaging(handlers: Messaging, past: Map<string, PastMessage>): Promise<void>
}

/** DynamoDB, SQS, SNS, S3 and STS of the cloud: started by their first request, in memory. */
export interface Data extends Messaging {
  readonly mounts: readonly Mount[]
  readonly dynamodb: WireHandler
  /** To be called before the first request, or before `reset`. */
  seed(seeds: Seeds): void
  /** Everything forgotten; the seeds are sown again. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** Trace headers of publishers are kept for as long as a message may reasonably wait. */
const keptTraces = 5000

export const openData = (options: {
  readonly region: string
  readonly account: string
  /** `http://127.0.0.1:PORT`, asked when it is needed. */
  readonly endpoint: () => string
}): Data => {
  const { region, account } = options
  const accounts = accountsOf(account)
  const past = new Map<string, PastMessage>()
  const traceHeaders = new Map<string, string>()
  const own: { seeds: Seeds | null } = { seeds: null }

  const keepTrace = (messageId: string, header: string): void => {
    traceHeaders.set(messageId, header)
    const [oldest] = traceHeaders.keys()
    if (traceHeaders.size > keptTraces && oldest !== undefined) traceHeaders.delete(oldest)
  }
  const over = (inner: WireHandler) => ({
    sqs: sqsHandler({ inner, accounts, account, region, endpoint: options.endpoint, past, traceHeaders, keepTrace }),
    sns: queryHandler({ service: 'sns', inner, accounts, account, keepTrace }),
    sts: queryHandler({ service: 'sts', inner, accounts, account }),
    s3: inner,
  })
  const make = () => ({
    dynamodb: dynamodbBackend({ region, account, prepare: async (handle) => own.seeds?.dynamodb(handle) }),
    messaging: fauxqsBackend({ region, prepare: async (inner) => own.seeds?.messaging(over(inner), past) }),
  })
  let backends = make()
  const close = async (): Promise<void> => {
    await Promise.all([backends.dynamodb.close(), backends.messaging.close()])
  }

  const dynamodb: WireHandler = (request) => backends.dynamodb.handle(request)
  const { sqs, sns, sts, s3 } = over((request) => backends.messaging.handle(request))
  return {
    mounts: Object.entries({ dynamodb, sqs, sns, sts, s3 }).map(([name, handle]) => mountOf(name, handle)),
    dynamodb,
    sqs,
    sns,
    s3,
    seed(seeds) {
      own.seeds = seeds
    },
    async reset() {
      await close()
      past.clear()
      traceHeaders.clear()
      backends = make()
    },
    close,
  }
}
