import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FunctionInfo } from '../../../src/domain/function-info.ts'
import { sampling, traceHints } from '../../../src/usecases/traces/hints.ts'
import { doorSession } from '../../support/aws-door.ts'
import { xrayDoor } from '../../support/xray-door.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})
const { signal } = new AbortController()
const info = (path: string, tracing: boolean, assumed: FunctionInfo['assumed'] = null) =>
  ({ path, tracing, assumed }) as FunctionInfo
const unknown = { what: 'f', operation: 'o', reason: 'r', action: null }

describe('why something may not be on the list', () => {
  it('tracing that is off, and spans that go elsewhere', async () => {
    xrayDoor('us-east-1', ({ path }) => ({
      body:
        path === 'GetTraceSegmentDestination'
          ? { Destination: 'CloudWatchLogs' }
          : { IndexingRules: [{ Rule: { Probabilistic: { DesiredSamplingPercentage: 1 } } }] },
    }))
    const functions = [info('A', true), info('B', false), info('C', false, unknown)]
    expect(await traceHints(await doorSession(), functions, signal)).toEqual({
      untraced: ['B'],
      destination: 'CloudWatchLogs',
      indexedPercent: 1,
    })
  })

  it('is not told where nobody may ask, and keeps nobody from the answer', async () => {
    xrayDoor('us-east-1', () => ({ error: 'AccessDeniedException', status: 403 }))
    const session = await doorSession()
    expect(await traceHints(session, [], signal)).toEqual({ untraced: [], destination: null, indexedPercent: null })
    expect(await sampling(session, signal)).toEqual({ rule: 'Default', perSecond: 1, percent: 5, told: false })
  })

  it('sampling, by the rule that takes what no other does', async () => {
    xrayDoor('us-east-1', () => ({
      body: {
        SamplingRuleRecords: [
          { SamplingRule: { RuleName: 'few', Priority: 1, FixedRate: 1, ReservoirSize: 9 } },
          { SamplingRule: { RuleName: 'Default', Priority: 10_000, FixedRate: 0.07, ReservoirSize: 2 } },
        ],
      },
    }))
    expect(await sampling(await doorSession(), signal)).toEqual({
      rule: 'Default',
      perSecond: 2,
      percent: 7,
      told: true,
    })
  })
})
