import { randomUUID } from 'node:crypto'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'
import { type Clients, clientsOf } from '../clients.ts'

const given = {
  Transform: 'AWS::Serverless-2016-10-31',
  Globals: {
    Function: { Runtime: 'python3.13', Timeout: 20, Tracing: 'Active', Environment: { Variables: { A: '1' } } },
  },
  Resources: {
    Api: {
      Type: 'AWS::Serverless::Function',
      Properties: { Handler: 'app.api', Environment: { Variables: { B: { Ref: 'Table' } } }, AutoPublishAlias: 'live' },
    },
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: { Name: 'live', FunctionName: { Ref: 'Api' }, FunctionVersion: '7' },
    },
    Table: { Type: 'AWS::Serverless::SimpleTable' },
    Picture: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'picture',
        PackageType: 'Image',
        Code: { ImageUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/picture:1' },
        ReservedConcurrentExecutions: 3,
      },
    },
  },
}

let cloud: RunningCloud
let clients: Clients
beforeAll(async () => {
  cloud = await startCloud({ traffic: false, stacks: [{ name: 'given', template: given, createdAt: Date.now() }] })
  clients = clientsOf(cloud)
})
afterAll(() => cloud.close())

const invoke = (input: Partial<ConstructorParameters<typeof InvokeCommand>[0]> & { FunctionName: string }) =>
  clients.lambda.send(new InvokeCommand(input))

const order = (orderId: string) =>
  Buffer.from(JSON.stringify({ orderId, items: [{ sku: 'mug', quantity: 1, cents: 500 }] }))

describe('Lambda: what is there', () => {
  it('lists the functions of every stack, page by page', async () => {
    const names: (string | undefined)[] = []
    let pages = 0
    for await (const page of paginateListFunctions({ client: clients.lambda, pageSize: 2 }, {})) {
      pages += 1
      expect(page.Functions?.length).toBeLessThanOrEqual(2)
      names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName))
    }
    expect(pages).toBe(4)
    expect(names.filter((name) => !name?.startsWith('given-Api-'))).toEqual([
      'orders-ChargeCard',
      'orders-ClickStats',
      'orders-CreateOrder',
      'orders-FulfilOrder',
      'orders-RenderInvoice',
      'picture',
    ])
    await expect(clients.lambda.send(new ListFunctionsCommand({ Marker: 'bm9uZQ==' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    })
  })

  it('tells a configuration as AWS does: text, JSON and image functions', async () => {
    const of = (FunctionName: string) => clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    expect(await of('orders-CreateOrder')).toMatchObject({
      FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders-CreateOrder',
      Runtime: 'nodejs24.x',
      Handler: 'create-order.handler',
      Timeout: 10,
      MemorySize: 256,
      State: 'Active',
      PackageType: 'Zip',
      TracingConfig: { Mode: 'Active' },
      Environment: { Variables: { ORDERS_TABLE: 'orders' } },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/orders-CreateOrder' },
    })
    const image = await of('orders-RenderInvoice')
    expect(image).toMatchObject({
      PackageType: 'Image',
      ImageConfigResponse: { ImageConfig: { Command: ['render-invoice.handler'] } },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: '/orders/workers', SystemLogLevel: 'INFO' },
    })
    expect([image.Runtime, image.Handler]).toEqual([undefined, undefined])
  })

  it("honours SAM's Globals", async () => {
    const { Functions = [] } = await clients.lambda.send(new ListFunctionsCommand({}))
    const api = Functions.find(({ FunctionName }) => FunctionName?.startsWith('given-Api-'))
    expect(api).toMatchObject({ Runtime: 'python3.13', Timeout: 20, TracingConfig: { Mode: 'Active' } })
    expect(api?.Environment?.Variables).toMatchObject({ A: '1', B: expect.stringMatching(/^given-Table-/) })
  })

  it('tells code, tags, concurrency and aliases, by name, ARN and alias', async () => {
    const picture = await clients.lambda.send(new GetFunctionCommand({ FunctionName: 'picture' }))
    expect(picture.Code).toMatchObject({
      RepositoryType: 'ECR',
      ResolvedImageUri: expect.stringMatching(/@sha256:[0-9a-f]{64}$/),
    })
    expect(picture.Concurrency).toEqual({ ReservedConcurrentExecutions: 3 })
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders-ChargeCard'
    const byArn = await clients.lambda.send(new GetFunctionCommand({ FunctionName: arn }))
    expect(byArn.Tags).toMatchObject({ 'aws:cloudformation:logical-id': 'ChargeCard', 'lambda:createdBy': 'SAM' })
    const { Functions = [] } = await clients.lambda.send(new ListFunctionsCommand({}))
    const FunctionName = Functions.find((one) => one.FunctionName?.startsWith('given-Api-'))?.FunctionName ?? ''
    const { Aliases } = await clients.lambda.send(new ListAliasesCommand({ FunctionName }))
    expect(Aliases).toMatchObject([{ Name: 'live', FunctionVersion: '7' }])
    const aliased = await clients.lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: 'live' }))
    expect(aliased.Configuration?.FunctionName).toBe(FunctionName)
  })

  it('lists event source mappings, all or of one function', async () => {
    const all = await clients.lambda.send(new ListEventSourceMappingsCommand({}))
    expect(all.EventSourceMappings?.map(({ EventSourceArn }) => EventSourceArn)).toEqual([
      'arn:aws:sqs:eu-west-1:123456789012:fulfilment',
      'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks',
    ])
    const one = await clients.lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'orders-FulfilOrder' }))
    expect(one.EventSourceMappings).toMatchObject([{ State: 'Enabled', BatchSize: 1 }])
  })

  it('answers 404 for what is not there, and 501 for what it does not do', async () => {
    await expect(clients.lambda.send(new GetFunctionCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:eu-west-1:123456789012:function:none',
      $metadata: { httpStatusCode: 404 },
    })
    const change = { FunctionName: 'picture', ReservedConcurrentExecutions: 1 }
    await expect(clients.lambda.send(new PutFunctionConcurrencyCommand(change))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
    })
  })
})

