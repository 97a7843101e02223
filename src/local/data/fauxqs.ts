import type { Backend } from './dynamodb.ts'
import { once, type WireHandler } from './wire.ts'

/** SQS, SNS, S3 and STS by fauxqs, in memory, started by the first request; `prepare` as for DynamoDB. */
export const fauxqsBackend = (options: {
  readonly region: string
  prepare?(handle: WireHandler): Promise<void>
}): Backend => {
  const start = async () => {
    const { buildApp } = await import('fauxqs')
    const app = buildApp({ logger: false, defaultRegion: options.region })
    await app.ready()
    const handle: WireHandler = async ({ method, url, headers, body }) => {
      const { 'content-length': _, 'transfer-encoding': __, ...kept } = headers
      const answer = await app.inject({
        method: method as 'POST',
        url,
        headers: { host: '127.0.0.1', ...kept },
        payload: body,
      })
      return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload }
    }
    await options.prepare?.(handle)
    return { app, handle }
  }

  const started = once(start)
  return {
    handle: async (request) => (await started()).handle(request),
    async close() {
      const running = await started.made()?.catch(() => undefined)
      await running?.app.close()
    },
  }
}
