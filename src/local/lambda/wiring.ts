import type { LocalStack } from '../cloudformation/model.ts'
import { deployedIn } from '../cloudformation/properties.ts'
import { type Operation, ServiceError } from '../service.ts'
import type { LocalFunction } from './functions.ts'

type Found = (input: Record<string, unknown>, call: Parameters<Operation>[1]) => LocalFunction

const none = (what: string): never => {
  throw new ServiceError('ResourceNotFoundException', what, 404)
}

/** A function by its name or ARN, as templates spell it. */
const isOf = (fn: LocalFunction, text: string | null): boolean =>
  text !== null && [fn.shape.name, fn.shape.arn].some((one) => text === one || text.startsWith(`${one}:`))

/** What stands around a function in the templates: permissions, versions, and what is configured of its invocations and its URL. */
export const wiringOperations = (
  stacks: () => readonly LocalStack[],
  found: Found,
): Readonly<Record<string, Operation>> => {
  const around = (fn: LocalFunction, type: string, key: string) =>
    deployedIn(stacks(), [type]).filter((one) => isOf(fn, one.text(key)))
  return {
    GetPolicy(input, call) {
      const fn = found(input, call)
      const permissions = around(fn, 'AWS::Lambda::Permission', 'FunctionName')
      if (permissions.length === 0) return none('The resource you requested does not exist.')
      const Statement = permissions.map(({ resource, text }) => {
        const [principal, source, account] = [text('Principal') ?? '*', text('SourceArn'), text('SourceAccount')]
        const service = principal.includes('.amazonaws.com')
        return {
          Sid: resource.physicalId,
          Effect: 'Allow',
          Principal: service ? { Service: principal } : principal === '*' ? '*' : { AWS: principal },
          Action: text('Action') ?? 'lambda:InvokeFunction',
          Resource: fn.shape.arn,
          ...(source || account
            ? {
                Condition: {
                  ...(source ? { ArnLike: { 'AWS:SourceArn': source } } : {}),
                  ...(account ? { StringEquals: { 'AWS:SourceAccount': account } } : {}),
                },
              }
            : {}),
        }
      })
      return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }), RevisionId: 'r' }
    },
    ListVersionsByFunction(input, call) {
      const fn = found(input, call)
      const versions = around(fn, 'AWS::Lambda::Version', 'FunctionName').map(({ resource }) => ({
        ...fn.configuration,
        Version: resource.physicalId.split(':').at(-1),
      }))
      return { Versions: [fn.configuration, ...versions] }
    },
    GetFunctionEventInvokeConfig(input, call) {
      const fn = found(input, call)
      const [config] = around(fn, 'AWS::Lambda::EventInvokeConfig', 'FunctionName')
      if (config === undefined) return none(`The function ${fn.shape.arn} doesn't have an EventInvokeConfig`)
      const destination = (on: string) => {
        const Destination = config.text('DestinationConfig', on, 'Destination')
        return Destination === null ? {} : { [on]: { Destination } }
      }
      const retries = config.text('MaximumRetryAttempts')
      return {
        FunctionArn: fn.shape.arn,
        ...(retries === null ? {} : { MaximumRetryAttempts: Number(retries) }),
        DestinationConfig: { ...destination('OnSuccess'), ...destination('OnFailure') },
      }
    },
    GetFunctionUrlConfig(input, call) {
      const fn = found(input, call)
      const [url] = around(fn, 'AWS::Lambda::Url', 'TargetFunctionArn')
      if (url === undefined) return none('The resource you requested does not exist.')
      const host = fn.shape.name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
      return {
        FunctionUrl: `https://${host}.lambda-url.${url.region}.on.aws/`,
        FunctionArn: fn.shape.arn,
        AuthType: url.text('AuthType') ?? 'AWS_IAM',
        CreationTime: new Date(url.resource.updatedAt).toISOString(),
      }
    },
  }
}
