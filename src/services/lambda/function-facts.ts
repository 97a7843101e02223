import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { FunctionInfo } from '../../domain/function-info.ts'
import { lambda } from './kinds.ts'

/** What Lambda tells of a function, without what only the stack knows. */
export type FunctionFacts = Omit<FunctionInfo, 'path' | 'logicalId' | 'assumed'>

/** Lambda writes `2026-01-31T12:34:56.789+0000`: an offset without its colon. */
const time = (text: string | undefined): number | null => {
  const at = Date.parse((text ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(at) ? null : at
}

/** The group that a function of this type writes to unless it was told otherwise. */
export const defaultLogGroup = (type: string, name: string): string =>
  lambda.kinds[type]?.defaultLogGroup?.(name) ?? `/aws/lambda/${name}`

/** (Lambda API: FunctionConfiguration, the same in GetFunctionConfiguration and ListFunctions.) */
export const functionFacts = (config: FunctionConfiguration, asked: string): FunctionFacts => {
  const name = config.FunctionName ?? asked
  const own = defaultLogGroup('AWS::Lambda::Function', name)
  const logGroup = config.LoggingConfig?.LogGroup || own
  return {
    name,
    arn: config.FunctionArn ?? null,
    logGroup,
    sharedGroup: logGroup !== own,
    logFormat: config.LoggingConfig?.LogFormat === 'JSON' ? 'json' : 'text',
    timeoutMs: config.Timeout === undefined ? null : config.Timeout * 1000,
    memoryMb: config.MemorySize ?? null,
    runtime: config.Runtime ?? null,
    packageType: config.PackageType ?? null,
    architecture: config.Architectures?.[0] ?? null,
    lastModified: time(config.LastModified),
    tracing: config.TracingConfig?.Mode === 'Active',
  }
}

/** What holds of a function that could not be asked. */
export const assumedFacts = (type: string, name: string, arn: string | null): FunctionFacts => ({
  name,
  arn,
  logGroup: defaultLogGroup(type, name),
  sharedGroup: false,
  // Web functions log JSON only.
  logFormat: type === 'AWS::Lambda::WebFunction' ? 'json' : 'text',
  timeoutMs: null,
  memoryMb: null,
  runtime: null,
  packageType: null,
  architecture: null,
  lastModified: null,
  tracing: false,
})
