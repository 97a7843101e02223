import { describe, expect, it } from 'vitest'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import { boundsOf, chosen } from '../../../src/tui/trace/trace-state.ts'
import { linkedTo, listOf, opened, order, press, run, screenOf, traceId } from './sample.ts'

const bad = order({ n: 1, bad: true })
const good = order({ n: 2, bad: false })
const linking = order({ n: 3, bad: false, link: traceId(1) })
type Model = ReturnType<typeof opened>

const name = ({ trace }: Model): string => {
  const row = chosen(trace!)!
  return row.kind === 'span' ? row.span.name : row.kind
}
const names = ({ trace }: Model): string[] => trace!.rows.map((row) => (row.kind === 'span' ? row.span.name : row.kind))

describe('the waterfall', () => {
  it('begins at the first cause, or at the root', () => {
    expect(name(opened(bad))).toBe('wrapGift')
    expect(name(opened(good))).toBe('orders-api')
  })
  it('folds, unfolds and walks the tree', () => {
    const root = press(opened(good), 'right').model
    expect(name(root)).toBe('CreateOrder')
    const folded = press(root, 'left').model
    expect(names(folded)).toEqual(['orders-api', 'CreateOrder'])
    expect(names(press(folded, 'space').model)).toHaveLength(6)
    expect(name(press(folded, 'left').model)).toBe('orders-api')
    expect(names(press(opened(bad), '[').model)).toEqual(['orders-api', 'CreateOrder'])
    expect(names(press(opened(bad), '[ ]').model)).toHaveLength(6)
  })
  it('says on a folded line the worst of what it hides', () => {
    const folded = press(opened(bad), '[').model
    const line = screenOf(folded).find((text) => text.includes('CreateOrder'))
    expect(line).toContain('✗')
    expect(line).toContain('+4')
  })
  it('goes to the next error and the one before, also in what is folded', () => {
    const folded = press(opened(bad), '[ g').model
    const first = press(folded, 'e').model
    expect(name(first)).toBe('FulfilOrder')
    expect(name(press(first, 'e').model)).toBe('wrapGift')
    expect(name(press(first, 'e e').model)).toBe('FulfilOrder')
    expect(name(press(first, 'E').model)).toBe('wrapGift')
    expect(press(opened(good), 'e').model.status?.text).toContain('nothing went wrong')
  })
  it('searches names, annotations and exceptions', () => {
    expect(name(press(opened(bad), 'g / o - 1 enter').model)).toBe('CreateOrder')
    const typed = press(opened(bad), 'g / w r a p enter').model
    expect(name(typed)).toBe('wrapGift')
    expect(name(press(typed, 'n').model)).toBe('wrapGift')
    expect(name(press(opened(bad), 'g / p u b l i s h enter').model)).toBe('SNS')
    expect(press(opened(bad), '/ z z z enter').model.status?.text).toBe('nothing fits "zzz"')
    expect(name(press(opened(bad), '/ x esc').model)).toBe('wrapGift')
  })
  it('zooms to a span and out again', () => {
    const { model } = press(opened(bad), 'z')
    expect(boundsOf(model.trace!)).toEqual({ start: chosenSpan(model).start, end: chosenSpan(model).end })
    expect(boundsOf(press(model, 'Z').model.trace!)).toEqual(model.trace!.tree!.bounds)
    expect(press(model, 'esc').model.screen).toBe('trace')
    expect(press(model, 'esc esc').model.screen).toBe('list')
  })
  it('shows the critical path and hides it again', () => {
    const on = press(opened(bad), 'c').model
    expect(on.trace!.critical!.size).toBeGreaterThan(0)
    expect(press(on, 'c').model.trace!.critical).toBeNull()
  })
  it('gives names more room, or bars', () => {
    const wider = press(opened(bad), '>').model
    expect(press(wider, '<').model.trace!.nameWidth).toBeLessThan(wider.trace!.nameWidth!)
  })
  it('copies the id of the trace at its root and that of the span elsewhere', () => {
    expect(press(opened(bad), 'y').effects).toEqual([{ kind: 'copy', text: chosenSpan(opened(bad)).id }])
    expect(press(opened(bad), 'g y').effects).toEqual([{ kind: 'copy', text: bad.id }])
  })
  it('asks for the page in the console', () => {
    expect(press(opened(bad), 'o').effects).toMatchObject([{ kind: 'console', span: { name: 'wrapGift' } }])
  })
})

const chosenSpan = ({ trace }: Model) => {
  const row = chosen(trace!)!
  if (row.kind !== 'span') throw new Error('no span is chosen')
  return row.span
}

