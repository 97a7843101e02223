import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterCondition, keyValue, sortCondition } from '../../../src/domain/item/condition.ts'
import { expressions, unchanged, written } from '../../../src/domain/item/expression.ts'

const number = { name: 'line', type: 'N' } as const
const text = { name: 'at', type: 'S' } as const

describe('a condition on the sort key', () => {
  it.each([
    ['>= 3', number, { op: '>=', values: [{ N: '3' }] }],
    ['<7.5', number, { op: '<', values: [{ N: '7.5' }] }],
    ['4', number, { op: '=', values: [{ N: '4' }] }],
    ['between 1 and 5', number, { op: 'between', values: [{ N: '1' }, { N: '5' }] }],
    ['begins_with 2026-', text, { op: 'begins_with', values: [{ S: '2026-' }] }],
    ['= >= 3', text, { op: '=', values: [{ S: '>= 3' }] }],
    ['12345678901234567890123', number, { op: '=', values: [{ N: '12345678901234567890123' }] }],
  ] as const)('%s', (said, key, expected) => {
    expect(sortCondition(said, key)).toEqual({ name: key.name, ...expected })
  })

  it('knows the types of the key', () => {
    expect(() => sortCondition('>= x', number)).toThrow(expect.objectContaining({ exit: 2 }))
    expect(() => sortCondition('begins_with 1', number)).toThrow(expect.objectContaining({ exit: 2 }))
    expect(keyValue('aGk=', { name: 'b', type: 'B' })).toEqual({ B: new Uint8Array([104, 105]) })
  })
})

describe('a filter', () => {
  it.each([
    ['status = SHIPPED', { name: 'status', op: '=', values: [{ S: 'SHIPPED' }] }],
    ['status=SHIPPED', { name: 'status', op: '=', values: [{ S: 'SHIPPED' }] }],
    ['total >= 10', { name: 'total', op: '>=', values: [{ N: '10' }] }],
    ['total != "10"', { name: 'total', op: '<>', values: [{ S: '10' }] }],
    ['gift = true', { name: 'gift', op: '=', values: [{ BOOL: true }] }],
    ['note exists', { name: 'note', op: 'exists', values: [] }],
    ['note missing', { name: 'note', op: 'missing', values: [] }],
    ['tags contains gift', { name: 'tags', op: 'contains', values: [{ S: 'gift' }] }],
    ['total between 1 and 5', { name: 'total', op: 'between', values: [{ N: '1' }, { N: '5' }] }],
  ])('%s', (said, expected) => {
    expect(filterCondition(said)).toEqual(expected)
  })

  it('says that it does not understand', () => {
    expect(() => filterCondition('what')).toThrow(expect.objectContaining({ exit: 2 }))
  })
})

describe('an expression', () => {
  it('never holds what a person wrote', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (name, S) => {
        const to = expressions()
        expect(written({ name, op: '=', values: [{ S }] }, to)).toBe('#n0 = :v0')
        expect([to.names, to.values]).toEqual([{ '#n0': name }, { ':v0': { S } }])
      }),
    )
  })

  it('compares an item part by part, and whole where that would be too long', () => {
    const small = expressions()
    expect(unchanged({ id: { S: 'a' }, list: { L: [{ M: { n: { N: '1' } } }] }, none: { M: {} } }, small)).toBe(
      '#n0 = :v0 AND size(#n1) = :v1 AND size(#n1[0]) = :v2 AND #n1[0].#n2 = :v3 AND attribute_type(#n3, :v5) AND size(#n3) = :v4',
    )
    const large = expressions()
    const L = Array.from({ length: 400 }, (_, at) => ({ N: String(at) }))
    const said = unchanged({ id: { S: 'a' }, list: { L } }, large)
    expect(said.split(' AND ')).toHaveLength(2)
    expect(Object.keys(large.values).every((name) => said.includes(name))).toBe(true)
    expect(Object.values(large.values)).toEqual([{ S: 'a' }, { L }])
  })
})
