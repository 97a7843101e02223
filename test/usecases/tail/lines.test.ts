import { describe, expect, it } from 'vitest'
import type { LogSource } from '../../../src/domain/log-event.ts'
import { attributor } from '../../../src/usecases/tail/attribute.ts'
import { endingOf, type FailOn } from '../../../src/usecases/tail/endings.ts'
import { startOfLast } from '../../../src/usecases/tail/last.ts'
import { Line } from '../../../src/usecases/tail/line.ts'
import { type Selection, selector } from '../../../src/usecases/tail/select.ts'

const source = (name: string, more: Partial<LogSource> = {}): LogSource => ({
  group: '/g',
  streamPart: null,
  name,
  sourceType: 'function',
  logicalId: name,
  functionName: name,
  stack: 'app',
  ...more,
})
const line = (message: string, at = 1) =>
  new Line({ id: 'i', at, ingestedAt: at, group: '/g', stream: 's', message }, source('f'), false)
const node = (level: string, text: string) =>
  `2026-11-24T12:00:00.000Z\t11111111-2222-3333-4444-555555555555\t${level}\t${text}\n`
const report = (status: string) =>
  `REPORT RequestId: 11111111-2222-3333-4444-555555555555\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t${status}\n`
const nothing: Selection = { grep: [], exclude: [], level: null, requestId: null, errors: false }

describe('whose line it is', () => {
  const own = source('Own', { group: '/own' })
  const shared = ['A', 'B'].map((name) => source(name, { group: '/shared', streamPart: `app-${name}[` }))
  const of = attributor([own, ...shared])
  it.each([
    ['/own', 'anything', 'Own'],
    ['/shared', '2026/11/24/app-A[$LATEST]0123', 'A'],
    ['/shared', '2026/11/24/app-B[12]0123', 'B'],
    ['/shared', '2026/11/24/app-AB[$LATEST]0123', undefined],
    ['/shared', 'app-A[$LATEST]', undefined],
    ['/other', 's', undefined],
  ])('%s %s: %s', (group, stream, name) => {
    expect(of({ group, stream })?.name).toBe(name)
    expect(of({ group, stream })?.name).toBe(name)
  })
})

describe('the filters', () => {
  it('are none where nothing is asked, so that no line is read for them', () =>
    expect(selector(nothing)).toBeUndefined())
  it.each<[string, Partial<Selection>, string, boolean]>([
    ['grep', { grep: [/order/u, /o-1/u] }, node('INFO', 'order o-1'), true],
    ['grep needs all', { grep: [/order/u, /o-2/u] }, node('INFO', 'order o-1'), false],
    ['exclude', { exclude: [/debug/u] }, node('INFO', 'debug me'), false],
    ['level below', { level: 'WARN' }, node('INFO', 'fine'), false],
    ['level above', { level: 'WARN' }, node('ERROR', 'bad'), true],
    ['a line without a level is INFO', { level: 'INFO' }, 'printed\n', true],
    ['a report of success is INFO', { level: 'WARN' }, report(''), false],
    ['a report of a timeout is an error', { level: 'ERROR' }, report('Status: timeout\t'), true],
    ['errors: an error line', { errors: true }, node('ERROR', 'bad'), true],
    ['errors: a warning is none', { errors: true }, node('WARN', 'hm'), false],
    ['errors: a failed report', { errors: true }, report('Status: error\tError Type: Runtime.ExitError\t'), true],
    ['the request', { requestId: '11111111-2222-3333-4444-555555555555' }, node('INFO', 'x'), true],
    ['another request', { requestId: '99999999-2222-3333-4444-555555555555' }, node('INFO', 'x'), false],
  ])('%s', (_, selection, message, expected) => {
    expect(selector({ ...nothing, ...selection })!(line(message))).toBe(expected)
  })
})

describe('what ends a tail', () => {
  it.each<[string, FailOn, string, boolean]>([
    ['a message', { kind: 'message', pattern: /boom/u }, 'boom\n', true],
    ['a level', { kind: 'level', level: 'WARN' }, node('WARN', 'x'), true],
    ['a lower level', { kind: 'level', level: 'ERROR' }, node('WARN', 'x'), false],
    ['a timeout', { kind: 'timeout' }, report('Status: timeout\t'), true],
    ['no timeout', { kind: 'timeout' }, report('Status: error\t'), false],
    ['out of memory', { kind: 'oom' }, report('Status: error\tError Type: Runtime.OutOfMemory\t'), true],
    ['an error', { kind: 'error' }, node('ERROR', 'x'), true],
  ])('--fail-on %s', (_, failOn, message, expected) => {
    const ending = endingOf({ untilMatch: null, failOn: [failOn], maxEvents: null })!
    expect(ending(line(message), 1)).toBe(expected ? 'fail-on' : null)
  })
  it('a match, or enough lines; a failure comes first', () => {
    const ending = endingOf({ untilMatch: /done/u, failOn: [{ kind: 'message', pattern: /broken/u }], maxEvents: 3 })!
    expect(ending(line('done'), 1)).toBe('match')
    expect(ending(line('done, but broken'), 1)).toBe('fail-on')
    expect([2, 3].map((printed) => ending(line('x'), printed))).toEqual([null, 'max-events'])
  })
  it('is nothing where nothing was asked', () =>
    expect(endingOf({ untilMatch: null, failOn: [], maxEvents: null })).toBeUndefined())
})

describe('--last', () => {
  const at = (time: number) => ({ id: `${time}`, at: time, ingestedAt: time, group: '/g', stream: 's', message: '' })
  const groups: Readonly<Record<string, readonly number[]>> = { a: [9, 7, 5, 3], b: [8, 7, 7, 1], gone: [] }
  const fetch = async (group: string, token: string | null) => {
    if (group === 'gone') return null
    const from = Number(token ?? 0)
    return { events: groups[group]!.slice(from, from + 2).map(at), next: from + 2 < 4 ? String(from + 2) : null }
  }
  const signal = new AbortController().signal
  it.each([
    [1, { from: 9, skip: 0 }],
    [2, { from: 8, skip: 0 }],
    [3, { from: 7, skip: 2 }],
    [100, { from: 1, skip: 0 }],
  ])('the %i newest of two groups', async (count, expected) => {
    expect(await startOfLast(Object.keys(groups), count, () => true, fetch, signal)).toEqual(expected)
  })
  it('counts only what is wanted', async () => {
    expect(await startOfLast(['a', 'b'], 2, ({ at: time }) => time < 6, fetch, signal)).toEqual({ from: 3, skip: 0 })
  })
  it('is nothing where there is nothing', async () =>
    expect(await startOfLast(['gone'], 5, () => true, fetch, signal)).toBeNull())
})
