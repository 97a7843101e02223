import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import type { Cloud } from '../../src/local/cloud.ts'

export type Clients = ReturnType<typeof clientsOf>

/** Unmodified SDK clients that know of the embedded cloud only where it is. */
export const clientsOf = ({ endpoint, region }: Pick<Cloud, 'endpoint' | 'region'>) => {
  const settings = { endpoint, region, maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }
  return {
    logs: new CloudWatchLogsClient(settings),
    lambda: new LambdaClient(settings),
    dynamodb: new DynamoDBClient(settings),
    sqs: new SQSClient(settings),
    sns: new SNSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sts: new STSClient(settings),
  }
}
