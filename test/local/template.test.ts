// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how CloudFormation writes a substitution.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StackStore } from '../../src/local/cloudformation/store.ts'
import { loadTemplate } from '../../src/local/cloudformation/template.ts'

const place = { region: 'eu-west-1', account: '123456789012', seed: 7 }

const build = (template: string | object, more: object = {}) =>
  new StackStore(place).add({ name: 'shop', template: template as string, createdAt: 1_700_000_000_000, ...more })

const idOf = (type: string, properties: object, logicalId = 'Thing') =>
  build({ Resources: { [logicalId]: { Type: type, Properties: properties } } }).resources[0]?.physicalId

describe('loadTemplate', () => {
  it('reads short tags as the long functions they stand for', () => {
    const { resources } = loadTemplate(`
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      A: !Ref Bucket
      B: !GetAtt Bucket.Regional.Name
      C: !GetAtt [Bucket, Arn]
      D: !Join ["-", [!Ref A, !Sub "x\${B}"]]
      E: !If
        - Cond
        - !ImportValue other
        - Fn::Base64: !Sub
            - "\${v}"
            - v: !Select [0, !GetAZs ""]
      F: !Condition Cond
`)
    expect(resources[0]?.properties).toEqual({
      A: { Ref: 'Bucket' },
      B: { 'Fn::GetAtt': ['Bucket', 'Regional.Name'] },
      C: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
      D: { 'Fn::Join': ['-', [{ Ref: 'A' }, { 'Fn::Sub': 'x${B}' }]] },
      E: {
        'Fn::If': [
          'Cond',
          { 'Fn::ImportValue': 'other' },
          { 'Fn::Base64': { 'Fn::Sub': ['${v}', { v: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } }] } },
        ],
      },
      F: { Condition: 'Cond' },
    })
  })

  it('keeps a date-like version a text, and a macro the key that it is', () => {
    const template = loadTemplate(`
AWSTemplateFormatVersion: 2010-09-09
Transform: [AWS::LanguageExtensions, {Name: AWS::Include, Parameters: {}}]
Description: it's ok
Resources:
  Fn::ForEach::Tables: [T, [a, b], {'Table\${T}': {Type: AWS::DynamoDB::Table}}]
  Plain: {Type: AWS::SNS::Topic, Condition: Never}
`)
    expect(template.transforms).toEqual(['AWS::LanguageExtensions', 'AWS::Include'])
    expect(template.description).toBe("it's ok")
    expect(template.resources.map(({ logicalId, type }) => [logicalId, type])).toEqual([
      ['Fn::ForEach::Tables', 'Fn::ForEach'],
      ['Plain', 'AWS::SNS::Topic'],
    ])
  })

  it('says in one line what is wrong with what is no template', () => {
    expect(() => loadTemplate('a: [', 'x.yaml')).toThrow(/^x\.yaml is no readable template: /)
    expect(() => loadTemplate('just text', 'x.yaml')).toThrow('x.yaml has no Resources')
    expect(() => loadTemplate('{"Resources": {}}', 'x.json')).toThrow('x.json has no Resources')
  })

  it('lists exactly the keys of Resources, whatever they are called', () => {
    const keys = fc.uniqueArray(
      fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('constructor', 'Ref', 'Fn::If')),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(keys, (names) => {
        const resources = Object.fromEntries(names.map((name) => [name, { Type: 'AWS::SQS::Queue' }]))
        const own = Object.keys(resources)
        const text = JSON.stringify({ Resources: resources })
        expect(loadTemplate(text).resources.map(({ logicalId }) => logicalId)).toEqual(own)
      }),
    )
  })
})

describe('SAM types', () => {
  it.each([
    ['AWS::Serverless::Function', 'AWS::Lambda::Function'],
    ['AWS::Serverless::Api', 'AWS::ApiGateway::RestApi'],
    ['AWS::Serverless::HttpApi', 'AWS::ApiGatewayV2::Api'],
    ['AWS::Serverless::SimpleTable', 'AWS::DynamoDB::Table'],
    ['AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine'],
    ['AWS::Serverless::Application', 'AWS::CloudFormation::Stack'],
  ])('%s is listed as %s', (sam, type) => {
    expect(build({ Resources: { A: { Type: sam } } }).resources[0]?.type).toBe(type)
  })
})

