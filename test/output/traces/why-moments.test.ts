import { describe, expect, it } from 'vitest'
import type { WhyAnswer, WhyMoment } from '../../../src/domain/why.ts'
import { shownMoments, sinceDeployText } from '../../../src/output/traces/why-moments.ts'

const run = (ref: string, attempt: number | null, text = 'TypeError: no box'): WhyMoment => ({
  ...{ time: 0, source: 'FulfilOrder', kind: 'invocation', text, ref, status: 'fault', attempt },
})
const line = (ref: string | null, text: string, level = 'INFO'): WhyMoment => ({
  ...{ time: 0, source: 'FulfilOrder', kind: 'log', text, ref, level },
})
const told = (timeline: readonly WhyMoment[]) => shownMoments(timeline).moments.map(({ text, ref }) => [text, ref])

describe('the moments that a person reads', () => {
  it('leave out what a run says already, and name its request once', () => {
    expect(told([run('a', null), line('a', 'picking up'), line('a', 'TypeError: no box\n    at wrapGift')])).toEqual([
      ['TypeError: no box', 'a'],
      ['picking up', null],
    ])
  })

  it('say of an attempt that it failed as the one before it', () => {
    expect(told([run('a', 1), run('b', 2), run('c', 3, 'shipped')])).toEqual([
      ['TypeError: no box', 'a'],
      ['the same, attempt 2', 'b'],
      ['shipped, attempt 3', 'c'],
    ])
  })

  it('keep the lines of a run that is not there', () => {
    expect(told([line('z', 'alone'), line(null, 'of nobody')])).toEqual([
      ['alone', 'z'],
      ['of nobody', null],
    ])
  })

  it('are the warnings alone where there are many, and how many more there are', () => {
    const lines = Array.from({ length: 100 }, (_, n) => line('a', `line ${n}`, n === 50 ? 'WARN' : 'INFO'))
    const { moments, more } = shownMoments([run('a', null), ...lines])
    expect(moments.map(({ text }) => text)).toEqual(['TypeError: no box', 'line 50'])
    expect(more).toBe(99)
  })
})

it.each([
  [41_000, '. First seen 41 s after the deploy at 13:22.'],
  [-2_000, '. First seen during the deploy at 13:22.'],
])('a failure first seen %s ms after the deploy says so', (after, text) => {
  const sinceDeploy = { firstSeen: 1_000_000 + after, deployAt: 1_000_000 }
  const answer = {
    cause: { summary: 's', spanId: null, requestId: null, exception: null, sinceDeploy },
  } as unknown as WhyAnswer
  expect(sinceDeployText(answer, () => '13:22:09.118')).toBe(text)
})
