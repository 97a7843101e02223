import type { Handler } from '../../lambda/handler.ts'

export const frames = {}

/** A batch of Kinesis `clicks`: each record's data is base64 of `{"sku": ...}`. */
interface Batch {
  readonly Records: readonly { readonly kinesis: { readonly data: string } }[]
}

export const handler: Handler = async (event, context) => {
  const bucket = context.env['REPORTS_BUCKET'] ?? ''
  const clicks: Record<string, number> = {}
  for (const { kinesis } of (event as Batch).Records) {
    const { sku } = JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8')) as { sku: string }
    clicks[sku] = (clicks[sku] ?? 0) + 1
  }
  const at = new Date(context.now()).toISOString()
  const key = `clicks/${at.slice(0, 10)}/${at.slice(11, 19).replaceAll(':', '')}.json`
  const Body = JSON.stringify({ at, clicks })
  await context.send({ service: 'S3', operation: 'PutObject', resource: bucket, input: { Key: key, Body } })
  const counted = (event as Batch).Records.length
  context.console('INFO', { event: 'clicks counted', records: counted, products: Object.keys(clicks).length, key })
}
