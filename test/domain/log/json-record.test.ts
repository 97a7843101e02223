import { expect, test } from 'vitest'
import { fieldAt } from '../../../src/domain/log/field-path.ts'
import { jsonRecord } from '../../../src/domain/log/json-record.ts'

test.each([
  ['{"a":1}\n', { a: 1 }],
  ['2026-11-23T14:03:21.118Z\t8fab6c1e-7b61-11e6-9a41-93e812345678\tINFO\t{"a":1}\n', { a: 1 }],
  ['{"time":"t","type":"function","record":{"a":1}}', { a: 1 }],
  ['{"time":"t","type":"function","record":"{\\"a\\":1}"}', { a: 1 }],
  ['{"time":"t","type":"function","record":"words"}', { time: 't', type: 'function', record: 'words' }],
  ['words', null],
  ['{"a":', null],
  ['[1]', null],
  [`${'x'.repeat(300)}{"a":1}`, null],
  [`${'{"a":'.repeat(900)}1${'}'.repeat(900)}`, null],
])('the JSON that a line carries: %j', (message, expected) => {
  expect(jsonRecord(message)).toEqual(expected)
})

test.each([
  ['a', 1],
  ['b.c', 2],
  ['log.level', 'INFO'],
  ['x.y.z', 3],
  ['list.1.n', 5],
  ['b.none', undefined],
  ['toString', undefined],
  ['__proto__.x', undefined],
])('the field at %s', (path, expected) => {
  expect(fieldAt({ a: 1, b: { c: 2 }, 'log.level': 'INFO', 'x.y': { z: 3 }, list: [{ n: 4 }, { n: 5 }] }, path)).toBe(
    expected,
  )
})
