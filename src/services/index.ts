import { type Place, parseArn } from '../domain/arn.ts'
import type { Resource } from '../domain/stack.ts'
import { apigateway } from './apigateway/kinds.ts'
import { appsync } from './appsync/kinds.ts'
import { athena } from './athena/kinds.ts'
import { cloudformation } from './cloudformation/kinds.ts'
import { cloudwatch } from './cloudwatch/kinds.ts'
import { cognito } from './cognito/kinds.ts'
import { dynamodb } from './dynamodb/kinds.ts'
import { events, pipes, scheduler } from './events/kinds.ts'
import { iam } from './iam/kinds.ts'
import { firehose, kinesis } from './kinesis/kinds.ts'
import { lambda } from './lambda/kinds.ts'
import { logs } from './logs/kinds.ts'
import { s3 } from './s3/kinds.ts'
import { kms, secretsmanager, ssm } from './secrets/kinds.ts'
import type { ResourceKind, Service } from './service.ts'
import { sns } from './sns/kinds.ts'
import { sqs } from './sqs/kinds.ts'
import { stepfunctions } from './stepfunctions/kinds.ts'

/** Every service that slsops knows more about than CloudFormation tells. Another one is a folder and a line here. */
export const services: readonly Service[] = [
  ...[lambda, apigateway, stepfunctions, appsync],
  ...[dynamodb, sqs, sns, kinesis, firehose, s3, athena],
  ...[events, pipes, scheduler, cognito, secretsmanager, ssm, kms],
  ...[cloudformation, cloudwatch, logs, iam],
]

const kinds: ReadonlyMap<string, ResourceKind> = new Map(services.flatMap((service) => Object.entries(service.kinds)))

/** What a CloudFormation type is; null for one that no service here knows. */
export const kindOf = (type: string): ResourceKind | null => kinds.get(type) ?? null

/** Name and ARN of a resource, from what CloudFormation says of it. */
export const identify = (
  type: string,
  physicalId: string | null,
  place: Place,
): { readonly name: string | null; readonly arn: string | null } => {
  if (physicalId === null) return { name: null, arn: null }
  const kind = kindOf(type)
  if (kind) return { name: kind.name(physicalId), arn: kind.arn(physicalId, place) }
  return { name: null, arn: parseArn(physicalId) ? physicalId : null }
}

/** The page of a resource in the AWS console; null where it has none of its own. */
export const consoleUrl = (resource: Resource, place: Place): string | null =>
  resource.physicalId === null ? null : (kindOf(resource.type)?.console?.(resource.physicalId, place) ?? null)
