import { describe, expect, it } from 'vitest'
import { decideWrite, placeText, type WriteRules } from '../../src/domain/write-guard.ts'

const plan = { what: 'invoke FulfilOrder' }
const purge = { what: 'purge fulfilment', typed: 'fulfilment' }
const place = { stack: 'prod-orders', account: '123456789012', region: 'eu-west-1' }
const rules = (more: Partial<WriteRules> = {}): WriteRules => ({
  ...{ readOnly: null, protect: null, yes: false, confirm: null, terminal: true },
  ...more,
})
const protect = { globs: ['live', 'prod-*'], from: 'slsops.yaml' }

describe('a write', () => {
  it.each([
    ['asks for a yes', plan, rules(), { kind: 'yes' }],
    ['goes ahead with --yes', plan, rules({ yes: true, terminal: false }), { kind: 'go' }],
    [
      'asks for the name of what can not come back',
      purge,
      rules({ yes: true }),
      { kind: 'name', name: 'fulfilment', why: null },
    ],
    ['takes that name from --confirm', purge, rules({ confirm: 'fulfilment', terminal: false }), { kind: 'go' }],
    [
      'asks for the name of a protected stack, whatever --yes says',
      plan,
      rules({ protect, yes: true }),
      { kind: 'name', name: 'prod-orders', why: 'slsops.yaml protects the stack prod-orders' },
    ],
    ['takes a protected stack from --confirm', plan, rules({ protect, confirm: 'prod-orders' }), { kind: 'go' }],
    [
      'asks for a yes in a stack that is not protected',
      plan,
      rules({ protect: { ...protect, globs: ['live'] } }),
      { kind: 'yes' },
    ],
  ])('%s', (_, asked, given, decision) => {
    expect(decideWrite(asked, place, given)).toEqual(decision)
  })

  it.each([
    ['nobody is there to be asked', plan, rules({ terminal: false }), '--yes says yes'],
    ['nobody is there to type the name', purge, rules({ terminal: false, yes: true }), '--confirm fulfilment says yes'],
    ['another name was given', purge, rules({ confirm: 'orders' }), '--confirm fulfilment'],
    [
      '--yes is all that a protected stack is given',
      plan,
      rules({ protect, yes: true, terminal: false }),
      '--confirm prod-orders says yes',
    ],
    [
      'it is for reading only, whatever else is said',
      plan,
      rules({ readOnly: '--read-only', yes: true }),
      'without --read-only it asks first',
    ],
    [
      'the environment is for reading only',
      purge,
      rules({ readOnly: 'SLSOPS_READ_ONLY', confirm: 'fulfilment' }),
      'without SLSOPS_READ_ONLY it asks first',
    ],
  ])('is refused with exit code 2 where %s', (_, asked, given, hint) => {
    expect(() => decideWrite(asked, place, given)).toThrow(
      expect.objectContaining({ exit: 2, hint, message: expect.stringMatching(/^nothing was done: /) }),
    )
  })
})

it('the place of a write is told whole', () => {
  expect(placeText(place)).toBe('account 123456789012, eu-west-1, stack prod-orders')
  expect(placeText({ ...place, account: null, stack: null })).toBe('an account that is not known, eu-west-1')
})
