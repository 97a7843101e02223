import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attribute, Item } from '../../../src/domain/item/attribute.ts'
import { fromDynamoDbJson, toDynamoDbJson } from '../../../src/domain/item/dynamodb-json.ts'
import { parseExact } from '../../../src/domain/item/exact-json.ts'
import { itemFromPlain, itemToPlain } from '../../../src/domain/item/plain.ts'

const digits = fc.oneof(
  fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }).map(String),
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(999_999)).map(([whole, part]) => `${whole}.${part}`),
  fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -128, max: 125 }))
    .map(([one, power]) => `${one}E${power}`),
  fc.constantFrom('+1', '.5', '00', '-0', '1.50'),
)
const bytes = fc.uint8Array({ maxLength: 20 }).map((one) => new Uint8Array(one))
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('$set', '$binary', '$number', '$map', '__proto__', 'rawJSON', 'S', 'toJSON'),
)

const { value } = fc.letrec<{ value: Attribute }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }).map((S): Attribute => ({ S })),
    digits.map((N): Attribute => ({ N })),
    bytes.map((B): Attribute => ({ B })),
    fc.boolean().map((BOOL): Attribute => ({ BOOL })),
    fc.constant<Attribute>({ NULL: true }),
    fc.array(fc.string(), { minLength: 1, maxLength: 4 }).map((SS): Attribute => ({ SS })),
    fc.array(digits, { minLength: 1, maxLength: 4 }).map((NS): Attribute => ({ NS })),
    fc.array(bytes, { minLength: 1, maxLength: 4 }).map((BS): Attribute => ({ BS })),
    fc.array(tie('value'), { maxLength: 4 }).map((L): Attribute => ({ L })),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((all): Attribute => ({ M: Object.fromEntries(all) })),
  ),
}))
const item: fc.Arbitrary<Item> = fc.array(fc.tuple(name, value), { maxLength: 5 }).map((all) => Object.fromEntries(all))

describe('an item as JSON', () => {
  it('comes back from plain JSON text as it was, to the digit and the byte', () => {
    fc.assert(
      fc.property(item, (one) => {
        expect(itemFromPlain(parseExact(JSON.stringify(itemToPlain(one))))).toEqual(one)
      }),
    )
  })

  it("comes back from DynamoDB's own JSON text as it was", () => {
    fc.assert(
      fc.property(item, (one) => {
        expect(fromDynamoDbJson(parseExact(JSON.stringify(toDynamoDbJson(one))))).toEqual(one)
      }),
    )
  })

  it.each([
    ['{"a":12345678901234567890.10}', { a: { N: '12345678901234567890.10' } }],
    ['{"a":1e400}', { a: { N: '1e400' } }],
    ['{"a":{"$set":[1,2]}}', { a: { NS: ['1', '2'] } }],
    ['{"a":{"$set":["1"],"b":2}}', { a: { M: { $set: { L: [{ S: '1' }] }, b: { N: '2' } } } }],
    ['{"a":{"$binary":"aGk="}}', { a: { B: new Uint8Array([104, 105]) } }],
    ['{"$set":[1]}', { $set: { L: [{ N: '1' }] } }],
    ['{"a":{"$map":{"$set":1}}}', { a: { M: { $set: { N: '1' } } } }],
  ])('reads %s', (text, expected) => {
    expect(itemFromPlain(parseExact(text))).toEqual(expected)
  })

  it.each([
    '{"a":{"$set":[]}}',
    '{"a":{"$set":[1,"b"]}}',
    '{"a":{"$binary":"%%"}}',
    '{"a":{"$map":1}}',
    '[1]',
    '1',
    'null',
  ])('refuses %s', (text) => {
    expect(() => itemFromPlain(parseExact(text))).toThrow(expect.objectContaining({ exit: 2 }))
  })

  it.each(['{"a":{"N":1}}', '{"a":{"X":"1"}}', '{"a":{"S":"1","N":"1"}}', '{"a":"b"}', '{"a":{"toString":"b"}}', '[]'])(
    "refuses %s as DynamoDB's own",
    (text) => {
      expect(() => fromDynamoDbJson(parseExact(text))).toThrow(expect.objectContaining({ exit: 2 }))
    },
  )
})
