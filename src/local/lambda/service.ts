import type { LocalStack } from '../cloudformation/model.ts'
import { resolveText } from '../cloudformation/resolve.ts'
import { openFrames } from '../logs/live-tail/frames.ts'
import { pageOf } from '../protocol/pages.ts'
import { type Call, type LocalService, type Operation, type Route, ServiceError } from '../service.ts'
import { functionsOf, type LocalFunction, lookupIn } from './functions.ts'
import { mappingsOf } from './mappings.ts'
import type { Invoked, LambdaRuntime } from './runtime.ts'
import { wiringOperations } from './wiring.ts'

const route = (operation: string, method: string, path: string): Route => ({ operation, method, path })

const base = '/2015-03-31/functions'
const routes: readonly Route[] = [
  route('ListFunctions', 'GET', base),
  route('GetFunction', 'GET', `${base}/{FunctionName}`),
  route('GetFunctionConfiguration', 'GET', `${base}/{FunctionName}/configuration`),
  route('ListAliases', 'GET', `${base}/{FunctionName}/aliases`),
  route('GetPolicy', 'GET', `${base}/{FunctionName}/policy`),
  route('ListVersionsByFunction', 'GET', `${base}/{FunctionName}/versions`),
  route('GetFunctionEventInvokeConfig', 'GET', '/2019-09-25/functions/{FunctionName}/event-invoke-config'),
  route('GetFunctionUrlConfig', 'GET', '/2021-10-31/functions/{FunctionName}/url'),
  route('ListEventSourceMappings', 'GET', '/2015-03-31/event-source-mappings'),
  route('Invoke', 'POST', `${base}/{FunctionName}/invocations`),
  route('InvokeWithResponseStream', 'POST', '/2021-11-15/functions/{FunctionName}/response-streaming-invocations'),
]

const page = <T>(rows: readonly T[], { Marker: token, MaxItems: size }: Record<string, unknown>, most: number) =>
  pageOf(
    rows,
    { token, size, most },
    () => new ServiceError('InvalidParameterValueException', 'Invalid Marker or MaxItems'),
  )

/** Name, partial ARN (`123456789012:NAME`) or ARN, each with `:QUALIFIER` or without. */
const nameOf = (given: string): { name: string; qualifier: string | null } => {
  const parts = given.split(':')
  const at = parts.indexOf('function')
  const [name = '', qualifier = null] =
    at >= 0 ? parts.slice(at + 1) : /^\d{12}$/.test(parts[0] ?? '') ? parts.slice(1) : parts
  return { name, qualifier }
}

const limit = 6 * 1024 * 1024

const headersOf = (invoked: Invoked, tail: boolean): Record<string, string> => ({
  'content-type': 'application/json',
  'x-amzn-requestid': invoked.requestId,
  'x-amz-executed-version': '$LATEST',
  ...(invoked.traceHeader === null ? {} : { 'x-amzn-trace-id': invoked.traceHeader }),
  ...(invoked.functionError === null ? {} : { 'x-amz-function-error': invoked.functionError }),
  ...(tail ? { 'x-amz-log-result': Buffer.from(invoked.log).subarray(-4096).toString('base64') } : {}),
})

