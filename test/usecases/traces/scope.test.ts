import { describe, expect, it } from 'vitest'
import { traceScope } from '../../../src/usecases/traces/scope.ts'
import { app, lambda, resource } from './app.ts'
import { foundTrace } from './found.ts'

const api = resource('Api', 'AWS::ApiGateway::RestApi', { physicalId: 'abc123', name: 'abc123' })
const machine = resource('Payment', 'AWS::StepFunctions::StateMachine', { name: 'payment' })
const rest = 'arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/'

describe('the parts of an app that X-Ray knows', () => {
  const scope = traceScope(
    app([
      lambda('CreateOrder'),
      api,
      machine,
      resource('Shop', 'AWS::ApiGatewayV2::Api'),
      resource('Orders', 'AWS::DynamoDB::Table'),
      lambda('Gone', { physicalId: null }),
    ]),
  )

  it('are asked for by name and type, an API by what its ARN begins with', () =>
    expect(scope.clauses).toEqual([
      'service(id(name: "orders-CreateOrder", type: "AWS::Lambda::Function"))',
      `resource.arn BEGINSWITH "${rest}"`,
      'service(id(name: "payment", type: "AWS::StepFunctions::StateMachine"))',
    ]))

  it.each([
    ['orders-CreateOrder', 'CreateOrder'],
    ['payment', 'Payment'],
    ['SNS', 'SNS'],
  ])('%s is called %s', (service, name) => expect(scope.nameOf(service)).toBe(name))

  it.each([
    ['a function', { serviceIds: [{ name: 'orders-CreateOrder', type: 'AWS::Lambda::Function' }] }, true],
    ["Lambda's own segment of it", { serviceIds: [{ name: 'orders-CreateOrder', type: 'AWS::Lambda' }] }, true],
    ['the API', { serviceIds: [], resourceArns: [`${rest}prod`] }, true],
    ['another API', { serviceIds: [], resourceArns: [`${rest.replace('abc123', 'abc1234')}prod`] }, false],
    ['a table of the same name', { serviceIds: [{ name: 'orders-CreateOrder', type: 'AWS::DynamoDB::Table' }] }, false],
    ["somebody else's function", { serviceIds: [{ name: 'other', type: 'AWS::Lambda' }] }, false],
  ] as const)('hold a trace of %s', (_, facts, held) => expect(scope.holds(foundTrace(1, facts))).toBe(held))
})

it('holds some functions alone where those are named', () => {
  const [one, two] = [lambda('A'), lambda('B')]
  const scope = traceScope(app([one, two, api]), [two])
  expect(scope.clauses).toEqual(['service(id(name: "orders-B", type: "AWS::Lambda::Function"))'])
  expect(scope.nameOf('orders-A')).toBe('A')
})

it('tells two nested stacks of one template apart', () => {
  const twins = ['X', 'Y'].map((stack) => lambda('Fn', { path: `${stack}/Fn`, name: `orders-${stack}` }))
  const scope = traceScope(app(twins))
  expect(['orders-X', 'orders-Y'].map(scope.nameOf)).toEqual(['X/Fn', 'Y/Fn'])
})

it('asks for everything where there are more than 60 functions', () => {
  const functions = Array.from({ length: 61 }, (_, n) => lambda(`F${n}`))
  expect(traceScope(app(functions)).clauses).toBeNull()
  expect(traceScope(app(functions.slice(1))).clauses).toHaveLength(60)
})
