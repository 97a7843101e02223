import fc from 'fast-check'
import { renderToString } from 'ink'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { graphOf } from '../../../src/domain/trace/graph.ts'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import { frame } from '../../../src/tui/trace/frame.ts'
import { paint } from '../../../src/tui/trace/line.ts'
import { Explorer } from '../../../src/tui/trace/view.tsx'
import { anyText, linkedTo, listOf, opened, order, orders, plain, press, run, screenOf, traceId } from './sample.ts'

const sizes = [
  [60, 15],
  [80, 24],
  [100, 30],
  [160, 50],
] as const
const bad = order({ n: 1, bad: true })
const styles = [plain, { ...plain, unicode: false }, { ...plain, color: true }]

type Model = ReturnType<typeof opened>

/** Every screen there is, with something in it. */
const screens = (columns: number, rows: number, style = plain): [string, Model][] => {
  const look = { columns, rows, style }
  const list = listOf(orders(40).map(summaryOf), look)
  const trace = opened(bad, look)
  const linking = opened(order({ n: 3, bad: false, link: traceId(1) }), look)
  const asked = press(linking, 'G right')
  const [effect] = asked.effects
  if (effect?.kind !== 'links') throw new Error('it did not ask')
  const linked = run(asked.model, {
    kind: 'links',
    id: effect.id,
    key: effect.key,
    linked: [linkedTo(bad)],
    why: null,
  }).model
  const map = run(press(list, 'm').model, { kind: 'graph', graph: graphOf(orders(9)), why: null }).model
  return [
    ['list', list],
    ['list, filtering', press(list, '/ g i f t').model],
    ['list, empty', listOf([], look)],
    ['trace', trace],
    ['trace, critical path', press(trace, 'c').model],
    ['trace, zoomed', press(trace, 'z').model],
    ['trace, folded', press(trace, '[').model],
    ['trace, fields', press(trace, 'g j 2').model],
    ['trace, exception', press(trace, '3 enter').model],
    ['trace, linked', linked],
    ['trace, without details', press(trace, 'd').model],
    ['trace, searching', press(trace, '/ w').model],
    ['map', map],
    ['help', press(trace, '?').model],
    ['status', run(trace, { kind: 'status', status: { text: `https://${'x'.repeat(300)}`, tone: 'value' } }).model],
  ]
}

describe.each(sizes)('at %ix%i', (columns, rows) => {
  it('every screen is one line less than the terminal, each as wide as it', () => {
    for (const style of styles) {
      for (const [name, model] of screens(columns, rows, style)) {
        const lines = frame(model).map((line) => paint(line, false))
        expect([name, lines.length]).toEqual([name, rows - 1])
        for (const line of lines) expect([name, line, stringWidth(line)]).toEqual([name, line, columns])
      }
    }
  })
  it('the chosen line is seen, by a mark and not by colour alone', () => {
    for (const [name, model] of screens(columns, rows)) {
      if (/help|empty/.test(name)) continue
      const marked = frame(model).filter((line) => paint(line, false).startsWith('▸ '))
      expect([name, marked.length]).toEqual([name, 1])
    }
  })
  it('Ink draws what the frame says', () => {
    const model = opened(bad, { columns, rows })
    const drawn = renderToString(<Explorer model={model} />, { columns }).split('\n')
    expect(drawn.map((line) => line.trimEnd())).toEqual(screenOf(model))
  })
})

describe('a screen', () => {
  it('of a trace at 80x24', () => {
    expect(`\n${screenOf(opened(bad)).join('\n')}`).toMatchSnapshot()
  })
  it('of the list at 100x15', () => {
    expect(`\n${screenOf(listOf(orders(5).map(summaryOf), { columns: 100, rows: 15 })).join('\n')}`).toMatchSnapshot()
  })
  it('holds no colour without colour, and only ASCII without UTF-8', () => {
    for (const [, model] of screens(80, 24))
      expect(
        frame(model)
          .map((line) => paint(line, false))
          .join(''),
      ).not.toContain('\u001b')
    for (const [name, model] of screens(80, 24, { ...plain, unicode: false })) {
      if (name === 'trace, fields') continue
      expect([
        name,
        frame(model)
          .map((line) => paint(line, false))
          .join(''),
      ]).toEqual([name, expect.stringMatching(/^[ -~]*$/)])
    }
  })
  it('is too small below 60x15, and says so', () => {
    for (const size of [
      { columns: 59, rows: 24 },
      { columns: 80, rows: 14 },
      { columns: 10, rows: 3 },
      { columns: 1, rows: 1 },
    ]) {
      const lines = screenOf(run(opened(bad), { kind: 'size', size }).model)
      expect(lines.length).toBeLessThanOrEqual(Math.max(1, size.rows - 1))
      expect(lines[0]).toContain(`${size.columns}x${size.rows} is too small`.slice(0, size.columns))
    }
  })
  it('lets nothing out of a hostile trace that a terminal acts on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), anyText, fc.constantFrom(...sizes), (raw, safe, [columns, rows]) => {
        const hostile = `${safe}${raw}\u001b]0;owned\u0007\u001b[2J\u202e\r\n`
        const [root] = bad.roots
        const exceptions = [
          {
            id: null,
            type: hostile,
            message: hostile,
            remote: false,
            stack: [{ path: hostile, line: 1, label: hostile }],
            truncated: 0,
            causeId: null,
          },
        ]
        const span = {
          ...root!,
          name: hostile,
          annotations: { [hostile]: hostile },
          metadata: { [hostile]: { [hostile]: [hostile] } },
          exceptions,
          children: [],
        }
        const trace = { ...bad, roots: [span] }
        const summary = { ...summaryOf(bad), root: hostile, services: [hostile], cause: hostile }
        const models = [
          opened(trace, { columns, rows }),
          press(opened(trace, { columns, rows }), '2').model,
          press(opened(trace, { columns, rows }), '3').model,
          listOf([summary], { columns, rows }),
        ]
        for (const model of models) {
          for (const line of frame(model)) {
            const text = paint(line, false)
            expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
            expect(stringWidth(text)).toBe(columns)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})
