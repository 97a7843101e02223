import { isAwsHost, partitionOf } from '../../aws/endpoint.ts'
import { isThrottle } from '../../aws/errors.ts'
import { createRetries, maxAttempts } from '../../aws/retry.ts'
import type { Session } from '../../aws/session.ts'
import { createSigner } from '../../aws/sigv4.ts'
import { userAgent } from '../../aws/user-agent.ts'
import { wireOf } from '../../aws/wire.ts'
import { answerOf } from '../answer-of.ts'
import { elementText } from './xml.ts'

/** IAM is one service a partition: its address, and the region that its requests are signed for. (AWS General Reference: IAM endpoints.) */
const homes: Readonly<Record<string, readonly [host: string, region: string]>> = {
  aws: ['iam.amazonaws.com', 'us-east-1'],
  'aws-cn': ['iam.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  'aws-us-gov': ['iam.us-gov.amazonaws.com', 'us-gov-west-1'],
  'aws-eusc': ['iam.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1'],
  'aws-iso': ['iam.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1'],
  'aws-iso-b': ['iam.us-isob-east-1.sc2s.sgov.gov', 'us-isob-east-1'],
  'aws-iso-e': ['iam.eu-isoe-west-1.cloud.adc-e.uk', 'eu-isoe-west-1'],
  'aws-iso-f': ['iam.us-isof-south-1.csp.hci.ic.gov', 'us-isof-south-1'],
}

export interface IamCall {
  readonly operation: string
  readonly parameters: Readonly<Record<string, string>>
  /** What it is asked about, as a person calls it. */
  readonly resource: string
  readonly signal?: AbortSignal | undefined
}

const sign = createSigner()

/**
 * The XML of an answer of IAM (Query protocol, 2010-05-08), signed here: the few reads of roles are not worth the SDK's client, which is larger
 * than this whole command. Retried as the SDK does. Rejects with a Problem, or with the signal's reason.
 */
export const iamCall = (session: Session, { operation, parameters, resource, signal }: IamCall): Promise<string> => {
  const wire = wireOf(session)
  const [plainHost, region] = homes[partitionOf(session.region)] ?? homes['aws']!
  const host = session.variant?.fips && plainHost === 'iam.amazonaws.com' ? 'iam-fips.amazonaws.com' : plainHost
  const url = new URL(`${session.endpoint('iam') ?? `https://${host}`}/`)
  const body = new URLSearchParams({ Action: operation, Version: '2010-05-08', ...parameters }).toString()
  const bucket = wire.buckets.bucket({ service: 'iam', operation, region, held: isAwsHost(url.hostname) })
  const headers = {
    host: url.host,
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': userAgent,
  }
  const attempt = async (number: number): Promise<string> => {
    await bucket.take(signal)
    const keys = await session.credentials()
    const request = { method: 'POST', url, body, headers }
    const signed = sign(request, keys, { region, service: 'iam', at: session.now() + wire.skewMs })
    wire.calls.count('iam', operation, 'sent')
    const answer = await wire.transport({ method: 'POST', url: url.href, headers: signed, body }, signal)
    if (answer.status >= 200 && answer.status < 300 && answer.body.includes(`</${operation}Response>`))
      return answer.body
    const isError = answer.status >= 300
    const error = Object.assign(new Error(elementText(answer.body, 'Message') ?? 'The answer ended early.'), {
      name: isError ? (elementText(answer.body, 'Code') ?? 'UnknownError') : 'BrokenAnswer',
      $metadata: { httpStatusCode: answer.status, attempts: number },
      ...(isError ? {} : { $retryable: { throttling: false } }),
    })
    if (isThrottle(error)) {
      bucket.throttled()
      wire.calls.count('iam', operation, 'throttled')
    }
    throw error
  }
  const retries = createRetries({ clock: wire.clock, random: () => wire.random(), maxAttempts: maxAttempts(wire.env) })
  return answerOf(session, { service: 'iam', operation: `iam:${operation}`, resource, signal }, () =>
    retries.run(attempt, () => null, signal),
  )
}
