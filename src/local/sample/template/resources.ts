// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation and API Gateway, not of JavaScript
import { allow, arn, ref, resource, role, sub } from './words.ts'

export const accessLogGroup = '/aws/apigateway/orders-api'
export const workersLogGroup = '/orders/workers'
export const paymentLogGroup = '/aws/vendedlogs/states/payment'

const paymentDefinition = {
  StartAt: 'ChargeCard',
  States: {
    ChargeCard: {
      Type: 'Task',
      Resource: '${ChargeCardArn}',
      Catch: [{ ErrorEquals: ['PaymentDeclined'], Next: 'Declined' }],
      Next: 'RenderInvoice',
    },
    RenderInvoice: { Type: 'Task', Resource: '${RenderInvoiceArn}', End: true },
    Declined: { Type: 'Fail', Error: 'PaymentDeclined' },
  },
}

/** Tables, queues, topics, streams, the workflow and what watches them. */
export const resources = {
  OrdersTable: resource('AWS::DynamoDB::Table', {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
  }),
  OrderEvents: resource('AWS::SNS::Topic', { TopicName: 'order-events', TracingConfig: 'Active' }),
  FulfilmentDlq: resource('AWS::SQS::Queue', { QueueName: 'fulfilment-dlq', MessageRetentionPeriod: 1_209_600 }),
  Fulfilment: resource('AWS::SQS::Queue', {
    QueueName: 'fulfilment',
    VisibilityTimeout: 10,
    RedrivePolicy: { deadLetterTargetArn: arn('FulfilmentDlq'), maxReceiveCount: 3 },
  }),
  FulfilmentPolicy: resource('AWS::SQS::QueuePolicy', {
    Queues: [ref('Fulfilment')],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          ...allow(['sqs:SendMessage'], arn('Fulfilment')),
          Principal: { Service: 'sns.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': ref('OrderEvents') } },
        },
      ],
    },
  }),
  FulfilmentSubscription: resource('AWS::SNS::Subscription', {
    TopicArn: ref('OrderEvents'),
    Protocol: 'sqs',
    Endpoint: arn('Fulfilment'),
  }),
  FulfilOrderQueue: resource('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: arn('Fulfilment'),
    FunctionName: ref('FulfilOrder'),
    BatchSize: 1,
  }),
  Clicks: resource('AWS::Kinesis::Stream', { Name: 'clicks', ShardCount: 1 }),
  ClickStatsStream: resource('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: arn('Clicks'),
    FunctionName: ref('ClickStats'),
    BatchSize: 100,
    StartingPosition: 'LATEST',
  }),
  Reports: resource('AWS::S3::Bucket', { BucketName: sub('${AWS::StackName}-reports-${AWS::AccountId}') }),
  ReportsWorkgroup: resource('AWS::Athena::WorkGroup', {
    Name: 'reports',
    WorkGroupConfiguration: { ResultConfiguration: { OutputLocation: sub('s3://${Reports}/athena/') } },
  }),
  Payment: resource('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'payment',
    RoleArn: arn('PaymentRole'),
    TracingConfiguration: { Enabled: true },
    LoggingConfiguration: {
      Level: 'ALL',
      IncludeExecutionData: false,
      Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: arn('PaymentLogs') } }],
    },
    DefinitionString: JSON.stringify(paymentDefinition),
    DefinitionSubstitutions: { ChargeCardArn: arn('ChargeCard'), RenderInvoiceArn: arn('RenderInvoice') },
  }),
  PaymentRole: role('states.amazonaws.com', [
    allow(['lambda:InvokeFunction'], [arn('ChargeCard'), arn('RenderInvoice')]),
    allow(['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:PutResourcePolicy'], '*'),
  ]),
  DlqDepth: resource('AWS::CloudWatch::Alarm', {
    AlarmName: sub('${AWS::StackName}-dlq-depth'),
    AlarmDescription: 'Orders that could not be fulfilled wait in the dead-letter queue',
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['FulfilmentDlq', 'QueueName'] } }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
  }),
  WorkersLogs: resource('AWS::Logs::LogGroup', { LogGroupName: workersLogGroup, RetentionInDays: 30 }),
  PaymentLogs: resource('AWS::Logs::LogGroup', { LogGroupName: paymentLogGroup, RetentionInDays: 30 }),
  AccessLogs: resource('AWS::Logs::LogGroup', { LogGroupName: accessLogGroup, RetentionInDays: 30 }),
}
