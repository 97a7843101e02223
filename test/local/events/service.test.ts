import {
  CloudWatchLogsClient,
  DescribeDeliveriesCommand,
  DescribeDeliveryDestinationsCommand,
  DescribeDeliverySourcesCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'
import { discoverApp } from '../../../src/usecases/discovery/discover-app.ts'
import { appLogSources } from '../../../src/usecases/discovery/log-sources.ts'
import { cloudSession } from '../../support/cloud-session.ts'

const created = Date.UTC(2026, 4, 20, 12)
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] })
const given = {
  Resources: {
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/vendedlogs/shop' } },
    Bus: {
      Type: 'AWS::Events::EventBus',
      Properties: { Name: 'shop', Description: 'orders', LogConfig: { Level: 'INFO', IncludeDetail: 'FULL' } },
    },
    Quiet: { Type: 'AWS::Events::EventBus', Properties: { Name: 'quiet' } },
    Lost: { Type: 'AWS::Events::EventBus', Properties: { Name: 'lost', LogConfig: { Level: 'ERROR' } } },
    Source: {
      Type: 'AWS::Logs::DeliverySource',
      Properties: { Name: 'shop-info', LogType: 'INFO_LOGS', ResourceArn: arnOf('Bus') },
    },
    Destination: {
      Type: 'AWS::Logs::DeliveryDestination',
      Properties: { Name: 'shop-logs', DestinationResourceArn: arnOf('Logs') },
    },
    Delivery: {
      Type: 'AWS::Logs::Delivery',
      Properties: { DeliverySourceName: { Ref: 'Source' }, DeliveryDestinationArn: arnOf('Destination') },
    },
  },
}

let cloud: RunningCloud
let events: EventBridgeClient
let logs: CloudWatchLogsClient
beforeAll(async () => {
  cloud = await startCloud({ sample: false, stacks: [{ name: 'given', template: given, createdAt: created }] })
  const { endpoint, region } = cloud
  const settings = { endpoint, region, maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }
  events = new EventBridgeClient(settings)
  logs = new CloudWatchLogsClient(settings)
})
afterAll(() => cloud.close())

const busArn = (name: string): string => `arn:aws:events:eu-west-1:123456789012:event-bus/${name}`

it('tells of one whether it logs', async () => {
  expect(await events.send(new DescribeEventBusCommand({ Name: busArn('shop') }))).toMatchObject({
    Name: 'shop',
    LogConfig: { Level: 'INFO', IncludeDetail: 'FULL' },
    CreationTime: new Date(created),
  })
  expect((await events.send(new DescribeEventBusCommand({ Name: 'quiet' }))).LogConfig).toBeUndefined()
  expect(await events.send(new DescribeEventBusCommand({}))).toMatchObject({ Name: 'default' })
  await expect(events.send(new DescribeEventBusCommand({ Name: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Event bus none does not exist.',
  })
})

it('tells through CloudWatch Logs where its lines are delivered', async () => {
  const { deliverySources } = await logs.send(new DescribeDeliverySourcesCommand({}))
  expect(deliverySources).toMatchObject([{ name: 'shop-info', resourceArns: [busArn('shop')], logType: 'INFO_LOGS' }])
  const { deliveries } = await logs.send(new DescribeDeliveriesCommand({}))
  const arn = 'arn:aws:logs:eu-west-1:123456789012:delivery-destination:shop-logs'
  expect(deliveries).toMatchObject([{ deliverySourceName: 'shop-info', deliveryDestinationArn: arn }])
  const { deliveryDestinations } = await logs.send(new DescribeDeliveryDestinationsCommand({}))
  expect(deliveryDestinations).toMatchObject([
    {
      name: 'shop-logs',
      arn,
      deliveryDestinationType: 'CWL',
      deliveryDestinationConfiguration: {
        destinationResourceArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/shop:*',
      },
    },
  ])
})

it('is what the sources of an app are made of', async () => {
  const session = await cloudSession(cloud)
  const discovery = await discoverApp({ session, stack: 'given' })
  const { sources, off, incomplete } = await appLogSources({ session, discovery, kinds: 'all' })
  expect(sources.map(({ name, sourceType, group }) => [name, sourceType, group])).toEqual([
    ['Bus', 'bus', '/aws/vendedlogs/shop'],
  ])
  expect(off.map(({ name, howToSwitchOn }) => [name, howToSwitchOn])).toEqual([
    ['Quiet', 'LogConfig.Level: ERROR on AWS::Events::EventBus'],
    ['Lost', 'AWS::Logs::Delivery from the bus to a log group'],
  ])
  expect(incomplete).toEqual([])
})
