import type { SampleEvent } from './event-place.ts'
import { sns, sqs } from './messages.ts'
import { cognito, eventbridge, s3, schedule } from './others.ts'
import { alb, apigw, http } from './requests.ts'
import { dynamodb, kinesis } from './streams.ts'

/** One kind of event: its shape, which resources of an app send it, and what stands for one where the app has none. */
export interface EventKind {
  readonly make: SampleEvent
  /** CloudFormation types, the likeliest first. */
  readonly types: readonly string[]
  /** The sender's ARN, from its name: `sqs`, then the resource's part. */
  readonly arn: readonly [service: string, resource: (name: string) => string]
}

const named = (name: string): string => name

export const eventKinds: Readonly<Record<string, EventKind>> = {
  sqs: { make: sqs, types: ['AWS::SQS::Queue'], arn: ['sqs', named] },
  sns: { make: sns, types: ['AWS::SNS::Topic'], arn: ['sns', named] },
  s3: { make: s3, types: ['AWS::S3::Bucket'], arn: ['s3', named] },
  apigw: {
    make: apigw,
    types: ['AWS::ApiGateway::RestApi'],
    arn: ['execute-api', (name) => `${name}/Prod/POST/sample`],
  },
  http: {
    make: http,
    types: ['AWS::ApiGatewayV2::Api'],
    arn: ['execute-api', (name) => `${name}/$default/POST/sample`],
  },
  dynamodb: {
    make: dynamodb,
    types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
    arn: ['dynamodb', (name) => `table/${name}`],
  },
  kinesis: { make: kinesis, types: ['AWS::Kinesis::Stream'], arn: ['kinesis', (name) => `stream/${name}`] },
  eventbridge: { make: eventbridge, types: ['AWS::Events::EventBus'], arn: ['events', (name) => `event-bus/${name}`] },
  schedule: {
    make: schedule,
    types: ['AWS::Events::Rule', 'AWS::Scheduler::Schedule'],
    arn: ['events', (name) => `rule/${name}`],
  },
  cognito: { make: cognito, types: ['AWS::Cognito::UserPool'], arn: ['cognito-idp', (name) => `userpool/${name}`] },
  alb: {
    make: alb,
    types: ['AWS::ElasticLoadBalancingV2::TargetGroup'],
    arn: ['elasticloadbalancing', (name) => `targetgroup/${name}/0123456789abcdef`],
  },
}
