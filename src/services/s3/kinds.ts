import { consoleLink } from '../../domain/console-link.ts'
import { itself, noArn, type Service } from '../service.ts'

export const s3: Service = {
  name: 's3',
  kinds: {
    'AWS::S3::Bucket': {
      noun: 'bucket',
      name: itself,
      arn: (id, { partition }) => `arn:${partition}:s3:::${id}`,
      console: (id, at) => consoleLink.bucket(at, id),
    },
    'AWS::S3::BucketPolicy': { noun: 'bucket policy', name: () => null, arn: noArn },
  },
}
