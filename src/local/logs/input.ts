import { ServiceError } from '../service.ts'
import type { LogGroup, LogStore, LogStream } from './store.ts'

export type Input = Readonly<Record<string, unknown>>

export const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message)

const notFound = (what: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `The specified ${what} does not exist.`)

export const constraint = (name: string, rule: string): ServiceError =>
  invalid(`1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must ${rule}`)

const wrongType = (name: string, type: string): ServiceError =>
  new ServiceError('SerializationException', `The value of '${name}' can not be converted to a ${type}`)

interface Text {
  readonly min?: number
  readonly max?: number
  readonly pattern?: RegExp
}

// Limits and patterns as AWS's service model gives them.
const GROUP_NAME: Text = { min: 1, max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ }
const STREAM_NAME: Text = { min: 1, max: 512, pattern: /^[^:*]*$/ }
const GROUP_IDENTIFIER: Text = { min: 1, max: 2048, pattern: /^[\w#+=/:,.@-]*$/ }

export const text = (input: Input, name: string, rule: Text = {}): string | undefined => {
  const value = input[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw wrongType(name, 'String')
  const { min = 0, max = Infinity, pattern } = rule
  if (value.length < min) throw constraint(name, `have length greater than or equal to ${min}`)
  if (value.length > max) throw constraint(name, `have length less than or equal to ${max}`)
  if (pattern && !pattern.test(value)) throw constraint(name, `satisfy regular expression pattern: ${pattern.source}`)
  return value
}

export const requiredText = (input: Input, name: string, rule?: Text): string => {
  const value = text(input, name, rule)
  if (value === undefined) throw constraint(name, 'not be null')
  return value
}

export const integer = (input: Input, name: string, min: number, max: number): number | undefined => {
  const value = input[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'Long')
  if (value < min) throw constraint(name, `have value greater than or equal to ${min}`)
  if (value > max) throw constraint(name, `have value less than or equal to ${max}`)
  return value
}

export const time = (input: Input, name: string): number | undefined => integer(input, name, 0, Number.MAX_SAFE_INTEGER)

export const flag = (input: Input, name: string): boolean | undefined => {
  const value = input[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') throw wrongType(name, 'Boolean')
  return value
}

export const list = (input: Input, name: string, max: number): readonly unknown[] | undefined => {
  const value = input[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) throw wrongType(name, 'List')
  if (value.length > max) throw constraint(name, `have length less than or equal to ${max}`)
  return value
}

export const oneOf = <T extends string>(input: Input, name: string, values: readonly T[]): T | undefined => {
  const value = text(input, name)
  if (value === undefined) return undefined
  const found = values.find((one) => one === value)
  if (found === undefined) throw constraint(name, `satisfy enum value set: [${values.join(', ')}]`)
  return found
}

export const groupName = (input: Input): string => requiredText(input, 'logGroupName', GROUP_NAME)
export const groupPrefix = (input: Input): string | undefined => text(input, 'logGroupNamePrefix', GROUP_NAME)
export const streamName = (input: Input): string => requiredText(input, 'logStreamName', STREAM_NAME)
export const streamPrefix = (input: Input): string | undefined => text(input, 'logStreamNamePrefix', STREAM_NAME)

/** `logGroupName` or `logGroupIdentifier` (a name, or an ARN without `:*`), exactly one of them. */
export const chosenGroup = (store: LogStore, input: Input): LogGroup => {
  const name = text(input, 'logGroupName', GROUP_NAME)
  const identifier = text(input, 'logGroupIdentifier', GROUP_IDENTIFIER)
  if (name !== undefined && identifier !== undefined)
    throw invalid('LogGroup name and LogGroup ARN are mutually exclusive parameters.')
  const chosen = name ?? identifier
  if (chosen === undefined) throw invalid('Either logGroupName or logGroupIdentifier is required.')
  return identifiedGroup(store, chosen)
}

/** A group by its name, or by its ARN without `:*`. */
export const identifiedGroup = (store: LogStore, identifier: string): LogGroup =>
  existingGroup(store, /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)$/.exec(identifier)?.[1] ?? identifier)

export const existingGroup = (store: LogStore, name: string): LogGroup => {
  const group = store.group(name)
  if (!group) throw notFound('log group')
  return group
}

export const existingStream = (group: LogGroup, name: string): LogStream => {
  const stream = group.streams.get(name)
  if (!stream) throw notFound('log stream')
  return stream
}
