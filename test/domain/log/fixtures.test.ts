import { expect, test } from 'vitest'
import { parseLine } from '../../../src/domain/log/parse-line.ts'
import { realLogLines } from '../../support/real-log-lines.ts'

const lines = realLogLines()

test.skipIf(lines === null)('255 real log lines: the kind agrees with the label', () => {
  const others = lines!.flatMap(({ message, label, kind: expected }, at) => {
    const { kind } = parseLine(message)
    return kind === expected ? [] : [`line ${at + 1}: ${label} read as ${kind}`]
  })
  expect(lines).toHaveLength(255)
  expect(others).toEqual([])
})

test.skipIf(lines === null)(
  '255 real log lines: reports have a duration or a memory, Powertools lines a level and a text',
  () => {
    for (const { label, message } of lines!) {
      const parsed = parseLine(message)
      if (parsed.kind === 'report')
        expect(parsed.report?.durationMs ?? parsed.report?.maxMemoryMb, message).toBeGreaterThan(0)
      if (label === 'powertools-json') expect(parsed.level && parsed.text, message).toBeTruthy()
      if (label === 'error-json') expect(parsed.error?.message, message).toBeTruthy()
    }
  },
)
