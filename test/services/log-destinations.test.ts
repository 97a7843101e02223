import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { httpApiLogs, httpStageLogs } from '../../src/services/apigateway/http-logs.ts'
import { restApiLogs, restStageLogs } from '../../src/services/apigateway/rest-logs.ts'
import { busLogs } from '../../src/services/events/bus-logs.ts'
import { logGroupOf, placeOf } from '../../src/services/log-group-arn.ts'
import { machineLog, workflowLogs } from '../../src/services/stepfunctions/workflow-logs.ts'
import { doorSession } from '../support/aws-door.ts'
import { type DoorAnswer, logDoors, refused } from '../support/log-doors.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const groupArn = (name: string): string => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`
const stream = 'arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-orders'

describe('the log group in an ARN', () => {
  it.each([
    [groupArn('/aws/apigateway/orders'), '/aws/apigateway/orders'],
    [`${groupArn('/aws/vendedlogs/states/payment')}:*`, '/aws/vendedlogs/states/payment'],
    ['arn:aws-cn:logs:cn-north-1:123456789012:log-group:plain', 'plain'],
    [`${groupArn('g')}:log-stream:s`, null],
    [stream, null],
    ['orders', null],
    [undefined, null],
  ])('%s', (arn, group) => {
    expect(logGroupOf(arn)).toBe(group)
  })

  it.each([
    [stream, 'the Firehose stream amazon-apigateway-orders'],
    ['arn:aws:s3:::bus-logs', 'the S3 bucket bus-logs'],
    ['somewhere', 'somewhere'],
  ])('%s leads to %s', (arn, place) => {
    expect(placeOf(arn)).toBe(place)
  })
})

describe('the logs of a stage', () => {
  const exec = 'MethodSettings.LoggingLevel: ERROR on AWS::ApiGateway::Stage'
  const access = 'AccessLogSetting on AWS::ApiGateway::Stage'
  it.each([
    ['neither', {}, [null, access], [null, exec]],
    ['access', { accessLogSettings: { destinationArn: groupArn('/a') } }, ['/a', null], [null, exec]],
    [
      'executions of all methods',
      { methodSettings: { '*/*': { loggingLevel: 'INFO' } } },
      [null, access],
      ['API-Gateway-Execution-Logs_abc/prod', null],
    ],
    [
      'executions of one method',
      { methodSettings: { '*/*': { loggingLevel: 'OFF' }, '~1orders/POST': { loggingLevel: 'ERROR' } } },
      [null, access],
      ['API-Gateway-Execution-Logs_abc/prod', null],
    ],
    ['OFF, by name', { methodSettings: { '*/*': { loggingLevel: 'OFF' } } }, [null, access], [null, exec]],
    [
      'a Firehose stream',
      { accessLogSettings: { destinationArn: stream } },
      [
        null,
        `${access} with a log group (it goes to the Firehose stream amazon-apigateway-orders, which can't be read)`,
      ],
      [null, exec],
    ],
  ] as const)('REST: %s', (_, stage, [group, how], [execGroup, execHow]) => {
    expect(restStageLogs('abc', { stageName: 'prod', ...stage } as never)).toEqual([
      { log: 'access', stage: 'prod', group, howToSwitchOn: how },
      { log: 'execution', stage: 'prod', group: execGroup, howToSwitchOn: execHow },
    ])
  })

  it.each([
    ['neither', {}, [['access', null]]],
    ['access', { AccessLogSettings: { DestinationArn: groupArn('/a') } }, [['access', '/a']]],
    [
      'executions of a WebSocket API',
      { DefaultRouteSettings: { LoggingLevel: 'INFO' } },
      [
        ['access', null],
        ['execution', '/aws/apigateway/abc/prod'],
      ],
    ],
    [
      'executions of one route',
      { DefaultRouteSettings: { LoggingLevel: 'OFF' }, RouteSettings: { $connect: { LoggingLevel: 'ERROR' } } },
      [
        ['access', null],
        ['execution', '/aws/apigateway/abc/prod'],
      ],
    ],
  ] as const)('HTTP and WebSocket: %s', (_, stage, expected) => {
    const logs = httpStageLogs('abc', { StageName: 'prod', ...stage } as never)
    expect(logs.map(({ log, group }) => [log, group])).toEqual(expected)
    expect(logs[0]!.howToSwitchOn).toBe(
      logs[0]!.group === null ? 'AccessLogSettings on AWS::ApiGatewayV2::Stage' : null,
    )
  })
})

