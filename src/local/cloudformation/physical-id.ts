import { hex, lettersFor, lower, mixed, uuidFor } from './random.ts'

/** What a physical id is formed from. */
export interface Naming {
  readonly stack: string
  readonly logicalId: string
  readonly region: string
  readonly account: string
  readonly seed: number
  /** A property's text, where it is known. */
  text(property: string): string | null
}

type Form = (of: Naming) => string

const words = (of: Naming): (string | number)[] => [of.seed, of.stack, of.logicalId]

const letters =
  (alphabet: string, length: number): Form =>
  (of) =>
    lettersFor(words(of), alphabet, length)

const uuid: Form = (of) => uuidFor(words(of))

/** `stack-LogicalId-RANDOM`, both names cut evenly where the service's names are short. */
const generated = (of: Naming, limit: number): string => {
  const room = limit - 14
  const logical = of.logicalId.replace(/[^A-Za-z0-9]/g, '')
  const stack = of.stack.slice(0, Math.max(Math.floor(room / 2), room - logical.length))
  return `${stack}-${logical.slice(0, room - stack.length)}-${lettersFor(words(of), mixed, 12)}`
}

/** A name of its own, else the generated one. */
const named =
  (property: string, limit = 128): Form =>
  (of) =>
    of.text(property) ?? generated(of, limit)

const arn =
  (service: string, resource: Form): Form =>
  (of) =>
    `arn:aws:${service}:${of.region}:${of.account}:${resource(of)}`

const after =
  (prefix: string, form: Form): Form =>
  (of) =>
    `${prefix}${form(of)}`

const fifo =
  (property: string): Form =>
  (of) => {
    const name = of.text(property)
    return (
      name ?? `${generated(of, 75)}${of.text('FifoQueue') === 'true' || of.text('FifoTopic') === 'true' ? '.fifo' : ''}`
    )
  }

const queueUrl: Form = (of) => `https://sqs.${of.region}.amazonaws.com/${of.account}/${fifo('QueueName')(of)}`

/** A function's ARN from a property that holds its name or its ARN. */
const functionArn: Form = (of) => {
  const target = of.text('FunctionName') ?? of.text('TargetFunctionArn') ?? generated(of, 64)
  return target.startsWith('arn:') ? target : arn('lambda', () => `function:${target}`)(of)
}

const ruleName: Form = (of) => {
  const bus = of.text('EventBusName')?.split('/').at(-1)
  const name = named('Name', 64)(of)
  return bus === undefined || bus === 'default' ? name : `${bus}|${name}`
}

