import { createHash } from 'node:crypto'
import type { LocalResource, LocalStack } from '../cloudformation/model.ts'
import { type Lookup, pseudoOf, resolveText } from '../cloudformation/resolve.ts'
import { fieldsOf } from '../cloudformation/template.ts'
import type { FunctionShape } from './shape.ts'

/** One function of a stack: what the Lambda API tells about it, and what the runtime needs of it. */
export interface LocalFunction {
  readonly shape: FunctionShape
  /** FunctionConfiguration of the Lambda API, `$LATEST`. */
  readonly configuration: Readonly<Record<string, unknown>>
  /** GetFunction's `Code`. */
  readonly code: Readonly<Record<string, unknown>>
  readonly tags: Readonly<Record<string, string>>
  readonly reservedConcurrency: number | null
}

/** `Ref` and `Fn::GetAtt` of a stack that is there: ids are known, and of attributes the ARNs. */
export const lookupIn = (stack: LocalStack): Lookup => {
  const [, , , region = '', account = ''] = stack.id.split(':')
  const pseudo = pseudoOf(stack)
  const arnForms: Readonly<Record<string, (id: string) => string>> = {
    'AWS::IAM::Role': (id) => `arn:aws:iam::${account}:role/${id}`,
    'AWS::Lambda::Function': (id) => `arn:aws:lambda:${region}:${account}:function:${id}`,
    'AWS::DynamoDB::Table': (id) => `arn:aws:dynamodb:${region}:${account}:table/${id}`,
    'AWS::SQS::Queue': (id) => `arn:aws:sqs:${region}:${account}:${id.split('/').at(-1)}`,
    'AWS::Kinesis::Stream': (id) => `arn:aws:kinesis:${region}:${account}:stream/${id}`,
    'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id}`,
    'AWS::Logs::LogGroup': (id) => `arn:aws:logs:${region}:${account}:log-group:${id}:*`,
  }
  const resources = new Map(stack.resources.map((resource) => [resource.logicalId, resource]))
  return (name) => {
    const plain = pseudo[name] ?? stack.parameters[name] ?? resources.get(name)?.physicalId
    if (plain !== undefined) return plain
    const [logicalId = '', attribute] = name.split('.')
    const resource = resources.get(logicalId)
    if (resource === undefined) return null
    if (attribute === 'Arn') return arnForms[resource.type]?.(resource.physicalId) ?? null
    return attribute?.endsWith('Name') ? (resource.physicalId.split('/').at(-1) ?? null) : null
  }
}

const textMap = (value: unknown, text: (value: unknown) => string | null): Record<string, string> =>
  Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, inner]) => [name, text(inner) ?? '']))

const numberOf = (value: string | null, otherwise: number): number =>
  value === null || Number.isNaN(Number(value)) ? otherwise : Number(value)

const hash = (...words: string[]): Buffer => createHash('sha256').update(words.join('\n')).digest()

const optional = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

