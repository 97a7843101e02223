import type { Place } from './arn.ts'

/** Domain of the web console of each partition. (AWS General Reference: service endpoints of the console.) */
const domains: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
}

/** A name is untrusted: half a surrogate pair in it would make the encoder throw. */
const enc = (text: string): string => encodeURIComponent(text.toWellFormed())

/** CloudWatch's console escapes twice and writes `$` for `%`: `/aws/lambda/x` is `$252Faws$252Flambda$252Fx`. */
const encTwice = (text: string): string => enc(enc(text)).replaceAll('%', '$')

const page = (place: Place, service: string, rest = ''): string | null => {
  const domain = domains[place.partition]
  return domain ? `https://${place.region}.${domain}/${service}/home?region=${enc(place.region)}${rest}` : null
}

const plain = (place: Place, path: string, query: Readonly<Record<string, string>> = {}): string | null => {
  const domain = domains[place.partition]
  const parameters = new URLSearchParams({ ...query, region: place.region })
  return domain ? `https://${place.region}.${domain}/${path}?${parameters}` : null
}

/** https URL of a thing's page in the AWS console; null in a partition whose console has no known address. */
export const consoleLink = {
  function: (at: Place, name: string) => page(at, 'lambda', `#/functions/${enc(name)}`),
  logGroup: (at: Place, name: string) => page(at, 'cloudwatch', `#logsV2:log-groups/log-group/${encTwice(name)}`),
  trace: (at: Place, id: string) => page(at, 'cloudwatch', `#xray:traces/${enc(id)}`),
  alarm: (at: Place, name: string) => page(at, 'cloudwatch', `#alarmsV2:alarm/${enc(name)}`),
  dashboard: (at: Place, name: string) => page(at, 'cloudwatch', `#dashboards/dashboard/${enc(name)}`),
  table: (at: Place, name: string) => page(at, 'dynamodbv2', `#table?name=${enc(name)}`),
  queue: (at: Place, url: string) => page(at, 'sqs/v3', `#/queues/${enc(url)}`),
  topic: (at: Place, arn: string) => page(at, 'sns/v3', `#/topic/${enc(arn).replaceAll('%3A', ':')}`),
  stateMachine: (at: Place, arn: string) => page(at, 'states', `#/statemachines/view/${enc(arn)}`),
  stream: (at: Place, name: string) => page(at, 'kinesis', `#/streams/details/${enc(name)}/monitoring`),
  deliveryStream: (at: Place, name: string) => page(at, 'firehose', `#/details/${enc(name)}/monitoring`),
  stack: (at: Place, id: string) => page(at, 'cloudformation', `#/stacks/stackinfo?stackId=${enc(id)}`),
  rule: (at: Place, bus: string, name: string) => page(at, 'events', `#/eventbus/${enc(bus)}/rules/${enc(name)}`),
  eventBus: (at: Place, name: string) => page(at, 'events', `#/eventbus/${enc(name)}`),
  pipe: (at: Place, name: string) => page(at, 'events', `#/pipes/${enc(name)}`),
  role: (at: Place, name: string) => page(at, 'iam', `#/roles/details/${enc(name)}`),
  workGroup: (at: Place, name: string) => page(at, 'athena', `#/workgroups/details/${enc(name)}`),
  bucket: (at: Place, name: string) => plain(at, `s3/buckets/${enc(name)}`),
  restApi: (at: Place, id: string) => plain(at, `apigateway/main/apis/${enc(id)}/resources`, { api: id }),
  httpApi: (at: Place, id: string) => plain(at, 'apigateway/main/api-detail', { api: id }),
  userPool: (at: Place, id: string) => plain(at, `cognito/v2/idp/user-pools/${enc(id)}/overview`),
  graphqlApi: (at: Place, id: string) => page(at, 'appsync', `#/${enc(id)}/v1/home`),
  secret: (at: Place, name: string) => plain(at, 'secretsmanager/secret', { name }),
} as const
