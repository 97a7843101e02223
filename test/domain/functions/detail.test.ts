import { expect, it } from 'vitest'
import { type FunctionDetail, functionTroubles } from '../../../src/domain/functions/detail.ts'
import { deprecatedOn, isDeprecated } from '../../../src/domain/functions/runtime.ts'

const base = {
  state: 'Active',
  stateReason: null,
  lastUpdate: 'Successful',
  lastUpdateReason: null,
  reservedConcurrency: null,
}
const figures = {
  name: 'f',
  invocations: 4,
  errors: 0,
  p95Ms: 1,
  timeoutMs: 1,
  coldStarts: 0,
  maxMemoryMb: 1,
  memoryMb: 1,
}

it.each([
  [{}, 0, []],
  [{ state: 'Inactive' }, 0, []],
  [{ state: null }, 0, []],
  [{ state: 'Failed', stateReason: 'no such image' }, 0, ['is Failed: no such image']],
  [{ lastUpdate: 'Failed' }, 0, ['its last update failed']],
  [{ reservedConcurrency: 0 }, 0, ['its reserved concurrency is 0: every invocation is refused']],
  [{}, 3, ['3 of 4 invocations failed']],
])('what is wrong with a function: %j, %d errors', (more, errors, expected) => {
  const detail = { ...base, ...more } as FunctionDetail
  expect(functionTroubles({ detail, figures: { ...figures, errors } })).toEqual(expected)
  expect(functionTroubles({ detail, figures: null })).toEqual(errors > 0 ? [] : expected)
})

it('a runtime is deprecated from its day on, and one that is not known never is', () => {
  const day = Date.UTC(2026, 3, 30)
  expect(deprecatedOn('nodejs20.x')).toBe('2026-04-30')
  expect([isDeprecated('nodejs20.x', day - 1), isDeprecated('nodejs20.x', day)]).toEqual([false, true])
  expect([deprecatedOn('nodejs99.x'), deprecatedOn('toString'), deprecatedOn(null)]).toEqual([null, null, null])
})
