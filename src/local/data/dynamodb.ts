import type * as http from 'node:http'
import { Readable } from 'node:stream'
import { ServiceError } from '../service.ts'
import { once, type WireHandler, type WireResponse } from './wire.ts'

export interface Backend {
  readonly handle: WireHandler
  close(): Promise<void>
}

/** dynalite takes its region and account from the environment, which is not ours to set: its ARNs are corrected on the way. */
const foreignArn = /arn:aws:dynamodb:[a-z0-9-]+:\d{12}:table/g

/** What dynalite has no operation for: its tables have neither, whoever made them. */
const absent: Readonly<Record<string, unknown>> = {
  DescribeContinuousBackups: {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'DISABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  },
  DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } },
}

const withAbsent =
  (handle: WireHandler): WireHandler =>
  async (request) => {
    const [version, operation = ''] = String(request.headers['x-amz-target']).split('.')
    if (!Object.hasOwn(absent, operation)) return handle(request)
    // A table that is not there is refused as dynalite refuses it.
    const answer = await handle({
      ...request,
      headers: { ...request.headers, 'x-amz-target': `${version}.DescribeTable` },
    })
    return answer.status === 200 ? { ...answer, body: Buffer.from(JSON.stringify(absent[operation])) } : answer
  }

/**
 * DynamoDB by dynalite, in memory, started by the first request. `prepare` makes what must be there before anything is
 * answered (tables and items of the sample app).
 */
export const dynamodbBackend = (options: {
  readonly region: string
  readonly account: string
  prepare?(handle: WireHandler): Promise<void>
}): Backend => {
  const ourArn = `arn:aws:dynamodb:${options.region}:${options.account}:table`

  const start = async () => {
    const { default: dynalite } = await import('dynalite')
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
    let arn: string | null = null
    const handle: WireHandler = (request) =>
      new Promise<WireResponse>((resolve, reject) => {
        const text = request.body.toString('utf8')
        const body = arn === null ? text : text.replaceAll(ourArn, arn)
        const incoming = Object.assign(Readable.from([Buffer.from(body)]), {
          method: request.method,
          url: request.url,
          headers: request.headers,
        })
        const headers: http.OutgoingHttpHeaders = {}
        const outgoing = {
          statusCode: 200,
          setHeader: (name: string, value: string | number) => {
            headers[name.toLowerCase()] = value
          },
          end: (answer: string | Buffer = '') => {
            const raw = String(answer)
            if (raw.includes('UnknownOperationException')) {
              const operation = String(request.headers['x-amz-target']).split('.').at(-1)
              const what = `The embedded cloud does not implement dynamodb.${operation}`
              reject(new ServiceError('NotImplemented', what, 501))
              return
            }
            arn = raw.match(foreignArn)?.[0] ?? arn
            // The checksum is of the text before the ARN was corrected; clients check it only where it is given.
            delete headers['x-amz-crc32']
            delete headers['content-length']
            const written = Buffer.from(raw.replaceAll(foreignArn, ourArn))
            resolve({ status: outgoing.statusCode, headers, body: written })
          },
        }
        server.emit('request', incoming, outgoing)
      })
    await options.prepare?.(handle)
    return { server, handle: withAbsent(handle) }
  }

  const started = once(start)
  return {
    handle: async (request) => (await started()).handle(request),
    async close() {
      // Never listened: there is no socket to close, and its store is memory that goes with it.
      await started.made()?.catch(() => undefined)
    },
  }
}
