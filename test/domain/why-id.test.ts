import { expect, it } from 'vitest'
import { whyId } from '../../src/domain/why-id.ts'

const uuid = '8fab6c1e-6d6c-4b6e-9a40-0e5b1d3e9f11'
const trace = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'

it.each([
  [uuid, { kind: 'request', id: uuid, part: false }],
  [`  ${uuid.toUpperCase()}\n`, { kind: 'request', id: uuid, part: false }],
  ['8fab6c1e', { kind: 'request', id: '8fab6c1e', part: true }],
  ['8fab6c1e-6d', { kind: 'request', id: '8fab6c1e-6d', part: true }],
  [trace, { kind: 'trace', id: trace }],
  ['6b49d2a916a5bdd27e45fc9f4a12ddd2', { kind: 'trace', id: trace }],
  [`Root=${trace};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:0`, { kind: 'trace', id: trace }],
  [`Self=1-0;Root=${trace}`, { kind: 'trace', id: trace }],
])('%s is an id', (text, id) => {
  expect(whyId(text)).toEqual(id)
})

it.each(['', '8fab', 'FulfilOrder', 'JKJaXmPLvHcESHA=', '1-6b49d2a9-16a5', `${uuid}0`, 'g0000000'])(
  '%s is none, and what would be one is told',
  (text) => {
    expect(() => whyId(text)).toThrow(expect.objectContaining({ exit: 2, hint: expect.stringContaining('trace id') }))
  },
)
