import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, itself, namedArn, ownArn, type Service } from '../service.ts'

export const kinesis: Service = {
  name: 'kinesis',
  kinds: {
    'AWS::Kinesis::Stream': {
      noun: 'stream',
      name: itself,
      arn: namedArn('kinesis', 'stream/'),
      console: (id, at) => consoleLink.stream(at, id),
    },
    'AWS::Kinesis::StreamConsumer': { noun: 'stream consumer', name: afterPrefix, arn: ownArn },
  },
}

export const firehose: Service = {
  name: 'firehose',
  kinds: {
    'AWS::KinesisFirehose::DeliveryStream': {
      noun: 'delivery stream',
      name: itself,
      arn: namedArn('firehose', 'deliverystream/'),
      console: (id, at) => consoleLink.deliveryStream(at, id),
    },
  },
}
