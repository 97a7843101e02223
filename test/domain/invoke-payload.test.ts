import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactJson, payloadValue } from '../../src/domain/invoke-payload.ts'

describe('a payload', () => {
  it.each(['12345678901234567890', '1.10', '1e400', '-0', '[9007199254740993,{"a":0.1000}]'])(
    '%s is written as it was read',
    (text) => {
      expect(JSON.stringify(exactJson(text))).toBe(text)
    },
  )
  it('is what JSON.parse reads, for every JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(JSON.stringify(exactJson(text)))).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))))
      }),
    )
  })
  it.each([
    ['', { value: null, base64: null }],
    ['{"a":1}', { value: { a: 1 }, base64: null }],
    ['hello', { value: 'hello', base64: null }],
  ])('%j', (text, expected) => {
    expect(payloadValue(Buffer.from(text))).toEqual(expected)
  })
  it('that is no text goes as base64', () => {
    expect(payloadValue(Buffer.from([0xff, 0x00]))).toEqual({ value: null, base64: '/wA=' })
  })
})
