import { expect, it } from 'vitest'
import { askForScan } from '../../../src/cli/dynamodb/ask-for-scan.ts'
import type { TableFacts } from '../../../src/domain/item/table.ts'

const facts = (approximateBytes: number): TableFacts => ({
  ...{
    name: 'orders',
    arn: null,
    status: 'ACTIVE',
    billing: 'on-demand',
    provisioned: null,
    approximateItems: 5_000_000,
  },
  key: { partition: { name: 'id', type: 'S' }, sort: null },
  ...{
    approximateBytes,
    createdAt: null,
    indexes: [],
    stream: null,
    streamArn: null,
    encryption: null,
    tableClass: null,
  },
  ...{ deletionProtection: false, replicas: [] },
})

const run = async (bytes: number, given: { whole?: boolean; yes?: boolean; terminal?: boolean; said?: string }) => {
  const { whole = true, yes = false, terminal = true, said = '' } = given
  const [notes, asked]: [string[], string[]] = [[], []]
  const ask = async (question: string) => {
    asked.push(question)
    return said
  }
  const done = askForScan(facts(bytes), {
    whole,
    yes,
    terminal,
    consistent: false,
    note: (line) => notes.push(line),
    ask,
  })
  return {
    ended: await done.then(
      () => 'read',
      (error: Error) => error.message,
    ),
    notes,
    asked: asked.length,
  }
}

it('asks before all of a big table is read, and says what it costs', async () => {
  expect(await run(10_000_000_000, { said: 'y' })).toEqual({
    ended: 'read',
    notes: [
      'Reading all of orders goes over about 10 GB (5 000 000 items): 1 220 704 capacity units, about $0.15 on demand',
    ],
    asked: 1,
  })
  expect(await run(10_000_000_000, { said: '' })).toMatchObject({ ended: 'nothing was read', asked: 1 })
})

it.each([
  ['a small table', 1_000_000, {}],
  ['the first items of a big one', 10_000_000_000, { whole: false }],
] as const)('reads %s without a word', async (_what, bytes, given) => {
  expect(await run(bytes, given)).toEqual({ ended: 'read', notes: [], asked: 0 })
})

it('takes --yes for an answer, and refuses where nobody is there', async () => {
  expect(await run(10_000_000_000, { yes: true, terminal: false })).toMatchObject({ ended: 'read', asked: 0 })
  expect(await run(10_000_000_000, { terminal: false })).toMatchObject({
    ended: expect.stringContaining('nothing was read'),
    asked: 0,
  })
})
