import { describe, expect, it } from 'vitest'
import { joinOf } from '../../../src/domain/query-join.ts'
import { namedQueries } from '../../../src/domain/query-named.ts'
import { queryText } from '../../../src/domain/query-text.ts'
import { askedQuery, knownQueries } from '../../../src/usecases/query/named.ts'
import { parseProjectFile } from '../../../src/usecases/stacks/project-file.ts'

const file = (text: string) => parseProjectFile(text, 'slsops.yaml')

describe('queries that have a name', () => {
  it.each(namedQueries.map((query) => [query.name, query] as const))('%s can be joined from parts', (_name, { text }) =>
    expect(joinOf(queryText(text)).kind).not.toBe('none'),
  )

  it('are ours, and those of the project, which count first', async () => {
    const known = knownQueries(await file('queries:\n  big: "filter items > 10"\n  slow: "filter @duration > 5"'))
    expect(known.map(({ name, from }) => [name, from])).toEqual([
      ['cold-starts', 'slsops'],
      ['errors', 'slsops'],
      ['memory', 'slsops'],
      ['timeouts', 'slsops'],
      ['big', 'slsops.yaml'],
      ['slow', 'slsops.yaml'],
    ])
    expect(askedQuery('slow', known)).toMatchObject({
      text: 'filter @duration > 5',
      from: 'slsops.yaml',
      functionColumn: null,
    })
    expect(askedQuery('Errors', known)).toMatchObject({ name: 'errors', limit: 50, functionColumn: 'functionName' })
  })

  it('leave everything else to AWS', () =>
    expect(askedQuery(' filter a = 1 ', [])).toMatchObject({ name: null, text: 'filter a = 1', limit: 10_000 }))

  it.each([
    ['slw', 'slsops query slow'],
    ['cold-start', 'slsops query cold-starts'],
    ['zebra', 'a query of your own is more than one word'],
  ])('%s is none: %s', (word, hint) =>
    expect(() => askedQuery(word, knownQueries(null))).toThrow(
      expect.objectContaining({ code: 'UnknownName', exit: 2, hint: expect.stringContaining(hint) }),
    ),
  )
})

describe('queries of slsops.yaml', () => {
  it('are texts by a word', async () =>
    expect([...(await file('queries: {a.b-c: " filter x = 1 "}')).queries]).toEqual([['a.b-c', 'filter x = 1']]))
  it('need not be there', async () => expect((await file('stack: orders')).queries.size).toBe(0))
  it('may call a field source', async () =>
    expect((await file('queries: {a: \'filter source = "x"\'}')).queries.get('a')).toBe('filter source = "x"'))

  it.each([
    ['queries: [a]', 'has to hold names'],
    ['queries: {"a b": x}', 'no name'],
    ['queries: {a: 1}', 'has to be a text'],
    ['queries: {a: ""}', 'has to be a text'],
    ['queries: {a: "SOURCE logGroups(namePrefix: []) | limit 1"}', 'SOURCE'],
    ['queries: {a: "fields x | join (source logGroups()) on x"}', 'SOURCE'],
    ['queris: {a: b}', 'no key'],
  ])('%s is refused: %s', async (text, message) =>
    expect(file(text)).rejects.toMatchObject({ exit: 2, message: expect.stringContaining(message) }),
  )
})