describe('links to other traces', () => {
  const atLink = press(opened(linking), 'g / l i n k enter').model
  const link = press(opened(linking), 'G').model
  it('cost a call only when they are unfolded', () => {
    expect(atLink.trace!.rows.at(-1)!.kind).toBe('link')
    const { model, effects } = press(link, 'right')
    expect(effects).toMatchObject([{ kind: 'links', id: linking.id, span: { name: 'CreateOrder' } }])
    expect(press(model, 'right').effects).toEqual([])
  })
  it('stand in the tree once they were read', () => {
    const { model, effects } = press(link, 'right')
    const [asked] = effects
    if (asked?.kind !== 'links') throw new Error('it did not ask')
    const read = run(model, { kind: 'links', id: linking.id, key: asked.key, linked: [linkedTo(bad)], why: null }).model
    expect(names(read).filter((one) => one === 'hop')).toHaveLength(1)
    expect(screenOf(read).join('\n')).toContain('⇢ fulfilment (SQS, +690 m')
    expect(name(read)).toBe('hop')
    expect(screenOf(read).join('\n')).toContain('3 traces fed the one that received it')
    expect(name(press(read, 'e').model)).toBe('FulfilOrder')
  })
  it('that lead nowhere say so, and those that fail too', () => {
    const { model, effects } = press(link, 'enter')
    const [asked] = effects
    if (asked?.kind !== 'links') throw new Error('it did not ask')
    const empty = run(model, { kind: 'links', id: linking.id, key: asked.key, linked: [], why: null }).model
    expect(empty.status?.text).toContain('not sampled')
    const failed = run(model, { kind: 'links', id: linking.id, key: asked.key, linked: null, why: 'throttled' }).model
    expect([failed.status?.text, failed.trace!.reading.size]).toEqual(['throttled', 0])
  })
})

describe('the details', () => {
  it.each([
    ['1', "TypeError: Cannot read properties of undefined (reading 'wrap')"],
    ['3', 'at wrapGift  fulfil.ts:41'],
    ['5', 'it names no other trace'],
  ])('tab %s', (key, text) => expect(screenOf(press(opened(bad), key).model).join('\n')).toContain(text))
  it('tab 2 holds annotations and metadata', () => {
    const text = screenOf(press(opened(bad, { rows: 50 }), 'g j 2').model).join('\n')
    for (const part of ['annotations', 'orderId', 'o-1', 'metadata', '注文書']) expect(text).toContain(part)
  })
  it('asks for log lines once, when a person does', () => {
    const asked = press(opened(bad), 'l')
    expect(asked.effects).toMatchObject([{ kind: 'logs', span: { name: 'wrapGift' } }])
    expect(press(asked.model, 'l').effects).toEqual([])
    expect(press(asked.model, 'k').effects).toEqual([])
    const [effect] = asked.effects
    if (effect?.kind !== 'logs') throw new Error('it did not ask')
    const rows = [{ time: bad.start, level: 'ERROR', source: null, lines: ['it broke\u001b[2J', '   at x'] }]
    const read = run(asked.model, { kind: 'logs', id: bad.id, key: effect.key, rows, why: null }).model
    expect(screenOf(read).join('\n')).toContain('ERROR it broke')
    const failed = run(asked.model, {
      kind: 'logs',
      id: bad.id,
      key: effect.key,
      rows: null,
      why: 'logs:FilterLogEvents denied',
    }).model
    expect(screenOf(failed).join('\n')).toContain('logs:FilterLogEvents denied')
    expect(press(failed, 'l').effects).toHaveLength(1)
  })
  it('can be moved in, up to their end, and left again', () => {
    const inside = press(opened(bad, { rows: 15 }), 'enter G').model
    expect(inside.trace!.detail.focused).toBe(true)
    expect(inside.trace!.detail.top).toBeGreaterThan(0)
    expect(press(inside, 'j').model.trace!.detail.top).toBe(inside.trace!.detail.top)
    expect(press(inside, 'k').model.trace!.detail.top).toBe(inside.trace!.detail.top - 1)
    expect(press(inside, 'esc').model.trace!.detail.focused).toBe(false)
    expect(press(inside, 'tab j').model.trace!.cursor).toBe(inside.trace!.cursor)
  })
  it('give way to the tree with d', () => {
    expect(press(opened(bad), 'd').model.trace!.detail.shown).toBe(false)
    expect(press(opened(bad), 'd enter').model.trace!.detail.shown).toBe(true)
  })
})

describe('what comes too late', () => {
  const list = listOf([bad, good].map(summaryOf))
  it('is dropped: the person has gone on', () => {
    const left = press(list, 'enter esc')
    expect(left.effects).toEqual([
      { kind: 'fetch', id: bad.id },
      { kind: 'leave', what: 'trace' },
    ])
    const other = press(left.model, 'j enter').model
    expect(run(other, { kind: 'trace', id: bad.id, trace: bad, why: null }).model).toBe(other)
  })
  it('fails in words, and r reads it again', () => {
    const failed = run(press(list, 'enter').model, {
      kind: 'trace',
      id: bad.id,
      trace: null,
      why: 'AccessDenied: xray:BatchGetTraces',
    }).model
    expect(screenOf(failed).join('\n')).toContain('AccessDenied: xray:BatchGetTraces; r reads it again')
    expect(press(failed, 'r').effects).toContainEqual({ kind: 'fetch', id: bad.id })
    expect(press(failed, 'j e c z y l').effects).toEqual([])
  })
  it('keeps folds and the chosen line where a trace is read again', () => {
    const folded = press(opened(bad), 'g j left').model
    const again = run(folded, { kind: 'trace', id: bad.id, trace: order({ n: 1, bad: true }), why: null }).model
    expect(names(again)).toEqual(names(folded))
    expect(name(again)).toBe('CreateOrder')
  })
})
