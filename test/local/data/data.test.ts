import {
  CreateTableCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { ListSubscriptionsCommand, ListTopicsCommand, PublishCommand } from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'
import { type Clients, clientsOf } from '../clients.ts'

let cloud: RunningCloud
let clients: Clients
let url: (queue: string) => string
beforeAll(async () => {
  cloud = await startCloud({ traffic: false })
  clients = clientsOf(cloud)
  url = (queue) => `${cloud.endpoint}/123456789012/${queue}`
})
afterAll(() => cloud.close())

it('is the account of the cloud', async () => {
  const identity = await clients.sts.send(new GetCallerIdentityCommand({}))
  expect(identity).toMatchObject({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:root' })
})

it('keeps tables, under ARNs of the account and region', async () => {
  const { dynamodb } = clients
  const table = { TableName: 'books', AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }] }
  const key = {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
    BillingMode: 'PAY_PER_REQUEST' as const,
  }
  await dynamodb.send(new CreateTableCommand({ ...table, ...key }))
  await vi.waitFor(async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'books' }))
    expect(Table?.TableStatus).toBe('ACTIVE')
    expect(Table?.TableArn).toBe('arn:aws:dynamodb:eu-west-1:123456789012:table/books')
  })
  await dynamodb.send(new PutItemCommand({ TableName: 'books', Item: { id: { S: 'a' }, title: { S: 'Ü' } } }))
  const got = await dynamodb.send(new GetItemCommand({ TableName: 'books', Key: { id: { S: 'a' } } }))
  expect(got.Item).toEqual({ id: { S: 'a' }, title: { S: 'Ü' } })
  const found = await dynamodb.send(
    new QueryCommand({
      TableName: 'books',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: 'a' } },
      ReturnConsumedCapacity: 'TOTAL',
    }),
  )
  expect([found.Count, found.ConsumedCapacity?.CapacityUnits]).toEqual([1, 0.5])
})

it('keeps objects', async () => {
  const { s3 } = clients
  const Bucket = 'orders-reports-123456789012'
  await s3.send(new PutObjectCommand({ Bucket, Key: 'own/a b.txt', Body: 'hällo' }))
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'own/a b.txt' }))
  expect(await Body?.transformToString()).toBe('hällo')
  const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'clicks/' }))
  expect(KeyCount).toBeGreaterThan(200)
})

