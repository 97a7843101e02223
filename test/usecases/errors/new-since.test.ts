import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../../src/domain/log/signature.ts'
import type { Occurrence } from '../../../src/domain/log/signature-failures.ts'
import { failureGroups } from '../../../src/domain/log/signature-groups.ts'
import { Problem } from '../../../src/domain/problem.ts'
import { firstEffect, type Judging, newSince } from '../../../src/usecases/errors/new-since.ts'
import { noFigures } from '../../../src/usecases/tail/figures.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 24, 12)
const iso = (at: number) => `${((at - NOW) / HOUR).toFixed(2)} h`

const at = (hours: number, message = 'no box', source = 'A'): Occurrence => {
  const failure = { type: 'Error', message, stack: null, byLambda: false }
  return {
    at: NOW + hours * HOUR,
    source,
    signature: signatureOf(failure, source),
    failure,
    requestId: null,
    traceId: null,
  }
}

interface World {
  readonly occurrences: readonly Occurrence[]
  /** Hours from now. */
  readonly from: number
  readonly deploy: number | null
  readonly to?: number
  readonly changed?: readonly number[]
  readonly unread?: readonly string[]
  readonly broken?: boolean
}

const judge = async ({ occurrences, from, deploy, to = 0, changed = [], unread = [], broken = false }: World) => {
  const window = { from: NOW + from * HOUR, to: NOW + to * HOUR }
  const groups = failureGroups(window)
  for (const one of occurrences) if (one.at >= window.from && one.at <= window.to) groups.add(one)
  const reads: { from: string; to: string; sources: readonly string[] }[] = []
  const problems: Problem[] = []
  const read: Judging['read'] = async (part, take, enough) => {
    if (broken) throw new Problem('Throttled', 'too often')
    reads.push({ from: iso(part.from), to: iso(part.to), sources: [...part.sources] })
    for (const one of occurrences) {
      if (one.at >= part.from && one.at < part.to && part.sources.has(one.source) && !enough()) take(one)
    }
    return { figures: { ...noFigures(), events: 10 }, unread: new Set(unread) }
  }
  const result = await newSince({
    groups: groups.all(),
    window,
    deployAt: deploy === null ? null : NOW + deploy * HOUR,
    functions: changed.map((hours) => ({ lastModified: NOW + hours * HOUR })),
    read,
    failed: (problem) => problems.push(problem),
  })
  const verdicts = Object.fromEntries(
    result.groups.map(({ signature, isNew, newIn }) => [
      signature.replace('Error: ', ''),
      newIn.length > 0 ? newIn : isNew,
    ]),
  )
  return { verdicts, reads, problems, comparison: result.comparison }
}

