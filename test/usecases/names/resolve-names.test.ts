import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../src/domain/problem.ts'
import type { Resource } from '../../../src/domain/stack.ts'
import { identify } from '../../../src/services/index.ts'
import { filterTypes } from '../../../src/usecases/names/filter-types.ts'
import { resolveNames, resolveOne } from '../../../src/usecases/names/resolve-names.ts'

const place = { partition: 'aws', region: 'eu-west-1', account: '123456789012' }
const make = (path: string, type: string, physicalId: string | null): Resource => ({
  path,
  logicalId: path.split('/').at(-1)!,
  physicalId,
  ...identify(type, physicalId, place),
  type,
  status: 'CREATE_COMPLETE',
  stack: 'orders',
  updatedAt: null,
})
const fn = 'AWS::Lambda::Function'
const app = [
  make('CreateOrder', fn, 'orders-CreateOrder-Ab1'),
  make('FulfilOrder', fn, 'orders-FulfilOrder-Cd2'),
  make('Child/Worker', fn, 'orders-child-Worker-Ef3'),
  make('Other/Worker', fn, 'orders-other-Worker-Gh4'),
  make('Create', fn, 'orders-Create-Ij5'),
  make('Unborn', fn, null),
  make('Queue', 'AWS::SQS::Queue', 'https://sqs.eu-west-1.amazonaws.com/123456789012/fulfilment'),
]
const paths = (...words: string[]) =>
  resolveNames(app, words, { noun: 'function', where: 'orders' }).map(({ path }) => path)
const failure = (...words: string[]): Problem => {
  try {
    throw new Error(`found ${paths(...words)}`)
  } catch (error) {
    return error as Problem
  }
}

describe('naming a thing', () => {
  it.each([
    ['CreateOrder', ['CreateOrder']],
    ['createorder', ['CreateOrder']],
    ['orders-CreateOrder-Ab1', ['CreateOrder']],
    ['arn:aws:lambda:eu-west-1:123456789012:function:orders-CreateOrder-Ab1', ['CreateOrder']],
    ['arn:aws:lambda:eu-west-1:123456789012:function:orders-CreateOrder-Ab1:live', ['CreateOrder']],
    ['ulfilo', ['FulfilOrder']],
    ['Ab1', ['CreateOrder']],
    ['Create', ['Create']],
    ['create', ['Create']],
    ['Child/Worker', ['Child/Worker']],
    ['child/w', ['Child/Worker']],
    ['fulfilment', ['Queue']],
    ['https://sqs.eu-west-1.amazonaws.com/123456789012/fulfilment', ['Queue']],
    ['*Order', ['CreateOrder', 'FulfilOrder']],
    ['Worker*', ['Child/Worker', 'Other/Worker']],
    ['Child/*', ['Child/Worker']],
    ['unborn', ['Unborn']],
  ])('%s is %j', (word, expected) => expect(paths(word)).toEqual(expected))

  it('keeps the order of the words, and each thing once', () => {
    expect(paths('FulfilOrder', '*Order', 'CreateOrder')).toEqual(['FulfilOrder', 'CreateOrder'])
    expect(paths()).toEqual([])
  })

  it.each([
    ['Worker', /Child\/Worker.*Other\/Worker/],
    ['Order', /CreateOrder.*FulfilOrder/],
    ['orders-c', /CreateOrder/],
  ])('%s could be several: says which', (word, hint) => {
    expect(failure(word)).toMatchObject({ code: 'AmbiguousName', exit: 2, hint: expect.stringMatching(hint) })
  })

  it('shows the nearest names first where it knows none', () => {
    const problem = failure('CreatOrdr')
    expect(problem).toMatchObject({ code: 'UnknownName', exit: 2 })
    expect(problem.message).toBe('no function of orders is called "CreatOrdr"')
    expect(problem.hint).toMatch(/^there are: CreateOrder \(orders-CreateOrder-Ab1\), /)
    expect(failure('zzz*')).toMatchObject({ code: 'UnknownName' })
    expect(failure('')).toMatchObject({ code: 'UnknownName' })
  })

  it('does not let a part of what all ARNs share name anything', () => {
    expect(failure('arn:aws')).toMatchObject({ code: 'UnknownName' })
    expect(failure('https://')).toMatchObject({ code: 'UnknownName' })
  })

  it('shows ten candidates at most', () => {
    const many = Array.from({ length: 40 }, (_, i) => make(`Fn${i}`, fn, `fn-${i}`))
    expect(() => resolveNames(many, ['nope'])).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/and 30 more$/) }),
    )
  })

  it('takes the only one where no word is given', () => {
    expect(resolveOne(app.slice(0, 1), undefined).path).toBe('CreateOrder')
    expect(() => resolveOne(app, undefined, { noun: 'function' })).toThrow('there are 7 functions: which one?')
    expect(() => resolveOne([], undefined, { noun: 'queue' })).toThrow(
      expect.objectContaining({ hint: 'there is no queue at all', exit: 2 }),
    )
    expect(() => resolveOne(app, '*Order')).toThrow(expect.objectContaining({ code: 'AmbiguousName' }))
    expect(resolveOne(app, 'Fulfil*r').path).toBe('FulfilOrder')
  })

  it('finds each thing by any full spelling of it, or says what is wrong', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(...app.flatMap(({ path, arn, name }) => [path, arn ?? path, name ?? path])),
          fc.string(),
        ),
        (word) => {
          try {
            const found = resolveNames(app, [word])
            expect(found.length).toBeGreaterThan(0)
          } catch (error) {
            expect(error).toBeInstanceOf(Problem)
            expect((error as Problem).exit).toBe(2)
          }
        },
      ),
    )
    for (const one of app)
      for (const word of [one.path, one.arn, one.physicalId]) if (word) expect(resolveOne(app, word)).toBe(one)
  })
})

describe('types', () => {
  it.each([
    [['AWS::SQS::Queue'], ['Queue']],
    [['queues'], ['Queue']],
    [['sqs'], ['Queue']],
    [['SQS::Queue'], ['Queue']],
    [['function'], 6],
    [['lambda', 'queue'], 7],
    [['aws::lambda::*'], 6],
    [[], 7],
  ])('%j', (words, expected) => {
    const found = filterTypes(app, words as string[]).map(({ path }) => path)
    if (typeof expected === 'number') expect(found).toHaveLength(expected)
    else expect(found).toEqual(expected)
  })

  it('lists the types there are for one that is not', () => {
    expect(() => filterTypes(app, ['tables'])).toThrow(
      expect.objectContaining({ exit: 2, hint: expect.stringContaining('AWS::Lambda::Function') }),
    )
  })
})
