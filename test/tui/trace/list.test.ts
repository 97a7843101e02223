import { describe, expect, it } from 'vitest'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import { listOf, orders, press, run, screenOf } from './sample.ts'

const traces = orders(9).map(summaryOf)
const roots = (model: ReturnType<typeof listOf>) =>
  model.list.shown.map(({ id }) => traces.findIndex((one) => one.id === id))

describe('the list of traces', () => {
  it('shows the newest first, and the longest first after s', () => {
    const list = listOf(traces.toReversed())
    expect(roots(list)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    const { model } = press(list, 's')
    expect(model.list.sort).toBe('duration')
    const lengths = model.list.shown.map(({ durationMs }) => durationMs!)
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a))
  })
  it('keeps the chosen trace chosen while others come in above it', () => {
    const { model } = press(listOf(traces.slice(3)), 'j')
    const id = model.list.shown[model.list.cursor]!.id
    const after = run(model, { kind: 'summaries', more: traces.slice(0, 3) }).model
    expect(after.list.shown[after.list.cursor]!.id).toBe(id)
    expect(after.list.cursor).toBe(4)
  })
  it('stays on the newest while nobody has chosen one', () => {
    const after = run(listOf(traces.slice(3)), { kind: 'summaries', more: traces.slice(0, 3) }).model
    expect(after.list.cursor).toBe(0)
  })
  it('takes a later revision for an earlier one and not the other way round', () => {
    const [first] = traces
    const newer = { ...first!, revision: 3, root: 'newer' }
    const older = { ...first!, revision: 2, root: 'older' }
    const after = run(listOf([first!]), { kind: 'summaries', more: [newer, older] }).model
    expect(after.list.shown.map(({ root }) => root)).toEqual(['newer'])
  })
  it('narrows with each letter, and esc takes the filter away', () => {
    const typing = press(listOf(traces), '/ o - 4').model
    expect(typing.prompt?.text).toBe('o-4')
    expect(roots(typing)).toEqual([3])
    expect(press(typing, 'backspace').model.list.shown).toHaveLength(9)
    const kept = press(typing, 'enter').model
    expect([kept.prompt, kept.list.filter]).toEqual([null, 'o-4'])
    expect(press(kept, 'esc').model.list.shown).toHaveLength(9)
    expect(press(typing, 'esc').model.list.filter).toBe('')
  })
  it('filters by a status or a cause, several words at once', () => {
    expect(press(listOf(traces), '/ w r a p space g i f t = t r u e').model.list.shown).toHaveLength(3)
  })
  it('opens a trace, and asks for it', () => {
    const { model, effects } = press(listOf(traces), 'j enter')
    expect(model.screen).toBe('trace')
    expect(effects).toEqual([{ kind: 'fetch', id: traces[1]!.id }])
    expect(screenOf(model).join('\n')).toContain('reading the trace…')
  })
  it('copies the id and shows it', () => {
    expect(press(listOf(traces), 'y').effects).toEqual([{ kind: 'copy', text: traces[0]!.id }])
  })
  it('starts and stops following, where the source can', () => {
    const start = press(listOf(traces, { canFollow: true }), 'f')
    expect(start.effects).toEqual([{ kind: 'follow', on: true }])
    expect(start.model.list.reading).toBe('following')
    expect(press(start.model, 'f').effects).toEqual([{ kind: 'follow', on: false }])
    expect(press(listOf(traces), 'f').model.status?.text).toContain('--follow')
  })
  it('holds back what comes in while its source goes on by itself', () => {
    const reading = {
      ...listOf(traces.slice(3)),
      list: { ...listOf(traces.slice(3)).list, reading: 'reading' as const },
    }
    const held = press(reading, 'f').model
    const after = run(held, { kind: 'summaries', more: traces.slice(0, 3) }).model
    expect(after.list.shown).toHaveLength(6)
    expect(screenOf(after)[0]).toContain('3 new')
    expect(press(after, 'f').model.list.shown).toHaveLength(9)
  })
  it.each([
    ['G', 8],
    ['G k', 7],
    ['ctrl-d', 5],
    ['pgdn', 8],
    ['G g', 0],
    ['k', 0],
  ])('%s leads to line %i', (keys, cursor) =>
    expect(press(listOf(traces, { rows: 15 }), keys).model.list.cursor).toBe(cursor),
  )
  it('says what to do where there is nothing', () => {
    const empty = listOf([])
    expect(screenOf(empty).join('\n')).toContain('no traces in this window')
    const told = run(empty, { kind: 'note', text: 'X-Ray tracing is off for FulfilOrder' }).model
    expect(screenOf(press(told, 'j').model).join('\n')).toContain('tracing is off for FulfilOrder')
  })
  it('tells a failure in the last line and goes on', () => {
    const failed = run(listOf(traces), {
      kind: 'read',
      what: 'summaries',
      why: 'xray:GetTraceSummaries is denied',
    }).model
    expect(screenOf(failed).at(-1)).toBe(' xray:GetTraceSummaries is denied')
    expect(press(failed, 'j').model.status).toBeNull()
  })
  it('shows the help of the screen, and any key closes it', () => {
    const help = press(listOf(traces), '?').model
    expect(screenOf(help).join('\n')).toContain('open the trace')
    expect(press(press(help, 'j').model, 'x').model.help).toBeNull()
  })
  it('quits by q, and by Ctrl-C also while something is typed', () => {
    expect(press(listOf(traces), 'q').effects).toEqual([{ kind: 'quit', how: 'quit' }])
    expect(press(listOf(traces), '/ q').effects).toEqual([])
    expect(press(listOf(traces), '/ ctrl-c').effects).toEqual([{ kind: 'quit', how: 'interrupted' }])
  })
})
