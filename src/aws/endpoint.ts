/** Services whose name in `AWS_ENDPOINT_URL_<SERVICE>` (AWS's "service id") is not their signing name in capitals. */
const serviceIds: Readonly<Record<string, string>> = {
  logs: 'CLOUDWATCH_LOGS',
  states: 'SFN',
  cloudwatch: 'CLOUDWATCH',
  monitoring: 'CLOUDWATCH',
  apigateway: 'API_GATEWAY',
  events: 'EVENTBRIDGE',
  'cognito-idp': 'COGNITO_IDENTITY_PROVIDER',
  tagging: 'RESOURCE_GROUPS_TAGGING_API',
}

/** `logs` -> `CLOUDWATCH_LOGS` (AWS SDKs reference guide: service-specific endpoints). */
export const serviceId = (service: string): string =>
  serviceIds[service] ?? service.toUpperCase().replaceAll(/[- ]/g, '_')

/** Region prefix -> partition, its DNS suffix. The first that fits counts. (botocore: partitions.json) */
const partitions: readonly (readonly [prefix: string, partition: string, suffix: string])[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['us-isof-', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['eu-isoe-', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu'],
  ['', 'aws', 'amazonaws.com'],
]

/** DNS suffix -> the one of addresses that speak IPv6 too; not all partitions have one. */
const dualStackSuffixes: Readonly<Record<string, string>> = {
  'amazonaws.com': 'api.aws',
  'amazonaws.com.cn': 'api.amazonwebservices.com.cn',
  'amazonaws.eu': 'api.amazonwebservices.eu',
}

/** Which of AWS's own addresses a person wants: validated cryptography, IPv6. (AWS SDKs reference guide: FIPS, dual-stack) */
export interface EndpointVariant {
  readonly fips: boolean
  readonly dualStack: boolean
}

const plain: EndpointVariant = { fips: false, dualStack: false }

const partitionRow = (region: string) => partitions.find(([prefix]) => region.startsWith(prefix))!

/** `aws`, `aws-cn`, `aws-us-gov` ... */
export const partitionOf = (region: string): string => partitionRow(region)[1]

/** AWS's own address of a regional service, the way its SDKs build it. Where a partition has no dual-stack address, the plain one. */
export const awsEndpoint = (service: string, region: string, { fips, dualStack }: EndpointVariant = plain): string => {
  const suffix = partitionRow(region)[2]
  const both = dualStack ? dualStackSuffixes[suffix] : undefined
  // In GovCloud the plain address of CloudWatch Logs is the FIPS one.
  const own = service === 'logs' && region.startsWith('us-gov-') && both === undefined
  return `https://${service}${fips && !own ? '-fips' : ''}.${region}.${both ?? suffix}`
}

const loopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[?::1\]?|\[?::ffff:127(\.\d+){3}\]?)$/

export const isLoopback = (host: string): boolean => loopback.test(host.toLowerCase())

/** A host of AWS itself, VPC endpoints included: its quotas apply there, and only there. */
export const isAwsHost = (host: string): boolean =>
  // Not by a flag `i`: the first such expression costs 2 ms.
  /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn)$/.test(host.toLowerCase()) ||
  partitions.some(([, , suffix]) => host.toLowerCase().endsWith(`.${suffix}`))
