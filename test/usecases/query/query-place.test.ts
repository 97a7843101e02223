import { describe, expect, it } from 'vitest'
import type { LogSource } from '../../../src/domain/log-event.ts'
import { choosesItself, nameOf, scopeOf } from '../../../src/usecases/query/query-place.ts'

const source = (name: string, group: string, streamPart: string | null = null): LogSource => ({
  group,
  streamPart,
  name,
  sourceType: 'function',
  logicalId: name,
  functionName: `orders-${name}`,
  stack: 'orders',
})

const sources = [
  source('Create', '/aws/lambda/orders-Create'),
  source('Work', '/workers', 'orders-Work['),
  source('Rest', '/workers', 'orders-Rest['),
]

describe('what keeps the lines of others out', () => {
  it('is nothing where groups are whole', () => expect(scopeOf(sources)(['/aws/lambda/orders-Create'])).toBeNull())
  it('is the streams, where there is only the shared group', () =>
    expect(scopeOf(sources.slice(0, 2))(['/workers'])).toBe('filter (@logStream like "/orders-Work[")'))
  it('lets other groups through', () =>
    expect(scopeOf(sources)(['/aws/lambda/orders-Create', '/workers'])).toBe(
      'filter (@log not like /:\\/workers$/ or @logStream like "/orders-Work[" or @logStream like "/orders-Rest[")',
    ))
  it('is nothing for a group that was asked for by its name', () =>
    expect(scopeOf(sources, ['/workers'])(['/workers'])).toBeNull())
  it('knows streams that begin with a name, and signs that mean something', () =>
    expect(scopeOf([{ ...source('Pay', '/w'), streamStart: 'states/pay.1/' }])(['/w'])).toBe(
      'filter (@logStream like /^states\\/pay\\.1\\//)',
    ))
})

describe('what a person calls it', () => {
  it.each([
    ['123456789012:/aws/lambda/orders-Create', 'Create'],
    ['123456789012:/workers', '/workers'],
    ['123456789012:/else', '/else'],
    ['orders-Work', 'Work'],
    ['nobody', null],
  ])('%s is %s', (value, name) => expect(nameOf(sources)(value)).toBe(name))
})

it.each([
  ['SOURCE logGroups(namePrefix: ["/aws"]) | limit 1', true],
  ['# mine\n source logGroups() | limit 1', true],
  ['filter source = "x"', false],
])('%s names its own groups: %s', (text, itself) => expect(choosesItself(text)).toBe(itself))