/** The Lambda API over the templates of all stacks. Code runs for the functions that `runtime` has code for, and for no other. */
export const lambdaService = (options: {
  readonly stacks: () => readonly LocalStack[]
  readonly runtime: LambdaRuntime
}): LocalService => {
  const living = () => options.stacks().filter(({ status }) => status !== 'DELETE_COMPLETE')
  const all = (): LocalFunction[] =>
    living()
      .flatMap(functionsOf)
      .sort((a, b) => (a.shape.name < b.shape.name ? -1 : 1))

  const found = (input: Record<string, unknown>, call: Call): LocalFunction => {
    const given = String(input['FunctionName'] ?? '')
    const { name, qualifier: inName } = nameOf(given)
    const qualifier = inName ?? (input['Qualifier'] as string | undefined) ?? '$LATEST'
    const fn = all().find(({ shape }) => shape.name === name)
    if (fn !== undefined && (qualifier === '$LATEST' || aliasesOf(fn).some((alias) => alias['Name'] === qualifier)))
      return fn
    const arn = fn?.shape.arn ?? `arn:aws:lambda:${call.region}:${options.runtime.account}:function:${name}`
    const what = qualifier === '$LATEST' ? arn : `${arn}:${qualifier}`
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${what}`, 404)
  }

  const aliasesOf = (fn: LocalFunction): Record<string, unknown>[] =>
    living()
      .filter((stack) => stack.name === fn.shape.stack)
      .flatMap((stack) => stack.resources.map((resource) => ({ stack, resource })))
      .filter(
        ({ resource }) => resource.type === 'AWS::Lambda::Alias' && resource.physicalId.startsWith(`${fn.shape.arn}:`),
      )
      .map(({ stack, resource }) => ({
        AliasArn: resource.physicalId,
        Name: resource.physicalId.split(':').at(-1),
        FunctionVersion: resolveText(resource.properties['FunctionVersion'], lookupIn(stack))?.split(':').at(-1) ?? '1',
        Description: '',
      }))

  const invoke: Operation = async (input, call) => {
    const fn = found(input, call)
    const header = (name: string) => String(call.headers[name] ?? '')
    const type = header('x-amz-invocation-type') || 'RequestResponse'
    if (call.body.length > limit)
      throw new ServiceError('RequestTooLargeException', `Request must be smaller than ${limit} bytes`, 413)
    let event: unknown = null
    try {
      event = call.body.length === 0 ? {} : JSON.parse(call.body.toString('utf8'))
    } catch (error) {
      const why = error instanceof Error ? error.message : ''
      throw new ServiceError('InvalidRequestContentException', `Could not parse request body into json: ${why}`)
    }
    if (!options.runtime.hasCode(fn.shape))
      throw new ServiceError(
        'ResourceNotReadyException',
        `The embedded cloud runs no code of given templates: ${fn.shape.name} of stack ${fn.shape.stack} is listed, and cannot be invoked`,
        502,
      )
    if (type === 'DryRun') return call.respond({ status: 204, body: '' })
    const asked = { event, traceHeader: header('x-amzn-trace-id') || null }
    if (type === 'Event') {
      const requestId = options.runtime.invokeLater(fn.shape, asked)
      return call.respond({ status: 202, headers: { 'x-amzn-requestid': requestId }, body: '' })
    }
    if (type !== 'RequestResponse')
      throw new ServiceError('InvalidParameterValueException', `Unknown invocation type: ${type}`)
    const invoked = await options.runtime.invoke(fn.shape, asked)
    const headers = headersOf(invoked, header('x-amz-log-type') === 'Tail')
    const body = JSON.stringify(invoked.payload)
    if (call.operation !== 'InvokeWithResponseStream') return call.respond({ status: 200, headers, body })
    const { 'x-amz-log-result': LogResult, 'x-amz-function-error': ErrorCode, ...others } = headers
    const frames = await openFrames()
    const failed = ErrorCode === undefined ? {} : { ErrorCode, ErrorDetails: body }
    const parts = [
      ...(ErrorCode === undefined ? [frames.blob('PayloadChunk', Buffer.from(body))] : []),
      frames.event('InvokeComplete', { ...failed, LogResult }),
    ]
    const stream = { 'content-type': 'application/vnd.amazon.eventstream' }
    return call.respond({ status: 200, headers: { ...others, ...stream }, body: Buffer.concat(parts) })
  }

  return {
    name: 'lambda',
    protocol: { kind: 'rest-json', routes },
    operations: {
      ...wiringOperations(living, found),
      ListFunctions(input) {
        const { items, next } = page(all(), input, 50)
        return { Functions: items.map((fn) => fn.configuration), NextMarker: next }
      },
      GetFunction(input, call) {
        const fn = found(input, call)
        return {
          Configuration: fn.configuration,
          Code: fn.code,
          Tags: fn.tags,
          ...(fn.reservedConcurrency === null
            ? {}
            : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
        }
      },
      GetFunctionConfiguration: (input, call) => found(input, call).configuration,
      ListAliases(input, call) {
        const { items, next } = page(aliasesOf(found(input, call)), input, 50)
        return { Aliases: items, NextMarker: next }
      },
      ListEventSourceMappings(input, call) {
        const given = input['FunctionName']
        const arn = given === undefined ? null : found(input, call).shape.arn
        const source = input['EventSourceArn']
        const mappings = mappingsOf(living())
          .filter((one) => arn === null || String(one['FunctionArn']).startsWith(arn))
          .filter((one) => source === undefined || one['EventSourceArn'] === source)
        const { items, next } = page(mappings, input, 100)
        return { EventSourceMappings: items, NextMarker: next }
      },
      Invoke: invoke,
      InvokeWithResponseStream: invoke,
    },
  }
}
