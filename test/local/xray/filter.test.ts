import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../src/local/xray/facts.ts'
import { traceFilter } from '../../../src/local/xray/filter.ts'

const trace = factsOf(
  [
    {
      id: '0000000000000001',
      name: 'shop/prod',
      trace_id: '1-6b05729a-e8723612ba324fc2dbb733b4',
      start_time: 100,
      end_time: 102.5,
      error: true,
      http: { request: { url: 'https://shop.example.com/orders', method: 'POST' }, response: { status: 404 } },
      origin: 'AWS::ApiGateway::Stage',
      resource_arn: 'arn:aws:apigateway:eu-west-1::/restapis/a/stages/prod',
      annotations: { 'aws:api_id': 'a' },
      subsegments: [{ id: '0000000000000002', name: 'Lambda', start_time: 100.5, end_time: 102 }],
    },
    {
      id: '0000000000000003',
      name: 'create "it"',
      trace_id: '1-6b05729a-e8723612ba324fc2dbb733b4',
      parent_id: '0000000000000002',
      start_time: 100.5,
      end_time: 104,
      fault: true,
      throttle: true,
      cause: { exceptions: [{ type: 'TypeError', message: 'no' }] },
      origin: 'AWS::Lambda::Function',
      aws: { function_arn: 'arn:aws:lambda:eu-west-1:1:function:create' },
      subsegments: [
        {
          id: '0000000000000004',
          name: '## handler',
          start_time: 101,
          end_time: 103,
          user: 'c-7',
          annotations: { orderId: 'o-1', tries: 2, gift: true },
        },
      ],
    },
  ],
  '123456789012',
)
const matches = (expression: string) => traceFilter(expression)(trace)
const fn = 'service(id(name: "create \\"it\\"", type: "AWS::Lambda::Function"))'

describe('a filter expression', () => {
  it.each([
    ['error', true],
    ['fault', false],
    ['ok', false],
    ['throttle', true],
    ['partial', false],
    ['!fault AND error', true],
    ['!(error OR fault)', false],
    ['fault OR error AND ok', false],
    ['(fault OR error) and !ok', true],
    ['responsetime = 2.5', true],
    ['duration >= 4 AND duration <= 4', true],
    ['duration > 4 OR duration < 4', false],
    ['http.status != 200', true],
    ['http.status = 404', true],
    ['http.url CONTAINS "/orders"', true],
    ['http.url BEGINSWITH "https://shop"', true],
    ['http.url ENDSWITH "/carts"', false],
    ['http.method = "POST" AND user = "c-7"', true],
    ['name = "TypeError"', true],
    ['resource.arn ENDSWITH ":function:create"', true],
    ['annotation.orderId = "o-1"', true],
    ['annotation[orderId] = "o-1"', true],
    ['annotation[aws:api_id] = "a"', true],
    ['annotation.tries > 1', true],
    ['annotation.tries = "2"', false],
    ['annotation.gift = true', true],
    ['annotation.gift != true', false],
    ['annotation.none = "x"', false],
    ['service("shop/prod")', true],
    ['service("carts")', false],
    ['service("shop/prod") { fault }', false],
    ['service("shop/prod") { http.status = 404 AND error }', true],
    [`${fn} { fault AND throttle AND annotation.orderId BEGINSWITH "o-" }`, true],
    [`${fn} { responsetime < 3.5 }`, false],
    ['service(id(type: "AWS::Lambda::Function")) { user = "c-7" }', true],
    ['service() { fault }', true],
    ['!service("carts") AND service(id(name: "shop/prod"))', true],
  ])('%s -> %s', (expression, is) => expect(matches(expression)).toBe(is))

  it.each([
    ['coverage > 1', '"coverage" is not supported'],
    ['edge("a", "b") { fault }', '"edge" is not supported'],
    ['rootcause.fault.exception { name = "x" }', '"rootcause.fault.exception" is not supported'],
    ['group.name = "x"', '"group.name" is not supported'],
    ['service(id(account.id: "1"))', 'id(account.id: ...) is not supported'],
    ['service("a") { service("b") }', '"service" is not supported'],
    ['duration > "x"', `duration can't be compared by > with "x"`],
    ['http.url > "x"', `http.url can't be compared by > with "x"`],
    ['http.url = 3', `http.url can't be compared by = with 3`],
    ['annotation.gift > true', `annotation.gift can't be compared`],
    ['name = TypeError', '"TypeError" is no value'],
    ['fault error', '"error" stands where AND or OR would'],
    ['(fault', '")" is missing before "its end"'],
    ['fault AND', 'it ends too early'],
    ['fault %', `it can't be read at " %"`],
    [`name = "${'x'.repeat(2000)}"`, 'longer than 2000'],
  ])('refuses %s', (expression, why) =>
    expect(() => traceFilter(expression)).toThrow(
      expect.objectContaining({ code: 'InvalidRequestException', message: expect.stringContaining(why) }),
    ),
  )
})
