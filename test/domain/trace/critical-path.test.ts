import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { criticalPath } from '../../../src/domain/trace/critical-path.ts'
import { spans } from '../../../src/domain/trace/flatten.ts'
import { type Doc, segment, t0, traceOf } from './documents.ts'

/** `[id, from, to, ...children]` */
type Drawn = readonly [id: string, from: number, to: number | null, ...children: Drawn[]]

const doc = ([id, from, to, ...children]: Drawn): Doc => segment(id, id, from, to, { subsegments: children.map(doc) })

const pathOf = (...roots: Drawn[]): Record<string, number[][]> =>
  Object.fromEntries(
    [...criticalPath(traceOf(...roots.map(doc)))].map(([id, stretches]) => [
      id,
      stretches.map(({ start, end }) => [Math.round(start - t0 * 1000), Math.round(end - t0 * 1000)]),
    ]),
  )

describe('the critical path', () => {
  it.each<[string, Drawn[], Record<string, number[][]>]>([
    // root ├─────┤
    ['of one span', [['root', 0, 100]], { root: [[0, 100]] }],
    // root ├─────────┤
    //  one    ├───┤
    [
      'of a child in the middle',
      [['root', 0, 100, ['one', 30, 60]]],
      {
        root: [
          [0, 30],
          [60, 100],
        ],
        one: [[30, 60]],
      },
    ],
    // root ├───────────────┤
    //  one   ├──┤
    //  two         ├──┤
    [
      'of two children one after the other',
      [['root', 0, 100, ['one', 10, 30], ['two', 50, 80]]],
      {
        root: [
          [0, 10],
          [30, 50],
          [80, 100],
        ],
        one: [[10, 30]],
        two: [[50, 80]],
      },
    ],
    // root ├───────────────┤
    //  one   ├────────┤
    //  two     ├───┤          runs beside one: not waited for
    [
      'of a child beside a longer one',
      [['root', 0, 100, ['one', 10, 80], ['two', 20, 50]]],
      {
        root: [
          [0, 10],
          [80, 100],
        ],
        one: [[10, 80]],
      },
    ],
    // root ├───────────────┤
    //  one   ├──────┤          overlaps two: two ended last, one had not ended when it began
    //  two        ├──────┤
    [
      'of two that overlap',
      [['root', 0, 100, ['one', 10, 60], ['two', 40, 90]]],
      {
        root: [
          [0, 40],
          [90, 100],
        ],
        two: [[40, 90]],
      },
    ],
    // root ├───────────────┤
    //  one   ├───────────┤
    //  in       ├────┤
    [
      'down to grandchildren',
      [['root', 0, 100, ['one', 10, 90, ['in', 30, 60]]]],
      {
        root: [
          [0, 10],
          [90, 100],
        ],
        one: [
          [10, 30],
          [60, 90],
        ],
        in: [[30, 60]],
      },
    ],
    // root ├───────┤
    //  one      ├───────┤     goes on after the root: only what the root saw
    [
      'of a child that outlives its parent',
      [['root', 0, 100, ['one', 60, 150]]],
      { root: [[0, 60]], one: [[60, 100]] },
    ],
    // root    ├───────┤
    //  one ├────┤             began before the root (clocks): cut
    ['of a child from before its parent', [['root', 50, 150, ['one', 0, 80]]], { root: [[80, 150]], one: [[50, 80]] }],
    // root ├───┤
    //  one         ├───┤      wholly after the root
    ['of a child after its parent', [['root', 0, 50, ['one', 70, 90]]], { root: [[0, 50]] }],
    // root ├───────────┤
    //  one   ├──┤
    //  two      ├──┤          begins as the other ends
    [
      'of children that touch',
      [['root', 0, 100, ['one', 10, 40], ['two', 40, 70]]],
      {
        root: [
          [0, 10],
          [70, 100],
        ],
        one: [[10, 40]],
        two: [[40, 70]],
      },
    ],
    // two roots, the second of a missing parent
    [
      'of two roots',
      [
        ['a', 0, 40],
        ['b', 60, 100],
      ],
      { a: [[0, 40]], b: [[60, 100]] },
    ],
    // root ├──────── runs on
    //  one   ├──┤
    ['of what still runs', [['root', 0, null, ['one', 10, 40]]], { root: [[0, 10]], one: [[10, 40]] }],
    ['of a span without length', [['root', 0, 100, ['one', 30, 30]]], { root: [[0, 100]] }],
  ])('%s', (_, drawn, expected) => {
    expect(pathOf(...drawn)).toEqual(expected)
  })

  it('covers the time of a trace with one root exactly once, and each stretch lies in its span', () => {
    const over = (children: fc.Arbitrary<Drawn[]>): fc.Arbitrary<Drawn> =>
      fc
        .tuple(fc.uuid(), fc.nat(50), fc.nat(50), children)
        .map(([id, from, length, below]) => [id, from, from + length, ...below] as const)
    const few = (one: fc.Arbitrary<Drawn>): fc.Arbitrary<Drawn[]> => fc.array(one, { maxLength: 4 })
    const tree = over(few(over(few(over(few(over(fc.constant([]))))))))
    fc.assert(
      fc.property(tree, (root) => {
        const trace = traceOf(doc(root))
        const path = criticalPath(trace)
        const known = new Map([...spans(trace)].map((span) => [span.id, span]))
        const stretches = [...path].flatMap(([id, all]) => all.map((one) => ({ id, ...one })))
        for (const { id, start, end } of stretches) {
          expect(start).toBeLessThan(end)
          expect(start).toBeGreaterThanOrEqual(known.get(id)!.start)
          expect(end).toBeLessThanOrEqual(known.get(id)!.end!)
        }
        stretches.sort((a, b) => a.start - b.start)
        const { start, end } = trace.roots[0]!
        let at = start
        for (const one of stretches) {
          expect(one.start).toBe(at)
          at = one.end
        }
        if (stretches.length > 0) expect(at).toBe(end)
      }),
      { numRuns: 200 },
    )
  })
})