const functionOf = (stack: LocalStack, resource: LocalResource, globals: Readonly<Record<string, unknown>>) => {
  const [, , , region = '', account = ''] = stack.id.split(':')
  const own = { ...globals, ...resource.properties }
  const text = (value: unknown) => resolveText(value, lookupIn(stack))
  const at = (...path: string[]) => text(path.reduce<unknown>((value, key) => fieldsOf(value)[key], own))
  const name = resource.physicalId
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`
  const image = at('PackageType') === 'Image' || own['ImageUri'] !== undefined
  const environment = {
    ...textMap(fieldsOf(globals['Environment'])['Variables'], text),
    ...textMap(fieldsOf(resource.properties['Environment'])['Variables'], text),
  }
  const logGroup = at('LoggingConfig', 'LogGroup') ?? `/aws/lambda/${name}`
  const shape: FunctionShape = {
    stack: stack.name,
    logicalId: resource.logicalId,
    name,
    arn,
    memoryMb: numberOf(at('MemorySize'), 128),
    timeoutMs: numberOf(at('Timeout'), 3) * 1000,
    logFormat: at('LoggingConfig', 'LogFormat') === 'JSON' ? 'JSON' : 'Text',
    logGroup,
    sharedGroup: logGroup !== `/aws/lambda/${name}`,
    tracing: (at('TracingConfig', 'Mode') ?? at('Tracing')) === 'Active',
    packageType: image ? 'Image' : 'Zip',
    runtime: at('Runtime') ?? 'nodejs24.x',
    environment,
  }
  const sha = hash(arn, stack.template.body === '' ? '' : JSON.stringify(resource.properties))
  const imageUri = at('Code', 'ImageUri') ?? at('ImageUri')
  const digest = `${imageUri?.replace(/:[^:/]+$/, '')}@sha256:${hash(imageUri ?? '').toString('hex')}`
  const imageConfig = fieldsOf(own['ImageConfig'])
  const tags = own['Tags']
  const configuration = {
    FunctionName: name,
    FunctionArn: arn,
    ...(image ? {} : { Runtime: at('Runtime'), Handler: at('Handler') }),
    Role: at('Role') ?? `arn:aws:iam::${account}:role/${stack.name}-${resource.logicalId}Role`,
    CodeSize: image ? 0 : 4096 + (sha.readUInt32BE(0) % 900_000),
    Description: at('Description') ?? '',
    Timeout: shape.timeoutMs / 1000,
    MemorySize: shape.memoryMb,
    LastModified: new Date(resource.updatedAt).toISOString().replace('Z', '+0000'),
    CodeSha256: image ? sha.toString('hex') : sha.toString('base64'),
    Version: '$LATEST',
    ...(Object.keys(environment).length === 0 ? {} : { Environment: { Variables: environment } }),
    ...optional({ KMSKeyArn: at('KmsKeyArn'), DeadLetterConfig: deadLetter(own, text) }),
    TracingConfig: { Mode: shape.tracing ? 'Active' : 'PassThrough' },
    RevisionId: sha.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: shape.packageType,
    ...(image && Object.keys(imageConfig).length > 0 ? { ImageConfigResponse: { ImageConfig: imageConfig } } : {}),
    Architectures: Array.isArray(own['Architectures']) ? own['Architectures'] : ['x86_64'],
    EphemeralStorage: { Size: numberOf(at('EphemeralStorage', 'Size'), 512) },
    SnapStart: { ApplyOn: at('SnapStart', 'ApplyOn') ?? 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: shape.logFormat,
      ...(shape.logFormat === 'JSON'
        ? {
            ApplicationLogLevel: at('LoggingConfig', 'ApplicationLogLevel') ?? 'INFO',
            SystemLogLevel: at('LoggingConfig', 'SystemLogLevel') ?? 'INFO',
          }
        : {}),
      LogGroup: logGroup,
    },
  }
  const location = `https://awslambda-${region}-tasks.s3.${region}.amazonaws.com/snapshots/${account}/${name}`
  return {
    shape,
    configuration,
    code: image
      ? { RepositoryType: 'ECR', ImageUri: imageUri, ResolvedImageUri: digest }
      : { RepositoryType: 'S3', Location: location },
    tags: {
      'aws:cloudformation:stack-name': stack.name,
      'aws:cloudformation:stack-id': stack.id,
      'aws:cloudformation:logical-id': resource.logicalId,
      ...stack.tags,
      ...(Array.isArray(tags)
        ? Object.fromEntries(tags.map((tag) => [String(fieldsOf(tag)['Key']), text(fieldsOf(tag)['Value']) ?? '']))
        : textMap(tags, text)),
    },
    reservedConcurrency:
      at('ReservedConcurrentExecutions') === null ? null : numberOf(at('ReservedConcurrentExecutions'), 0),
  } satisfies LocalFunction
}

const deadLetter = (own: Readonly<Record<string, unknown>>, text: (value: unknown) => string | null) => {
  const target =
    text(fieldsOf(own['DeadLetterConfig'])['TargetArn']) ?? text(fieldsOf(own['DeadLetterQueue'])['TargetArn'])
  return target === null ? null : { TargetArn: target }
}

/** The functions of a stack, as its template says they are; SAM's Globals count for SAM's functions only. */
export const functionsOf = (stack: LocalStack): LocalFunction[] =>
  stack.resources
    .filter(({ type, physicalId }) => type === 'AWS::Lambda::Function' && physicalId !== '')
    .map((resource) => functionOf(stack, resource, fieldsOf(stack.template.globals['Function'])))
