// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation and API Gateway, not of JavaScript
import { giftWrappers } from '../shop.ts'
import { allow, arn, type Fields, ref, resource, role, sub } from './words.ts'

const basics = [
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], '*'),
  allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
]

/** A function as the SAM transform leaves it, with a role of its own. */
const lambda = (name: string, properties: Fields, statements: readonly Fields[]): Readonly<Record<string, Fields>> => ({
  [name]: {
    ...resource('AWS::Lambda::Function', {
      FunctionName: sub(`\${AWS::StackName}-${name}`),
      Role: arn(`${name}Role`),
      TracingConfig: { Mode: 'Active' },
      Architectures: ['arm64'],
      Tags: [{ Key: 'lambda:createdBy', Value: 'SAM' }],
      ...(properties['PackageType'] === 'Image'
        ? {}
        : {
            Runtime: 'nodejs24.x',
            Code: { S3Bucket: 'aws-sam-cli-managed-default-samclibucket', S3Key: `orders/${name}` },
          }),
      ...properties,
    }),
    Metadata: { SamResourceId: name },
  },
  [`${name}Role`]: role('lambda.amazonaws.com', [...basics, ...statements]),
})

/** `gifts`: FulfilOrder still has its gift papers. */
export const functions = (gifts: boolean) => ({
  ...lambda(
    'CreateOrder',
    {
      Handler: 'create-order.handler',
      MemorySize: 256,
      Timeout: 10,
      Environment: { Variables: { ORDERS_TABLE: ref('OrdersTable'), ORDER_EVENTS_TOPIC: ref('OrderEvents') } },
    },
    [allow(['dynamodb:PutItem'], arn('OrdersTable')), allow(['sns:Publish'], ref('OrderEvents'))],
  ),
  ...lambda(
    'FulfilOrder',
    {
      Handler: 'fulfil.handler',
      MemorySize: 256,
      Timeout: 10,
      Environment: {
        Variables: { ORDERS_TABLE: ref('OrdersTable'), ...(gifts ? { GIFT_WRAPPERS: giftWrappers } : {}) },
      },
    },
    [
      allow(['dynamodb:UpdateItem'], arn('OrdersTable')),
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('Fulfilment')),
    ],
  ),
  ...lambda(
    'ChargeCard',
    {
      Handler: 'charge-card.handler',
      MemorySize: 256,
      Timeout: 3,
      Environment: { Variables: { ORDERS_TABLE: ref('OrdersTable'), PAYMENT_HOST: 'cards.example.com' } },
    },
    [allow(['dynamodb:UpdateItem'], arn('OrdersTable'))],
  ),
  ...lambda(
    'RenderInvoice',
    {
      PackageType: 'Image',
      Code: { ImageUri: sub('${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/orders/render-invoice:3.2.0') },
      ImageConfig: { Command: ['render-invoice.handler'], WorkingDirectory: '/var/task' },
      MemorySize: 512,
      Timeout: 60,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('WorkersLogs') },
    },
    [],
  ),
  ...lambda(
    'ClickStats',
    {
      Handler: 'click-stats.handler',
      MemorySize: 128,
      Timeout: 30,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('WorkersLogs') },
      Environment: { Variables: { REPORTS_BUCKET: ref('Reports') } },
    },
    [
      allow(['s3:PutObject'], sub('${Reports.Arn}/clicks/*')),
      allow(['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream'], arn('Clicks')),
    ],
  ),
})