describe('queues', () => {
  it('have URLs that can be used, and ARNs of the account', async () => {
    const { sqs } = clients
    const dead = await sqs.send(new CreateQueueCommand({ QueueName: 'own-dlq' }))
    expect(dead.QueueUrl).toBe(url('own-dlq'))
    const policy = JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:own-dlq',
      maxReceiveCount: 1,
    })
    await sqs.send(new CreateQueueCommand({ QueueName: 'own', Attributes: { RedrivePolicy: policy } }))
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'own' }))
    expect(QueueUrl).toBe(url('own'))
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
    expect(Attributes).toMatchObject({ QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:own', RedrivePolicy: policy })
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'own' }))
    expect(QueueUrls).toEqual([url('own'), url('own-dlq')])

    const attribute = { kind: { DataType: 'String', StringValue: 'test' } }
    const MessageBody = 'for arn:aws:sns:eu-west-1:000000000000:anybody'
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes: attribute }))
    const receive = () =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, MessageAttributeNames: ['All'] }))
    const [message] = (await receive()).Messages ?? []
    expect([message?.Body, message?.MessageAttributes?.['kind']?.StringValue]).toEqual([MessageBody, 'test'])
    expect((await receive()).Messages).toBeUndefined()
    const [moved] = (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url('own-dlq') }))).Messages ?? []
    expect(moved?.MessageId).toBe(message?.MessageId)
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url('own-dlq'), ReceiptHandle: moved?.ReceiptHandle ?? '' }))
  })

  it('get what SNS publishes, with the topic of the account and the trace of the publisher', async () => {
    const { sns, sqs } = clients
    const TopicArn = 'arn:aws:sns:eu-west-1:123456789012:order-events'
    const { Topics } = await sns.send(new ListTopicsCommand({}))
    expect(Topics).toEqual([{ TopicArn }])
    const { Subscriptions } = await sns.send(new ListSubscriptionsCommand({}))
    expect(Subscriptions).toMatchObject([
      { Owner: '123456789012', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:fulfilment' },
    ])
    const header = 'Root=1-6b05729a-e8723612ba324fc2dbb733b4;Parent=0123456789abcdef;Sampled=1'
    const publish = new PublishCommand({ TopicArn, Message: 'arn:aws:sns:x:000000000000:y & <z>' })
    publish.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-amzn-trace-id': header })
        return next(args)
      },
      { step: 'build' },
    )
    const { MessageId } = await sns.send(publish)
    // The queue holds what the story left in it, too.
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url('fulfilment'),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    )
    const message = Messages.find(({ Body }) => Body?.includes(MessageId ?? ''))
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      TopicArn,
      MessageId,
      Message: 'arn:aws:sns:x:000000000000:y & <z>',
    })
    expect(message?.Attributes).toMatchObject({ SenderId: '123456789012', AWSTraceHeader: header })
  })

  it('speak Query, as clients did before 2023', async () => {
    const ask = async (form: Record<string, string>) => {
      const answer = await fetch(cloud.endpoint, {
        method: 'POST',
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
        },
        body: new URLSearchParams({ Version: '2012-11-05', ...form }),
      })
      return { status: answer.status, text: await answer.text() }
    }
    const made = await ask({
      Action: 'CreateQueue',
      QueueName: 'old',
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '7',
    })
    expect(made.text).toContain(`<CreateQueueResult><QueueUrl>${url('old')}</QueueUrl></CreateQueueResult>`)
    const QueueUrl = url('old')
    const attributes = await ask({ Action: 'GetQueueAttributes', QueueUrl, 'AttributeName.1': 'VisibilityTimeout' })
    expect(attributes.text).toContain('<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>')
    const sent = await ask({
      Action: 'SendMessage',
      QueueUrl,
      MessageBody: '<a> & "b"',
      'MessageAttribute.1.Name': 'kind',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'x',
    })
    expect(sent.text).toMatch(/<SendMessageResult><MessageId>[0-9a-f-]{36}<\/MessageId><MD5OfMessageBody>[0-9a-f]{32}</)
    const got = await ask({
      Action: 'ReceiveMessage',
      QueueUrl,
      MaxNumberOfMessages: '10',
      'AttributeName.1': 'All',
      'MessageAttributeName.1': 'All',
    })
    expect(got.text).toContain('<Body>&lt;a&gt; &amp; &quot;b&quot;</Body>')
    expect(got.text).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>')
    expect(got.text).toContain(
      '<Name>kind</Name><Value><DataType>String</DataType><StringValue>x</StringValue></Value>',
    )
    const handle = /<ReceiptHandle>([^<]+)/.exec(got.text)?.[1] ?? ''
    expect((await ask({ Action: 'DeleteMessage', QueueUrl, ReceiptHandle: handle })).status).toBe(200)
    expect(await ask({ Action: 'PurgeQueue', QueueUrl: url('none') })).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>'),
    })
  })
})

it('answers 501, by name, for what it does not do', async () => {
  const refused = (what: string) => ({ $metadata: { httpStatusCode: 501 }, message: expect.stringContaining(what) })
  await expect(
    clients.sqs.send(new RemovePermissionCommand({ QueueUrl: url('fulfilment'), Label: 'all' })),
  ).rejects.toMatchObject(refused('sqs.RemovePermission'))
  await expect(
    clients.dynamodb.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM orders' })),
  ).rejects.toMatchObject(refused('dynamodb.ExecuteStatement'))
})
