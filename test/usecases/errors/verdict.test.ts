import { expect, it } from 'vitest'
import type { ErrorsReport } from '../../../src/domain/log/signature-report.ts'
import { errorsExit } from '../../../src/usecases/errors/verdict.ts'

const report = (verdicts: readonly (boolean | null)[], other = 0) =>
  ({ groups: verdicts.map((isNew) => ({ isNew })), other }) as unknown as ErrorsReport

it.each([
  ['nothing failed, nothing asked', [], 0, null, 0, 0, 0],
  ['something failed, nothing asked', [true], 0, null, 0, 0, 0],
  ['a group was not read', [], 0, null, 1, 0, 3],
  ['a function is not known, nothing asked', [], 0, null, 0, 1, 0],
  ['any: one', [false], 0, 'any', 0, 0, 1],
  ['any: one, whatever was not read', [false], 0, 'any', 1, 1, 1],
  ['any: none', [], 0, 'any', 0, 0, 0],
  ['any: none, but a group was not read', [], 0, 'any', 1, 0, 3],
  ['any: none, but a function is not known', [], 0, 'any', 0, 1, 3],
  ['new: one', [false, true], 0, 'new', 1, 0, 1],
  ['new: none', [false], 0, 'new', 0, 0, 0],
  ['new: could not be told', [false, null], 0, 'new', 0, 0, 3],
  ['new: one, and another that could not be told', [true, null], 0, 'new', 0, 0, 1],
  ['new: more kinds than are kept', [false], 5, 'new', 0, 0, 3],
  ['new: a group was not read', [], 0, 'new', 1, 0, 3],
] as const)('%s', (_what, verdicts, other, failOn, groups, functions, code) => {
  expect(errorsExit(report(verdicts, other), failOn, { groups, functions })).toBe(code)
})
