import { parseArn } from '../domain/arn.ts'

/** The group in `arn:P:logs:R:A:log-group:NAME`, with or without the `:*` that some services add; null for any other ARN. */
export const logGroupOf = (arn: string | undefined): string | null => {
  const parsed = arn === undefined ? null : parseArn(arn)
  if (parsed?.service !== 'logs') return null
  return /^log-group:([^:*]+)(?::\*)?$/.exec(parsed.resource)?.[1] ?? null
}

const places: Readonly<Record<string, string>> = { firehose: 'the Firehose stream', s3: 'the S3 bucket' }

/** Where an ARN that is no log group's leads, for people: `the Firehose stream amazon-apigateway-orders`. */
export const placeOf = (arn: string): string => {
  const parsed = parseArn(arn)
  const place = places[parsed?.service ?? '']
  return place && parsed ? `${place} ${parsed.resource.replace(/^deliverystream\//, '')}` : arn
}
