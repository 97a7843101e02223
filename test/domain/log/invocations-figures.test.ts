import { expect, test } from 'vitest'
import { invocations } from '../../../src/domain/log/invocations.ts'
import { invocationFigures } from '../../../src/domain/log/invocations-figures.ts'
import { event, source } from './event.ts'

const report = (n: number, ms: number, used: number, more = '') =>
  `REPORT RequestId: ${n}\tDuration: ${ms} ms\tMemory Size: 256 MB\tMax Memory Used: ${used} MB${more}`

test('what the lines of each function say, the worst first', () => {
  const figures = invocationFigures()
  const collector = invocations({ keepLines: false, timeoutMs: ({ name }) => (name === 'A' ? 10_000 : null) })
  const a = source('A')
  const b = source('B')
  const events = [
    ...Array.from({ length: 20 }, (_, n) =>
      event(report(n, n + 1, 80 + n, n === 0 ? '\tInit Duration: 100 ms' : ''), { source: a }),
    ),
    event(report(100, 50, 60, '\tStatus: timeout'), { source: b }),
    event('START RequestId: 101 Version: 1', { source: b }),
  ]
  for (const given of [...events.flatMap((one) => collector.push(one)), ...collector.flush()]) {
    if (given.type === 'invocation') figures.add(given.invocation)
  }
  expect(figures.all()).toEqual([
    { name: 'B', invocations: 1, errors: 1, p95Ms: 50, timeoutMs: null, coldStarts: 0, maxMemoryMb: 60, memoryMb: 256 },
    {
      name: 'A',
      invocations: 20,
      errors: 0,
      p95Ms: 19,
      timeoutMs: 10_000,
      coldStarts: 1,
      maxMemoryMb: 99,
      memoryMb: 256,
    },
  ])
})
