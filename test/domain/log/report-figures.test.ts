import fc from 'fast-check'
import { expect, test } from 'vitest'
import { figuresOf } from '../../../src/domain/log/report-figures.ts'

const head = 'REPORT RequestId: 8fab6c1e-7b61-11e6-9a41-93e812345678'
const traced = 'XRAY TraceId: 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2\tSegmentId: 3a12ddd25bdd27e4\tSampled: true\t\n'

test("Lambda's own line, traced", () => {
  const line = `${head}\tDuration: 46.12 ms\tBilled Duration: 254 ms\tMemory Size: 256 MB\tMax Memory Used: 87 MB\tInit Duration: 207.5 ms\t\n${traced}`
  expect(figuresOf(line)).toEqual({
    durationMs: 46.12,
    billedMs: 254,
    memoryMb: 256,
    maxMemoryMb: 87,
    initMs: 207.5,
    restoreMs: null,
    status: 'success',
    errorType: null,
  })
})

const part = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        ...['Duration', 'Billed Duration', 'Memory Size', 'Max Memory Used', 'Init Duration', 'Restore Duration'],
        ...['Billed Restore Duration', 'Other', 'XRAY TraceId: x Duration'],
      ),
      fc.constantFrom(': ', ':', ':  '),
      fc.constantFrom('0', '12', '3.5', '1.', '.5', '1.2.3', '-1', '1e3', 'x', ''),
      fc.constantFrom(' ms', ' MB', '', ' ms ', ' s'),
    )
    .map((words) => words.join('')),
  fc.constantFrom('Status: timeout', 'Status: error', 'Error Type: Runtime.ExitError', 'Sampled: true', '', '\n'),
)

test('the usual line is read as any line is, whatever its parts', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom('', '\t', '\t\n', '\n'), (parts, end) => {
      const usual = [head, ...parts].join('\t') + end
      // With another length of the id it takes the way of every other line.
      expect(figuresOf(usual)).toEqual(figuresOf(usual.replace(head, `${head}0`)))
    }),
    { numRuns: 3000 },
  )
})