describe('physical ids', () => {
  it.each([
    ['AWS::Lambda::Function', { FunctionName: 'pay' }, /^pay$/],
    ['AWS::Lambda::Function', {}, /^shop-Thing-[A-Za-z0-9]{12}$/],
    ['AWS::Lambda::Version', { FunctionName: 'pay' }, /^arn:aws:lambda:eu-west-1:123456789012:function:pay:1$/],
    [
      'AWS::Lambda::Alias',
      { FunctionName: 'pay', Name: 'live' },
      /^arn:aws:lambda:eu-west-1:123456789012:function:pay:live$/,
    ],
    ['AWS::Lambda::EventSourceMapping', {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/],
    ['AWS::DynamoDB::Table', { TableName: 'orders' }, /^orders$/],
    ['AWS::SQS::Queue', { QueueName: 'q.fifo' }, /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/123456789012\/q\.fifo$/],
    ['AWS::SQS::Queue', { FifoQueue: true }, /\/123456789012\/shop-Thing-[A-Za-z0-9]{12}\.fifo$/],
    ['AWS::SNS::Topic', { TopicName: 't' }, /^arn:aws:sns:eu-west-1:123456789012:t$/],
    [
      'AWS::StepFunctions::StateMachine',
      { StateMachineName: 'm' },
      /^arn:aws:states:eu-west-1:123456789012:stateMachine:m$/,
    ],
    ['AWS::ApiGateway::RestApi', { Name: 'x' }, /^[a-z0-9]{10}$/],
    ['AWS::ApiGateway::Stage', { StageName: 'prod' }, /^prod$/],
    ['AWS::ApiGatewayV2::Stage', {}, /^\$default$/],
    ['AWS::S3::Bucket', {}, /^shop-thing-[a-z0-9]{12}$/],
    ['AWS::Events::Rule', { Name: 'r', EventBusName: 'b' }, /^b\|r$/],
    ['AWS::Events::Rule', { Name: 'r' }, /^r$/],
    ['AWS::Cognito::UserPool', {}, /^eu-west-1_[A-Za-z0-9]{9}$/],
    ['AWS::AppSync::GraphQLApi', {}, /^arn:aws:appsync:eu-west-1:123456789012:apis\/[a-z0-9]{26}$/],
    [
      'AWS::CloudFormation::Stack',
      {},
      /^arn:aws:cloudformation:eu-west-1:123456789012:stack\/shop-Thing-[A-Za-z0-9]{12}\/[0-9a-f-]{36}$/,
    ],
    ['Custom::Whatever', {}, /^shop-Thing-[A-Za-z0-9]{12}$/],
    ['constructor', {}, /^shop-Thing-[A-Za-z0-9]{12}$/],
  ])('%s %j', (type, properties, form) => {
    expect(idOf(type, properties)).toMatch(form)
  })

  it('cuts both names where the service has short ones', () => {
    const long = idOf('AWS::Lambda::Function', {}, 'L'.repeat(200))
    expect(long).toHaveLength(64)
    expect(long).toMatch(/^shop-L+-[A-Za-z0-9]{12}$/)
  })

  it('resolves names made of parameters, pseudo parameters and other resources, conditions taken as true', () => {
    const { resources } = build(
      {
        Parameters: { Stage: { Type: 'String', Default: 'dev' }, Given: { Type: 'String' } },
        Resources: {
          Fn: {
            Type: 'AWS::Lambda::Function',
            Properties: { FunctionName: { 'Fn::Sub': '${AWS::StackName}-${Stage}-${!raw}' } },
          },
          Log: {
            Type: 'AWS::Logs::LogGroup',
            Properties: { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref: 'Fn' }]] } },
          },
          Table: {
            Type: 'AWS::DynamoDB::Table',
            Properties: { TableName: { 'Fn::If': ['C', { Ref: 'Given' }, 'no'] } },
          },
          Ring: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Ring' } } },
        },
      },
      { parameters: { Given: 'tab' } },
    )
    expect(resources.slice(0, 3).map(({ physicalId }) => physicalId)).toEqual([
      'shop-dev-${raw}',
      '/aws/lambda/shop-dev-${raw}',
      'tab',
    ])
    expect(resources[3]?.physicalId).toMatch(/:shop-Ring-/)
  })

  it('are the same for the same seed and differ for another', () => {
    const idFor = (seed: number) =>
      new StackStore({ ...place, seed }).add({
        name: 's',
        template: { Resources: { A: { Type: 'AWS::S3::Bucket' } } },
        createdAt: 1,
      }).resources[0]?.physicalId
    expect(idFor(1)).toBe(idFor(1))
    expect(idFor(1)).not.toBe(idFor(2))
  })
})