describe('what is new since the deploy', () => {
  it('is what nobody saw in as long a time before it', async () => {
    const { verdicts, comparison } = await judge({
      from: -2,
      deploy: -2,
      occurrences: [at(-1), at(-1, 'old'), at(-3.5, 'old'), at(-1, 'older'), at(-5, 'older')],
    })
    expect(verdicts).toEqual({ 'no box': ['A'], old: false, older: ['A'] })
    expect(comparison).toEqual({ kind: 'read', from: NOW - 4 * HOUR, to: NOW - 2 * HOUR, events: 20 })
  })
  it('is compared with the time since the deploy where the window is shorter', async () => {
    const { verdicts } = await judge({ from: -1, deploy: -6, occurrences: [at(-0.5), at(-11)] })
    expect(verdicts).toEqual({ 'no box': false })
  })
  it('is compared with an hour at least, and a day at most', async () => {
    expect((await judge({ from: -0.1, deploy: -0.1, occurrences: [at(0)] })).reads).toEqual([
      { from: '-1.10 h', to: '-0.10 h', sources: ['A'] },
    ])
    const { reads } = await judge({ from: -1, deploy: -90, occurrences: [at(-0.5), at(-115)] })
    expect(reads.map(({ from, to }) => [from, to])).toEqual([
      ['-91.00 h', '-90.00 h'],
      ['-93.00 h', '-91.00 h'],
      ['-98.00 h', '-93.00 h'],
      ['-114.00 h', '-98.00 h'],
    ])
  })
  it('needs no reading where the window reaches back far enough', async () => {
    const { verdicts, reads, comparison } = await judge({
      from: -6,
      deploy: -1,
      occurrences: [at(-0.5), at(-0.5, 'old'), at(-3, 'old')],
    })
    expect(verdicts).toEqual({ 'no box': ['A'], old: false })
    expect([reads, comparison.kind]).toEqual([[], 'covered'])
  })
  it('stops reading as soon as all is known to be old, and reads only the functions in question', async () => {
    const { reads } = await judge({
      from: -9,
      deploy: -8,
      occurrences: [at(-1, 'old', 'B'), at(-9.5, 'old', 'B'), at(-8.5, 'was there'), at(-1, 'was there')],
    })
    expect(reads).toEqual([{ from: '-11.00 h', to: '-9.00 h', sources: ['B'] }])
    const more = await judge({ from: -8, deploy: -8, occurrences: [at(-1, 'old', 'B'), at(-8.5, 'old', 'B')] })
    expect(more.reads).toEqual([{ from: '-9.00 h', to: '-8.00 h', sources: ['B'] }])
    expect(more.comparison).toMatchObject({ kind: 'read', events: 10 })
  })
  it('is new in one function that another has had for long', async () => {
    const { verdicts } = await judge({
      from: -1,
      deploy: -1,
      occurrences: [at(-0.5, 'old', 'A'), at(-0.5, 'old', 'B'), at(-1.5, 'old', 'A')],
    })
    expect(verdicts).toEqual({ old: ['B'] })
  })
  it('counts from the first function that ran the new code, not from the end of the operation', async () => {
    const world = { from: -1, deploy: -0.5, occurrences: [at(-0.55), at(-0.2)] }
    expect((await judge(world)).verdicts).toEqual({ 'no box': false })
    expect((await judge({ ...world, changed: [-0.6, -30] })).verdicts).toEqual({ 'no box': ['A'] })
  })
  it('is nothing where the deploy came after the window', async () => {
    const { verdicts, reads, comparison } = await judge({ from: -3, to: -2, deploy: -1, occurrences: [at(-2.5)] })
    expect([verdicts, reads, comparison]).toEqual([{ 'no box': false }, [], { kind: 'later' }])
  })
  it('is not known without a deploy, or without the lines from before it', async () => {
    expect(await judge({ from: -1, deploy: null, occurrences: [at(-0.5)] })).toMatchObject({
      verdicts: { 'no box': null },
      comparison: { kind: 'unknown' },
    })
    expect(
      (await judge({ from: -1, deploy: -1, occurrences: [at(-0.5), at(-0.5, 'b', 'B')], unread: ['A'] })).verdicts,
    ).toEqual({ 'no box': null, b: ['B'] })
    const broken = await judge({ from: -1, deploy: -1, occurrences: [at(-0.5)], broken: true })
    expect([broken.verdicts, broken.problems.map(({ code }) => code)]).toEqual([{ 'no box': null }, ['Throttled']])
  })
  it('needs nothing where nothing failed', async () => {
    expect(await judge({ from: -1, deploy: -1, occurrences: [] })).toMatchObject({
      reads: [],
      comparison: { kind: 'needless' },
    })
  })
})

describe('when a deploy took effect', () => {
  it.each([
    ['without functions, its end', [], NOW],
    ['the first change shortly before its end', [NOW - 60_000, NOW - 90_000], NOW - 90_000],
    ['no change of another day', [NOW - 90_000, NOW - 26 * HOUR], NOW - 90_000],
    ['no change after it', [NOW + 5], NOW],
    ['what is not known does not count', [null], NOW],
  ])('%s', (_what, changes, expected) =>
    expect(
      firstEffect(
        NOW,
        changes.map((lastModified) => ({ lastModified })),
      ),
    ).toBe(expected),
  )
})
