import { ServiceError } from './service.ts'

/** How one service names itself in IAM, and what it calls its refusals; by signing name. */
interface Refusals {
  /** The prefix of its IAM actions, where that is not the signing name. */
  readonly iam?: string
  /** The one action that stands for all its reads. */
  readonly action?: string
  readonly throttled?: readonly [code: string, status: number]
  readonly denied?: readonly [code: string, status: number]
  readonly expired?: readonly [code: string, status: number, message?: string]
}

const tooMany = ['TooManyRequestsException', 429] as const
const queryDenied = ['AccessDenied', 403] as const
const restDenied = ['AccessDeniedException', 403] as const
const queryExpired = ['ExpiredToken', 403] as const
const restExpired = ['ExpiredTokenException', 403] as const

const refusals = new Map<string, Refusals>(
  Object.entries({
    apigateway: { action: 'apigateway:GET', throttled: tooMany, denied: restDenied, expired: restExpired },
    athena: { throttled: ['TooManyRequestsException', 400] },
    cloudformation: { throttled: ['Throttling', 400], denied: queryDenied, expired: queryExpired },
    'cognito-idp': { throttled: ['TooManyRequestsException', 400] },
    kinesis: { throttled: ['LimitExceededException', 400] },
    lambda: { throttled: tooMany, denied: restDenied, expired: restExpired },
    monitoring: { iam: 'cloudwatch', throttled: ['Throttling', 400], denied: queryDenied, expired: queryExpired },
    s3: {
      throttled: ['SlowDown', 503],
      denied: queryDenied,
      expired: ['ExpiredToken', 400, 'The provided token has expired.'],
    },
    scheduler: { throttled: ['ThrottlingException', 429], denied: restDenied, expired: restExpired },
    sns: { throttled: ['Throttled', 429], denied: ['AuthorizationError', 403], expired: queryExpired },
    sqs: { throttled: ['RequestThrottled', 400], expired: queryExpired },
    sts: { throttled: ['Throttling', 400], denied: queryDenied, expired: queryExpired },
    tagging: { iam: 'tag', throttled: ['ThrottledException', 400] },
    xray: { throttled: ['ThrottledException', 429], denied: restDenied, expired: restExpired },
  } satisfies Record<string, Refusals>),
)

/** Operations whose IAM action has another name. */
const actions = new Map(
  Object.entries({
    'lambda.Invoke': 'lambda:InvokeFunction',
    'lambda.InvokeWithResponseStream': 'lambda:InvokeFunction',
    's3.HeadBucket': 's3:ListBucket',
    's3.HeadObject': 's3:GetObject',
    's3.ListBuckets': 's3:ListAllMyBuckets',
    's3.ListObjects': 's3:ListBucket',
    's3.ListObjectsV2': 's3:ListBucket',
  }),
)

/** Names people use for a service whose signing name is another. */
const aliases = new Map(
  Object.entries({
    cfn: 'cloudformation',
    cloudwatch: 'monitoring',
    cognito: 'cognito-idp',
    ddb: 'dynamodb',
    eventbridge: 'events',
    sfn: 'states',
    stepfunctions: 'states',
    tag: 'tagging',
  }),
)

export const signingNameOf = (service: string): string => aliases.get(service) ?? service

export const throttled = (service: string): ServiceError => {
  const [code, status] = refusals.get(service)?.throttled ?? ['ThrottlingException', 400]
  return new ServiceError(code, 'Rate exceeded', status)
}

/** AWS's own sentence for a missing permission: the only place where the action is named. */
export const denied = (call: { service: string; operation: string; region: string; account: string }): ServiceError => {
  const { service, operation, region, account } = call
  const prefix = refusals.get(service)?.iam ?? service
  const action = refusals.get(service)?.action ?? actions.get(`${service}.${operation}`) ?? `${prefix}:${operation}`
  const [code, status] = refusals.get(service)?.denied ?? ['AccessDeniedException', 400]
  return new ServiceError(
    code,
    `User: arn:aws:iam::${account}:user/demo is not authorized to perform: ${action} on resource: ` +
      `arn:aws:${prefix}:${region}:${account}:* because no identity-based policy allows the ${action} action`,
    status,
  )
}

/** A session token that is over, in the words of AWS. */
export const expired = (service: string): ServiceError => {
  const [code, status, message] = refusals.get(service)?.expired ?? (['ExpiredTokenException', 400] as const)
  return new ServiceError(code, message ?? 'The security token included in the request is expired', status)
}

export const failed = (status: number): ServiceError => {
  const code = status === 503 ? 'ServiceUnavailable' : status >= 500 ? 'InternalFailure' : 'InjectedError'
  return new ServiceError(code, `HTTP ${status}, by a fault that was asked for`, status)
}
