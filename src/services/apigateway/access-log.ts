import type { LogDestination } from '../../domain/log-destination.ts'
import { logGroupOf, placeOf } from '../log-group-arn.ts'

/** The access log of a stage. It goes to a log group, or to a Firehose stream, which hands on what it gets and can't be read. */
export const accessLog = (stage: string, arn: string | undefined, property: string): LogDestination => {
  const group = logGroupOf(arn)
  const elsewhere = arn && group === null ? ` with a log group (it goes to ${placeOf(arn)}, which can't be read)` : ''
  return { log: 'access', stage, group, howToSwitchOn: group === null ? `${property}${elsewhere}` : null }
}
