import { expect, it } from 'vitest'
import { scanCost } from '../../../src/domain/item/scan-cost.ts'
import { statementOf } from '../../../src/domain/item/statement.ts'

it.each([
  [`SELECT * FROM orders`, 'select', 'orders', false],
  [`select a, 'from x' from "or ders"."by-date" where b = 1`, 'select', 'or ders', true],
  [`SELECT * FROM orders WHERE a = 'x'`, 'select', 'orders', true],
  [`SELECT * FROM "where"`, 'select', 'where', false],
  [`INSERT INTO "orders" VALUE {'a': 1}`, 'insert', 'orders', false],
  [`  update orders set a = 1 where b = 2`, 'update', 'orders', true],
  [`DELETE FROM orders WHERE a = 1`, 'delete', 'orders', true],
])('%s', (text, verb, table, hasWhere) => {
  const { at, ...told } = statementOf(text)
  expect(told).toEqual({ verb, table, hasWhere })
  expect(text.slice(...at).replaceAll('"', '')).toBe(table)
})

it.each(['', 'DROP TABLE orders', 'EXISTS(SELECT * FROM a)', '/* x */ DELETE FROM a', 'SELECT 1', 'selection from a'])(
  'refuses %s',
  (text) => {
    expect(() => statementOf(text)).toThrow(expect.objectContaining({ exit: 2 }))
  },
)

it('costs a scan of 10 GB as the price list does', () => {
  expect(scanCost(10_000_000_000)).toEqual({ units: 1_220_704, dollars: 0.152588 })
})
