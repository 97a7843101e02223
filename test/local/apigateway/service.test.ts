import { APIGatewayClient, GetResourcesCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client, GetStagesCommand as GetStages2Command } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'

const created = Date.UTC(2026, 4, 20, 12)
const accessSetting = (group: string) => ({
  DestinationArn: { 'Fn::GetAtt': [group, 'Arn'] },
  Format: '$context.requestId',
})

const plain = {
  Resources: {
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/access' } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'plain-api' } },
    Prod: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: 'Api' },
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'prod',
        TracingEnabled: true,
        AccessLogSetting: accessSetting('Logs'),
        MethodSettings: [
          { ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO', DataTraceEnabled: true },
          { ResourcePath: '/orders/{id}', HttpMethod: 'GET', LoggingLevel: 'OFF' },
        ],
      },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      Properties: {
        RestApiId: { Ref: 'Api' },
        StageName: 'dev',
        StageDescription: { MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }] },
      },
    },
    Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'http-api', ProtocolType: 'HTTP' } },
    HttpStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'Http' },
        StageName: '$default',
        AutoDeploy: true,
        AccessLogSettings: accessSetting('Logs'),
      },
    },
    HttpBeta: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Http' }, StageName: 'beta' } },
    Socket: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: 'socket', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
    },
    SocketStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'Socket' },
        StageName: 'live',
        DefaultRouteSettings: { LoggingLevel: 'INFO' },
        RouteSettings: { $connect: { LoggingLevel: 'OFF' } },
        StageVariables: { table: { Ref: 'Logs' } },
      },
    },
  },
}

const sam = {
  Transform: 'AWS::Serverless-2016-10-31',
  Globals: { Api: { TracingEnabled: true }, HttpApi: { AccessLogSettings: accessSetting('Logs') } },
  Resources: {
    Logs: { Type: 'AWS::Logs::LogGroup' },
    Rest: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'Prod', AccessLogSetting: accessSetting('Logs') } },
    Http: { Type: 'AWS::Serverless::HttpApi' },
  },
}

let cloud: RunningCloud
let rest: APIGatewayClient
let http: ApiGatewayV2Client
const idOf = (stack: string, logicalId: string): string =>
  cloud.stackStore.get(stack)!.resources.find((one) => one.logicalId === logicalId)!.physicalId
beforeAll(async () => {
  const stacks = [
    { name: 'plain', template: plain, createdAt: created },
    { name: 'made-by-sam', template: sam, createdAt: created },
  ]
  cloud = await startCloud({ sample: false, stacks })
  const { endpoint, region } = cloud
  const settings = { endpoint, region, maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }
  rest = new APIGatewayClient(settings)
  http = new ApiGatewayV2Client(settings)
})
afterAll(() => cloud.close())

describe('REST APIs', () => {
  it('have the stages of their own, those that a deployment makes, and that of SAM', async () => {
    const { item = [] } = await rest.send(new GetStagesCommand({ restApiId: idOf('plain', 'Api') }))
    expect(item).toMatchObject([
      {
        stageName: 'prod',
        deploymentId: idOf('plain', 'Deployment'),
        tracingEnabled: true,
        accessLogSettings: { destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/access' },
        methodSettings: {
          '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true },
          '~1orders~1{id}/GET': { loggingLevel: 'OFF', dataTraceEnabled: false },
        },
        createdDate: new Date(created),
      },
      { stageName: 'dev', methodSettings: { '*/*': { loggingLevel: 'ERROR' } }, tracingEnabled: false },
    ])
    const stages = await rest.send(new GetStagesCommand({ restApiId: idOf('made-by-sam', 'Rest') }))
    expect(stages.item).toMatchObject([
      {
        stageName: 'Prod',
        tracingEnabled: true,
        accessLogSettings: { destinationArn: expect.stringMatching(/:log-group:made-by-sam-Logs-\w+$/) },
      },
    ])
  })

  it('are refused as AWS refuses', async () => {
    await expect(rest.send(new GetStagesCommand({ restApiId: 'none' }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid API identifier specified 123456789012:none',
      $metadata: { httpStatusCode: 404 },
    })
    const unknown = rest.send(new GetResourcesCommand({ restApiId: 'x' }))
    await expect(unknown).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
  })
})

describe('HTTP and WebSocket APIs', () => {
  it('have their stages page by page', async () => {
    const ApiId = idOf('plain', 'Http')
    const first = await http.send(new GetStages2Command({ ApiId, MaxResults: '1' }))
    const second = await http.send(new GetStages2Command({ ApiId, MaxResults: '1', NextToken: first.NextToken }))
    expect([...first.Items!, ...second.Items!].map(({ StageName }) => StageName)).toEqual(['$default', 'beta'])
    expect(second.NextToken).toBeUndefined()
    await expect(http.send(new GetStages2Command({ ApiId, NextToken: 'bm9uZQ' }))).rejects.toMatchObject({
      name: 'BadRequestException',
    })
  })

  it('have their stages, and where those log', async () => {
    const stages = async (stack: string, logicalId: string) =>
      (await http.send(new GetStages2Command({ ApiId: idOf(stack, logicalId) }))).Items
    const DestinationArn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/access'
    expect(await stages('plain', 'Http')).toMatchObject([
      {
        StageName: '$default',
        AutoDeploy: true,
        AccessLogSettings: { DestinationArn, Format: '$context.requestId' },
        DefaultRouteSettings: { DetailedMetricsEnabled: false },
        CreatedDate: new Date(created),
      },
      { StageName: 'beta', AutoDeploy: false },
    ])
    const [socket] = (await stages('plain', 'Socket'))!
    expect(socket).toMatchObject({
      StageName: 'live',
      DefaultRouteSettings: { LoggingLevel: 'INFO' },
      RouteSettings: { $connect: { LoggingLevel: 'OFF' } },
      StageVariables: { table: '/access' },
    })
    expect(socket?.AccessLogSettings).toBeUndefined()
    expect(await stages('made-by-sam', 'Http')).toMatchObject([
      { StageName: '$default', AccessLogSettings: { DestinationArn: expect.stringMatching(/made-by-sam-Logs/) } },
    ])
    await expect(http.send(new GetStages2Command({ ApiId: 'none' }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid API identifier specified',
    })
  })
})
