import { describe, expect, it } from 'vitest'
import type { Resource } from '../../src/domain/stack.ts'
import { consoleUrl, identify, kindOf, services } from '../../src/services/index.ts'

const place = { partition: 'aws', region: 'eu-west-1', account: '123456789012' }
const p = 'arn:aws'
const here = 'eu-west-1:123456789012'

describe('what a physical id stands for', () => {
  it.each<[type: string, physicalId: string, name: string | null, arn: string | null]>([
    [
      'AWS::Lambda::Function',
      'orders-CreateOrder-1A',
      'orders-CreateOrder-1A',
      `${p}:lambda:${here}:function:orders-CreateOrder-1A`,
    ],
    ['AWS::Lambda::Version', `${p}:lambda:${here}:function:fn:7`, 'fn:7', `${p}:lambda:${here}:function:fn:7`],
    ['AWS::Lambda::Alias', `${p}:lambda:${here}:function:fn:live`, 'fn:live', `${p}:lambda:${here}:function:fn:live`],
    ['AWS::Lambda::Url', `${p}:lambda:${here}:function:fn`, 'fn', `${p}:lambda:${here}:function:fn`],
    ['AWS::Lambda::EventSourceMapping', '0a1b', '0a1b', `${p}:lambda:${here}:event-source-mapping:0a1b`],
    ['AWS::Lambda::LayerVersion', `${p}:lambda:${here}:layer:deps:3`, 'deps:3', `${p}:lambda:${here}:layer:deps:3`],
    ['AWS::Lambda::Permission', 'orders-Permission-1A', null, null],
    ['AWS::DynamoDB::Table', 'orders', 'orders', `${p}:dynamodb:${here}:table/orders`],
    ['AWS::DynamoDB::GlobalTable', 'orders', 'orders', `${p}:dynamodb:${here}:table/orders`],
    ['AWS::SQS::Queue', 'https://sqs.eu-west-1.amazonaws.com/123456789012/q.fifo', 'q.fifo', `${p}:sqs:${here}:q.fifo`],
    ['AWS::SQS::Queue', 'http://127.0.0.1:4566/000000000000/q', 'q', `${p}:sqs:eu-west-1:000000000000:q`],
    ['AWS::SQS::Queue', 'not-a-url', 'not-a-url', null],
    ['AWS::SNS::Topic', `${p}:sns:${here}:order-events`, 'order-events', `${p}:sns:${here}:order-events`],
    [
      'AWS::StepFunctions::StateMachine',
      `${p}:states:${here}:stateMachine:payment`,
      'payment',
      `${p}:states:${here}:stateMachine:payment`,
    ],
    ['AWS::Kinesis::Stream', 'clicks', 'clicks', `${p}:kinesis:${here}:stream/clicks`],
    ['AWS::KinesisFirehose::DeliveryStream', 'd', 'd', `${p}:firehose:${here}:deliverystream/d`],
    ['AWS::S3::Bucket', 'reports', 'reports', `${p}:s3:::reports`],
    ['AWS::ApiGateway::RestApi', 'a1b2c3d4e5', 'a1b2c3d4e5', `${p}:apigateway:eu-west-1::/restapis/a1b2c3d4e5`],
    ['AWS::ApiGateway::Stage', 'prod', 'prod', null],
    ['AWS::ApiGatewayV2::Api', 'a1b2c3d4e5', 'a1b2c3d4e5', `${p}:apigateway:eu-west-1::/apis/a1b2c3d4e5`],
    ['AWS::ApiGatewayV2::Stage', '$default', '$default', null],
    ['AWS::Cognito::UserPool', 'eu-west-1_Abc', 'eu-west-1_Abc', `${p}:cognito-idp:${here}:userpool/eu-west-1_Abc`],
    [
      'AWS::Cognito::IdentityPool',
      'eu-west-1:uuid',
      'eu-west-1:uuid',
      `${p}:cognito-identity:${here}:identitypool/eu-west-1:uuid`,
    ],
    ['AWS::Athena::WorkGroup', 'wg', 'wg', `${p}:athena:${here}:workgroup/wg`],
    ['AWS::Events::Rule', 'nightly', 'nightly', `${p}:events:${here}:rule/nightly`],
    ['AWS::Events::Rule', 'bus|nightly', 'nightly', `${p}:events:${here}:rule/bus/nightly`],
    ['AWS::Events::EventBus', 'bus', 'bus', `${p}:events:${here}:event-bus/bus`],
    ['AWS::Events::Connection', 'c', 'c', null],
    ['AWS::Pipes::Pipe', 'x', 'x', `${p}:pipes:${here}:pipe/x`],
    ['AWS::Scheduler::Schedule', 's', 's', null],
    ['AWS::Scheduler::ScheduleGroup', 'g', 'g', `${p}:scheduler:${here}:schedule-group/g`],
    ['AWS::CloudWatch::Alarm', 'deep', 'deep', `${p}:cloudwatch:${here}:alarm:deep`],
    [
      'AWS::CloudWatch::CompositeAlarm',
      `${p}:cloudwatch:${here}:alarm:all`,
      'all',
      `${p}:cloudwatch:${here}:alarm:all`,
    ],
    ['AWS::CloudWatch::Dashboard', 'board', 'board', `${p}:cloudwatch::123456789012:dashboard/board`],
    ['AWS::Logs::LogGroup', '/aws/lambda/fn', '/aws/lambda/fn', `${p}:logs:${here}:log-group:/aws/lambda/fn`],
    [
      'AWS::CloudFormation::Stack',
      `${p}:cloudformation:${here}:stack/child/1`,
      'child',
      `${p}:cloudformation:${here}:stack/child/1`,
    ],
    ['AWS::IAM::Role', 'orders-role', 'orders-role', null],
    ['AWS::AppSync::GraphQLApi', `${p}:appsync:${here}:apis/abc`, 'abc', `${p}:appsync:${here}:apis/abc`],
    [
      'AWS::SecretsManager::Secret',
      `${p}:secretsmanager:${here}:secret:app/db-AbC123`,
      'app/db',
      `${p}:secretsmanager:${here}:secret:app/db-AbC123`,
    ],
    ['AWS::SSM::Parameter', '/app/url', '/app/url', `${p}:ssm:${here}:parameter/app/url`],
    ['AWS::CloudFormation::CustomResource', 'whatever: it/says', null, null],
    ['Custom::Thing', 'whatever', null, null],
    ['AWS::EC2::VPC', 'vpc-1', null, null],
    ['AWS::IoT::TopicRule', `${p}:iot:${here}:rule/x`, null, `${p}:iot:${here}:rule/x`],
  ])('%s %s', (type, physicalId, name, arn) => expect(identify(type, physicalId, place)).toEqual({ name, arn }))

  it('gives no name and no ARN to what does not exist yet', () => {
    expect(identify('AWS::Lambda::Function', null, place)).toEqual({ name: null, arn: null })
  })

  it('gives no ARN where the account is unknown', () => {
    expect(identify('AWS::DynamoDB::Table', 'orders', { ...place, account: null })).toEqual({
      name: 'orders',
      arn: null,
    })
  })

  it('follows the partition', () => {
    const china = { partition: 'aws-cn', region: 'cn-north-1', account: '123456789012' }
    expect(identify('AWS::S3::Bucket', 'b', china).arn).toBe('arn:aws-cn:s3:::b')
  })

  it('links the main things to their consoles', () => {
    const resource = (type: string, physicalId: string | null): Resource => ({
      ...{ path: 'X', logicalId: 'X', physicalId, arn: null, name: null, type },
      ...{ status: 'CREATE_COMPLETE', stack: 's', updatedAt: null },
    })
    const types = [
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'AWS::DynamoDB::Table',
      'AWS::SQS::Queue',
      'AWS::SNS::Topic',
    ]
    types.push(
      'AWS::StepFunctions::StateMachine',
      'AWS::CloudFormation::Stack',
      'AWS::S3::Bucket',
      'AWS::ApiGateway::RestApi',
    )
    for (const type of types)
      expect(consoleUrl(resource(type, 'id'), place), type).toMatch(/^https:\/\/eu-west-1\.console/)
    expect(consoleUrl(resource('AWS::Lambda::Function', null), place)).toBeNull()
    expect(consoleUrl(resource('AWS::EC2::VPC', 'vpc-1'), place)).toBeNull()
  })

  it('answers each type once, and never throws whatever the id', () => {
    const types = services.flatMap(({ kinds }) => Object.keys(kinds))
    expect(new Set(types).size).toBe(types.length)
    for (const type of types) {
      for (const id of ['', ':', '/', 'arn:', 'arn:aws:x:::', '|', 'a|b|c', '\u0000']) {
        expect(() => [identify(type, id, place), kindOf(type)?.console?.(id, place)], `${type} ${id}`).not.toThrow()
      }
    }
  })
})
