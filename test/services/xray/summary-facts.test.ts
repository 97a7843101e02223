import { describe, expect, it } from 'vitest'
import { summaryFacts, type WireSummary } from '../../../src/services/xray/summary-facts.ts'

const id = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const lambda = (Name: string, Type = 'AWS::Lambda::Function') => ({ Name, Names: [Name], Type })
const of = (wire: WireSummary) => summaryFacts({ Id: id, ...wire })!

describe('a summary of X-Ray', () => {
  it('in our units', () => {
    const found = of({
      StartTime: 1_785_600_000.123,
      Duration: 1.2404,
      ResponseTime: 0.002547,
      IsPartial: true,
      Revision: 3,
      Http: {
        HttpURL: 'https://abc.execute-api.eu-west-1.amazonaws.com/prod/orders?x=1',
        HttpMethod: 'POST',
        HttpStatus: 201,
      },
      EntryPoint: lambda('orders-api/prod', 'AWS::ApiGateway::Stage'),
      ServiceIds: [
        lambda('CreateOrder'),
        lambda('CreateOrder', 'AWS::Lambda'),
        lambda('orders', 'AWS::DynamoDB::Table'),
        lambda('orders-api/prod', 'client'),
        lambda('orders-api/prod', 'AWS::ApiGateway::Stage'),
      ],
      ResourceARNs: [{ ARN: 'arn:aws:lambda:eu-west-1:1:function:CreateOrder' }, {}],
      Users: [{ UserName: 'c-1' }, { UserName: 'c-2' }],
      Annotations: {
        orderId: [{ AnnotationValue: { StringValue: 'o-1' } }, { AnnotationValue: { StringValue: 'o-2' } }],
        count: [{ AnnotationValue: { NumberValue: 0 } }],
        gift: [{ AnnotationValue: { BooleanValue: false } }],
        empty: [],
      },
    })
    expect(found).toMatchObject({
      id,
      start: 1_785_600_000_123,
      durationMs: 1240.4,
      responseMs: 2.547,
      status: 'running',
      partial: true,
      revision: 3,
      root: 'POST /orders',
      services: ['orders-api', 'CreateOrder'],
      annotations: { orderId: 'o-1', count: 0, gift: false },
      annotated: { orderId: ['o-1', 'o-2'], count: [0], gift: [false], empty: [] },
      user: 'c-1',
      users: ['c-1', 'c-2'],
      resourceArns: ['arn:aws:lambda:eu-west-1:1:function:CreateOrder'],
    })
    expect(found.serviceIds).toContainEqual({ name: 'orders', type: 'AWS::DynamoDB::Table' })
  })

  it('that says nothing but its id: the id tells the time', () =>
    expect(of({})).toMatchObject({
      start: 0x6b49d2a9 * 1000,
      durationMs: null,
      responseMs: null,
      status: 'ok',
      http: null,
      root: '',
      services: [],
      user: null,
      partial: false,
      revision: 0,
      cause: null,
    }))

  it('without an id is none', () => expect(summaryFacts({ Duration: 1 })).toBeNull())

  it.each<[string, WireSummary, string]>([
    ['a fault of the root', { HasFault: true, HasError: true }, 'fault'],
    ['a fault further down has a root cause', { FaultRootCauses: [{}], HasError: true }, 'fault'],
    ['a throttle is an error too', { HasThrottle: true, HasError: true }, 'throttle'],
    ['an error', { HasError: true }, 'error'],
    ['an error further down', { ErrorRootCauses: [{}] }, 'error'],
    ['one that has not ended', { IsPartial: true }, 'running'],
  ])('%s', (_, wire, status) => expect(of(wire).status).toBe(status))

  it.each<[string, WireSummary, string]>([
    [
      'a function is known by its name',
      { Http: { HttpURL: 'https://x/', HttpMethod: 'POST' }, EntryPoint: lambda('F', 'AWS::Lambda') },
      'F',
    ],
    [
      'a host by what was asked of it',
      { Http: { HttpURL: 'http://shop.example.com', HttpMethod: 'GET' }, EntryPoint: lambda('shop') },
      'shop',
    ],
    [
      'a service of its own',
      { Http: { HttpURL: 'http://shop.example.com', HttpMethod: 'GET' }, EntryPoint: { Name: 'shop' } },
      'GET /',
    ],
    ['a workflow', { EntryPoint: lambda('payment', 'AWS::StepFunctions::StateMachine') }, 'payment'],
    ['without an entry the first service', { ServiceIds: [lambda('F')] }, 'F'],
    [
      'a path that only begins like the stage',
      {
        Http: { HttpURL: 'https://x/production', HttpMethod: 'GET' },
        EntryPoint: lambda('a/prod', 'AWS::ApiGateway::Stage'),
      },
      'GET /production',
    ],
  ])('root: %s', (_, wire, root) => expect(of(wire).root).toBe(root))

  it('cause: the exception farthest from the root', () =>
    expect(
      of({
        FaultRootCauses: [
          {
            Services: [
              { Name: 'a', EntityPath: [{ Exceptions: [{ Name: 'Outer', Message: 'm' }] }] },
              { Name: 'b', EntityPath: [{}, { Exceptions: [{ Name: 'TypeError', Message: "reading 'wrap'" }] }] },
            ],
          },
        ],
      }).cause,
    ).toBe("TypeError: reading 'wrap'"))
})
