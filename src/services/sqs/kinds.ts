import { regionalArn } from '../../domain/arn.ts'
import { consoleLink } from '../../domain/console-link.ts'
import { noArn, type ResourceKind, type Service } from '../service.ts'

/** Account and name out of `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`, whatever stands in front of them. */
const parts = (url: string): readonly string[] => url.split('/').slice(-2)

const queue: ResourceKind = {
  noun: 'queue',
  name: (url) => parts(url).at(-1)!,
  arn: (url, place) => {
    const [account, name] = parts(url)
    return /^\d{12}$/.test(account ?? '') && name ? regionalArn({ ...place, account: account! }, 'sqs', name) : null
  },
  console: (url, at) => consoleLink.queue(at, url),
}

export const sqs: Service = {
  name: 'sqs',
  kinds: {
    'AWS::SQS::Queue': queue,
    'AWS::SQS::QueuePolicy': { noun: 'queue policy', name: () => null, arn: noArn },
  },
}