describe('the log of a state machine', () => {
  const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn: `${groupArn('/w')}:*` } }]
  it.each([
    [undefined, null, 'LoggingConfiguration.Level: ERROR on the state machine'],
    [{ level: 'OFF' }, null, 'LoggingConfiguration.Level: ERROR on the state machine'],
    [{ level: 'OFF', destinations }, null, 'LoggingConfiguration.Level: ERROR on the state machine'],
    [{ level: 'ALL' }, null, 'LoggingConfiguration.Destinations with a log group on the state machine'],
    [{ level: 'FATAL', destinations }, '/w', null],
    [{ level: 'ALL', includeExecutionData: true, destinations }, '/w', null],
  ] as const)('%j', (config, group, howToSwitchOn) => {
    expect(machineLog(config as never)).toEqual({ log: 'workflow', stage: null, group, howToSwitchOn })
  })
})

describe('asking', () => {
  it('API Gateway for the stages of a REST API, in one call', async () => {
    const { calls } = logDoors(() => ({
      body: {
        item: [{ stageName: 'prod', accessLogSettings: { destinationArn: groupArn('/a') } }, { stageName: 'dev' }],
      },
    }))
    const logs = await restApiLogs(await doorSession(), 'abc', 'OrdersApi')
    expect(logs.map(({ stage, group }) => [stage, group])).toEqual([
      ['prod', '/a'],
      ['prod', null],
      ['dev', null],
      ['dev', null],
    ])
    expect(calls).toEqual([{ service: 'apigateway', operation: '/restapis/abc/stages', input: {} }])
  })

  it('API Gateway for the stages of an HTTP API, page after page', async () => {
    const { calls } = logDoors(({ input }) => ({
      body:
        input['nextToken'] === undefined
          ? { items: [{ stageName: '$default' }], nextToken: 'more' }
          : // A server that hands out the same token again is asked no third time.
            { items: [{ stageName: 'dev', accessLogSettings: { destinationArn: groupArn('/d') } }], nextToken: 'more' },
    }))
    const logs = await httpApiLogs(await doorSession(), 'abc', 'ShopApi')
    expect(logs.map(({ stage, group }) => [stage, group])).toEqual([
      ['$default', null],
      ['dev', '/d'],
    ])
    expect(calls.map(({ operation, input }) => [operation, input['nextToken']])).toEqual([
      ['/v2/apis/abc/stages', undefined],
      ['/v2/apis/abc/stages', 'more'],
    ])
  })

  it('Step Functions for what a state machine is, but for its definition', async () => {
    const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:payment'
    const { calls } = logDoors(() => ({ body: { stateMachineArn: arn, loggingConfiguration: { level: 'OFF' } } }))
    expect(await workflowLogs(await doorSession(), arn, 'Payment')).toMatchObject([{ group: null }])
    expect(calls).toEqual([
      {
        service: 'states',
        operation: 'DescribeStateMachine',
        input: { stateMachineArn: arn, includedData: 'METADATA_ONLY' },
      },
    ])
  })

  it.each([
    ['apigateway:GET', { body: { message: 'Forbidden' }, status: 403, error: 'AccessDeniedException' }],
    ['apigateway:GET', refused('apigateway:GET')],
  ])('names the IAM action %s of what was denied', async (action, answer) => {
    logDoors(() => answer)
    const session = await doorSession()
    for (const ask of [restApiLogs, httpApiLogs])
      await expect(ask(session, 'abc', 'Api')).rejects.toMatchObject({ code: 'AccessDenied', action })
  })

  it('says what is not there, and ends with its signal', async () => {
    const { calls } = logDoors(() => ({
      status: 404,
      error: 'NotFoundException',
      body: { message: 'Invalid API identifier specified 123456789012:abc' },
    }))
    const session = await doorSession()
    await expect(restApiLogs(session, 'abc', 'OrdersApi')).rejects.toMatchObject({
      code: 'NotFound',
      message: expect.stringContaining('OrdersApi'),
    })
    const reason = new Error('enough')
    await expect(restApiLogs(session, 'abc', 'OrdersApi', AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(calls).toHaveLength(1)
  })
})

describe('where a bus logs', () => {
  const busArn = 'arn:aws:events:us-east-1:123456789012:event-bus/shop'
  const delivery = (name: string): string => `arn:aws:logs:us-east-1:123456789012:delivery-destination:${name}`
  const world = (level: string | null, to: Readonly<Record<string, string>>) =>
    logDoors(({ operation, input }): DoorAnswer => {
      const answers: Readonly<Record<string, object>> = {
        DescribeEventBus: { Name: 'shop', Arn: busArn, ...(level === null ? {} : { LogConfig: { Level: level } }) },
        DescribeDeliverySources: {
          deliverySources: [
            { name: 'theirs', resourceArns: ['arn:aws:events:us-east-1:123456789012:event-bus/other'] },
            { name: 'ours', resourceArns: [busArn] },
          ],
        },
        DescribeDeliveries:
          input['nextToken'] === undefined
            ? { deliveries: [{ deliverySourceName: 'theirs', deliveryDestinationArn: delivery('x') }], nextToken: '2' }
            : {
                deliveries: Object.keys(to).map((name) => ({
                  deliverySourceName: 'ours',
                  deliveryDestinationArn: delivery(name),
                })),
              },
        DescribeDeliveryDestinations: {
          deliveryDestinations: [['x', groupArn('/theirs')] as const, ...Object.entries(to)].map(([name, arn]) => ({
            name,
            arn: delivery(name),
            deliveryDestinationConfiguration: { destinationResourceArn: arn },
          })),
        },
      }
      return { body: answers[operation]! }
    })
  const operations = { all: 5, untilDeliveries: 4 }

  it.each([null, 'OFF'])('nowhere at level %s, and nobody else is asked', async (level) => {
    const { calls } = world(level, { a: groupArn('/g') })
    expect(await busLogs(await doorSession(), 'shop', 'Bus')).toEqual([
      { log: 'bus', stage: null, group: null, howToSwitchOn: 'LogConfig.Level: ERROR on AWS::Events::EventBus' },
    ])
    expect(calls.map(({ operation }) => operation)).toEqual(['DescribeEventBus'])
  })

  it('in the groups that its own deliveries lead to', async () => {
    const { calls } = world('INFO', {
      a: `${groupArn('/aws/vendedlogs/events/event-bus/shop')}:*`,
      b: 'arn:aws:s3:::x',
    })
    expect(await busLogs(await doorSession(), 'shop', 'Bus')).toEqual([
      { log: 'bus', stage: null, group: '/aws/vendedlogs/events/event-bus/shop', howToSwitchOn: null },
    ])
    expect(calls).toHaveLength(operations.all)
  })

  it.each([
    [{}, 'AWS::Logs::Delivery from the bus to a log group', operations.untilDeliveries],
    [
      { a: 'arn:aws:s3:::logs-of-shop', b: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/shop' },
      "AWS::Logs::Delivery from the bus to a log group (they go to the S3 bucket logs-of-shop, the Firehose stream shop, which can't be read)",
      operations.all,
    ],
  ])('nowhere that can be read: %j', async (to, howToSwitchOn, count) => {
    const { calls } = world('ERROR', to)
    expect(await busLogs(await doorSession(), 'shop', 'Bus')).toEqual([
      { log: 'bus', stage: null, group: null, howToSwitchOn },
    ])
    expect(calls).toHaveLength(count)
  })
})