/** Resource type -> the id that ListStackResources shows for it, which is also what `Ref` gives. */
const forms = new Map<string, Form>(
  Object.entries({
    'AWS::ApiGateway::ApiKey': letters(lower, 10),
    'AWS::ApiGateway::Authorizer': letters(lower, 6),
    'AWS::ApiGateway::Deployment': letters(lower, 6),
    'AWS::ApiGateway::DomainName': named('DomainName'),
    'AWS::ApiGateway::Resource': letters(lower, 6),
    'AWS::ApiGateway::RestApi': letters(lower, 10),
    'AWS::ApiGateway::Stage': (of) => of.text('StageName') ?? 'default',
    'AWS::ApiGateway::UsagePlan': letters(lower, 6),
    'AWS::ApiGatewayV2::Api': letters(lower, 10),
    'AWS::ApiGatewayV2::Authorizer': letters(lower, 6),
    'AWS::ApiGatewayV2::Deployment': letters(lower, 6),
    'AWS::ApiGatewayV2::Integration': letters(lower, 7),
    'AWS::ApiGatewayV2::Route': letters(lower, 7),
    'AWS::ApiGatewayV2::Stage': (of) => of.text('StageName') ?? '$default',
    'AWS::AppSync::GraphQLApi': arn('appsync', after('apis/', letters(lower, 26))),
    'AWS::Athena::NamedQuery': uuid,
    'AWS::Athena::WorkGroup': named('Name'),
    'AWS::CloudFormation::Stack': (of) =>
      arn('cloudformation', (self) => `stack/${generated(self, 128)}/${uuid(self)}`)(of),
    'AWS::CloudWatch::Alarm': named('AlarmName', 255),
    'AWS::CloudWatch::CompositeAlarm': named('AlarmName', 255),
    'AWS::CloudWatch::Dashboard': named('DashboardName', 255),
    'AWS::Cognito::IdentityPool': (of) => `${of.region}:${uuid(of)}`,
    'AWS::Cognito::UserPool': (of) => `${of.region}_${lettersFor(words(of), mixed, 9)}`,
    'AWS::Cognito::UserPoolClient': letters(lower, 26),
    'AWS::Cognito::UserPoolDomain': named('Domain', 63),
    'AWS::Cognito::UserPoolGroup': named('GroupName'),
    'AWS::DynamoDB::GlobalTable': named('TableName', 255),
    'AWS::DynamoDB::Table': named('TableName', 255),
    'AWS::EC2::SecurityGroup': after('sg-0', letters(hex, 16)),
    'AWS::EC2::Subnet': after('subnet-0', letters(hex, 16)),
    'AWS::EC2::VPC': after('vpc-0', letters(hex, 16)),
    'AWS::Events::ApiDestination': named('Name', 64),
    'AWS::Events::Archive': named('ArchiveName', 48),
    'AWS::Events::Connection': named('Name', 64),
    'AWS::Events::EventBus': named('Name', 255),
    'AWS::Events::Rule': ruleName,
    'AWS::IAM::ManagedPolicy': (of) => `arn:aws:iam::${of.account}:policy/${named('ManagedPolicyName')(of)}`,
    'AWS::IAM::Role': named('RoleName', 64),
    'AWS::Kinesis::Stream': named('Name'),
    'AWS::KinesisFirehose::DeliveryStream': named('DeliveryStreamName', 64),
    'AWS::KMS::Alias': named('AliasName', 256),
    'AWS::KMS::Key': uuid,
    'AWS::Lambda::Alias': (of) => `${functionArn(of)}:${of.text('Name') ?? 'live'}`,
    'AWS::Lambda::EventSourceMapping': uuid,
    'AWS::Lambda::Function': named('FunctionName', 64),
    'AWS::Lambda::LayerVersion': arn('lambda', (of) => `layer:${named('LayerName', 64)(of)}:1`),
    'AWS::Lambda::Url': functionArn,
    'AWS::Lambda::Version': (of) => `${functionArn(of)}:1`,
    'AWS::Logs::LogGroup': named('LogGroupName', 512),
    'AWS::Logs::LogStream': named('LogStreamName', 512),
    'AWS::Pipes::Pipe': named('Name', 64),
    'AWS::S3::Bucket': (of) => of.text('BucketName') ?? generated(of, 63).toLowerCase(),
    'AWS::SNS::Subscription': (of) =>
      `${of.text('TopicArn') ?? arn('sns', (self) => generated(self, 128))(of)}:${uuid(of)}`,
    'AWS::SNS::Topic': arn('sns', fifo('TopicName')),
    'AWS::SQS::Queue': queueUrl,
    'AWS::SSM::Parameter': named('Name'),
    'AWS::Scheduler::Schedule': named('Name', 64),
    'AWS::Scheduler::ScheduleGroup': named('Name', 64),
    'AWS::SecretsManager::Secret': arn(
      'secretsmanager',
      (of) => `secret:${named('Name')(of)}-${lettersFor(words(of), mixed, 6)}`,
    ),
    'AWS::StepFunctions::Activity': arn('states', after('activity:', named('Name', 80))),
    'AWS::StepFunctions::StateMachine': arn('states', after('stateMachine:', named('StateMachineName', 80))),
  }),
)

/** The id CloudFormation shows for a resource, formed as the service forms it; a type not in the table gets the generic `stack-LogicalId-RANDOM`. */
export const physicalIdOf = (type: string, naming: Naming): string => {
  const form = forms.get(type) ?? ((of: Naming) => generated(of, 128))
  return form(naming)
}