describe('Lambda: Invoke', () => {
  it('runs the handler, and writes what it did into the log group', async () => {
    const orderId = `o-${randomUUID()}`
    const since = Date.now() - 1000
    const answer = await invoke({ FunctionName: 'orders-CreateOrder', Payload: order(orderId), LogType: 'Tail' })
    expect([answer.StatusCode, answer.FunctionError, answer.ExecutedVersion]).toEqual([200, undefined, '$LATEST'])
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ statusCode: 201 })
    const requestId = answer.$metadata.requestId
    const tail = Buffer.from(answer.LogResult ?? '', 'base64').toString()
    const { events = [] } = await clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/aws/lambda/orders-CreateOrder', startTime: since }),
    )
    const own = events.filter(({ message }) => message?.includes(`${requestId}`) || message?.startsWith('INIT_START'))
    expect(tail).toBe(own.map(({ message }) => message).join(''))
    expect(own.map(({ message }) => message?.split(/[ :]/)[0])).toEqual([
      'INIT_START',
      'START',
      '{"level"',
      'END',
      'REPORT',
    ])
    expect(new Set(own.map(({ logStreamName }) => logStreamName)).size).toBe(1)
    expect(own[0]?.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/)
    expect(own.at(-1)?.message).toMatch(/\tInit Duration: [\d.]+ ms\t\nXRAY TraceId: 1-[0-9a-f]{8}-[0-9a-f]{24}\t/)
  })

  it('gives the error of a handler as its payload', async () => {
    const answer = await invoke({ FunctionName: 'orders-FulfilOrder', Payload: Buffer.from('{"Records":[]}') })
    expect([answer.StatusCode, answer.FunctionError]).toEqual([200, 'Unhandled'])
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'SyntaxError',
      trace: [expect.stringMatching(/^SyntaxError: /), expect.stringContaining('Runtime.handleOnceNonStreaming')],
    })
  })

  it('passes a dry run without running anything, and takes an event for later', async () => {
    const dry = await invoke({ FunctionName: 'orders-CreateOrder', Payload: order('o-dry'), InvocationType: 'DryRun' })
    expect(dry.StatusCode).toBe(204)
    const orderId = `o-${randomUUID()}`
    const later = await invoke({ FunctionName: 'orders-CreateOrder', Payload: order(orderId), InvocationType: 'Event' })
    expect(later.StatusCode).toBe(202)
    await vi.waitFor(async () => {
      const command = { logGroupName: '/aws/lambda/orders-CreateOrder', filterPattern: `"${orderId}"` }
      const { events } = await clients.logs.send(new FilterLogEventsCommand(command))
      expect(events).toHaveLength(1)
    })
  })

  it('refuses a payload that is no JSON, a function that is not there, and code that is not its own', async () => {
    await expect(invoke({ FunctionName: 'orders-CreateOrder', Payload: Buffer.from('{no') })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    })
    await expect(invoke({ FunctionName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(invoke({ FunctionName: 'picture' })).rejects.toMatchObject({
      name: 'ResourceNotReadyException',
      message: expect.stringContaining('picture of stack given is listed, and cannot be invoked'),
    })
  })
})

it('runs no code of a stack that only bears the name of the sample app', async () => {
  const stacks = [
    {
      name: 'orders',
      createdAt: 0,
      template: { Resources: { CreateOrder: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'mine' } } } },
    },
  ]
  const bare = await startCloud({ sample: false, stacks })
  try {
    const { lambda } = clientsOf(bare)
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'mine' }))).rejects.toMatchObject({
      name: 'ResourceNotReadyException',
    })
  } finally {
    await bare.close()
  }
})
