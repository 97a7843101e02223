import { parseArn } from '../arn.ts'
import type { Statement } from './policy.ts'

/** Somebody whom a function's own policy lets invoke it, or forbids to. */
export interface Invoker {
  readonly effect: 'Allow' | 'Deny'
  /** `API Gateway`, `account 123456789012`, `everybody` ... */
  readonly who: string
  /** What it is let in for: an ARN of a topic, rule, bucket or API; null = whatever it is. */
  readonly source: string | null
  /** Conditions beyond the source, in words. */
  readonly only: readonly string[]
  /** Anybody of this kind may, whosoever's: no source and no account is asked for. */
  readonly open: boolean
  readonly actions: readonly string[]
}

const services: Readonly<Record<string, string>> = {
  apigateway: 'API Gateway',
  sns: 'SNS',
  s3: 'S3',
  events: 'EventBridge',
  scheduler: 'EventBridge Scheduler',
  logs: 'CloudWatch Logs',
  'cognito-idp': 'Cognito',
  elasticloadbalancing: 'a load balancer',
  states: 'Step Functions',
  sqs: 'SQS',
  appsync: 'AppSync',
  iot: 'IoT',
  secretsmanager: 'Secrets Manager',
  config: 'AWS Config',
  ses: 'SES',
  cloudformation: 'CloudFormation',
  lambda: 'Lambda',
  alexa: 'Alexa',
}

const whoOf = ({ type, id }: { readonly type: string; readonly id: string }, inverse: boolean): string => {
  const but = inverse ? 'everybody but ' : ''
  if (id === '*') return `${but}everybody`
  if (type === 'Service') return `${but}${services[id.split('.')[0]!] ?? id}`
  if (/^\d{12}$/.test(id)) return `${but}account ${id}`
  const arn = parseArn(id)
  if (arn?.resource === 'root') return `${but}account ${arn.account}`
  return `${but}${arn ? `${arn.resource} of account ${arn.account}` : id}`
}

/** Keys that tie a permission to one thing, or to one account. */
const sourceKey = /^aws:source(?:arn)$/i
const ownerKey =
  /^aws:(?:sourceaccount|principalorgid|principalaccount|sourceorgid|principalarn)$|^lambda:functionurlauthtype$/i

const words: Readonly<Record<string, string>> = {
  'aws:sourceaccount': 'account',
  'aws:principalorgid': 'organisation',
  'lambda:functionurlauthtype': 'function URL with authorisation',
}

/** The invokers that a resource policy names. (Lambda: resource-based policies.) */
export const invokersOf = (statements: readonly Statement[]): readonly Invoker[] =>
  statements
    .filter(
      ({ actions, notActions }) =>
        notActions || actions.some((action) => /^(?:\*|lambda:(?:\*|Invoke.*))$/i.test(action)),
    )
    .flatMap((statement) =>
      statement.principals.flatMap((principal): Invoker[] => {
        const { effect, conditions, actions, notPrincipals } = statement
        const sources = conditions.filter(({ key }) => sourceKey.test(key)).flatMap(({ values }) => values)
        const others = conditions.filter(({ key }) => !sourceKey.test(key))
        const only = others.map(({ key, values, operator }) => {
          const plain = /^(?:String|Arn)(?:Equals|Like)(?:IfExists)?$/.test(operator)
          return `${words[key.toLowerCase()] ?? key}${plain ? ' ' : ` ${operator} `}${values.join(' or ')}`
        })
        const tied = sources.some((one) => one !== '*') || conditions.some(({ key }) => ownerKey.test(key))
        const anybody = principal.id === '*' || principal.type === 'Service' || notPrincipals
        // Where the condition on the URL asks for no authorisation, it ties nobody.
        const urlForAll = conditions.some(
          ({ key, values }) => /functionurlauthtype/i.test(key) && values.includes('NONE'),
        )
        const common = {
          effect,
          who: whoOf(principal, notPrincipals),
          only,
          open: effect === 'Allow' && anybody && (!tied || urlForAll),
          actions,
        }
        return sources.length === 0 ? [{ ...common, source: null }] : sources.map((source) => ({ ...common, source }))
      }),
    )
