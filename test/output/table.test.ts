import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type { Style } from '../../src/output/style.ts'
import { table } from '../../src/output/table.ts'

const pipe: Style = { color: false, unicode: true, width: null }
const columns = [{ title: 'NAME', keep: true }, { title: 'COUNT' }, { title: 'DESCRIPTION' }]

test('columns are aligned, numbers stand right, nothing is a dash, no line ends in blanks', async () => {
  const text = await table(
    columns,
    [
      ['orders', 4, 'the shop'],
      ['a', 1200, null],
    ],
    pipe,
  )
  expect(text).toBe(['NAME    COUNT  DESCRIPTION', 'orders      4  the shop', 'a        1200  —', ''].join('\n'))
})

test('a terminal cuts what may give way, a pipe never', async () => {
  const rows = [['a-name-that-is-kept', 1, 'words '.repeat(20).trim()]]
  const wide = await table(columns, rows, pipe)
  expect(wide).toContain('words '.repeat(19))
  const narrow = await table(columns, rows, { ...pipe, width: 50 })
  expect(narrow).toContain('a-name-that-is-kept')
  expect(narrow).toContain('…')
  for (const line of narrow.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(50)
})

test('cells are safe, wide characters keep the columns', async () => {
  const text = await table(
    [{ title: 'A' }, { title: 'B' }],
    [
      ['\u001b[31m古い\nx', 'y'],
      ['a', 'z'],
    ],
    pipe,
  )
  expect(text).toBe('A        B\n古い\\nx  y\na        z\n')
})

test('tones and the header are coloured, and only where there is colour', async () => {
  const rows = [[{ text: 'x', tone: 'fault' as const }]]
  expect(await table([{ title: 'A' }], rows, { ...pipe, color: true })).toBe(
    '\u001b[2mA\u001b[22m\n\u001b[31mx\u001b[39m\n',
  )
  expect(await table([{ title: 'A' }], rows, pipe)).toBe('A\nx\n')
})

test('no line is wider than the terminal, whatever the cells, while its columns have room at all', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.integer(),
    fc.constant(null),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
      fc.integer({ min: 24, max: 120 }),
      async (rows, width) => {
        const text = await table(columns, rows, { ...pipe, width })
        const lines = text.split('\n').slice(0, -1)
        expect(lines).toHaveLength(rows.length + 1)
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
      },
    ),
    { numRuns: 200 },
  )
})
