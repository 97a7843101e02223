import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { footedWriter } from '../../../src/output/tail/footed-writer.ts'
import { footer } from '../../../src/output/tail/footer.ts'
import { asciiMeasure } from '../../../src/output/width.ts'
import { lineWriter } from '../../../src/output/writer.ts'

/** A terminal as far as a footer needs one: rows that break at its width, the few codes that are used. */
const terminal = (columns: number) => {
  let rows: string[] = ['']
  let [row, column] = [0, 0]
  const put = (character: string): void => {
    if (column === columns) {
      row++
      column = 0
    }
    rows[row] ??= ''
    rows[row] = rows[row]!.padEnd(column).slice(0, column) + character + rows[row]!.slice(column + 1)
    column++
  }
  return {
    write: (text: string): void => {
      for (const [part, up, code, erase] of text.matchAll(/\u001b\[(\d+)A|\u001b\[(\?2026[hl])|(\u001b\[0J)|[\s\S]/g)) {
        if (up !== undefined) row = Math.max(0, row - Number(up))
        else if (code !== undefined) continue
        else if (erase !== undefined) rows = [...rows.slice(0, row), (rows[row] ?? '').slice(0, column)]
        else if (part === '\r') column = 0
        else if (part === '\n') {
          row++
          column = 0
          rows[row] ??= ''
        } else put(part)
      }
    },
    screen: (): string => rows.join('\n').trimEnd(),
    /** Rows that are wider than the new width go on below, as most terminals do; the cursor stays behind the last character. */
    resize: (to: number): void => {
      columns = to
      const before = rows.slice(0, row + 1)
      rows = before.flatMap((one) => (one === '' ? [''] : (one.match(new RegExp(`.{1,${to}}`, 'g')) ?? [''])))
      row = rows.length - 1
      column = rows[row]!.length
    },
  }
}

describe('a footer', () => {
  test('stays under the lines, and goes', () => {
    const screen = terminal(20)
    let figure = 0
    const bar = footer({ columns: () => 20, rows: () => 24, measure: asciiMeasure }, () => ['functions', `A ${figure}`])
    for (const chunk of ['one\n', 'two\nthree\n']) {
      figure++
      screen.write(bar.around(chunk))
    }
    expect(screen.screen()).toBe('one\ntwo\nthree\nfunctions\nA 2')
    expect(bar.redraw()).toBe('')
    figure = 9
    screen.write(bar.redraw())
    expect(screen.screen()).toBe('one\ntwo\nthree\nfunctions\nA 9')
    screen.write(bar.clear())
    expect(screen.screen()).toBe('one\ntwo\nthree')
    expect(bar.clear()).toBe('')
  })

  test('says nothing while there is nothing to say', () => {
    const bar = footer({ columns: () => 20, rows: () => 24, measure: asciiMeasure }, () => [])
    expect(bar.redraw()).toBe('')
    expect(bar.around('x\n')).not.toContain('\u001b[0J')
    expect(bar.around('')).toBe('')
  })

  test('takes a third of the screen at most', () => {
    const bar = footer({ columns: () => 20, rows: () => 9, measure: asciiMeasure }, () => ['1', '2', '3', '4', '5'])
    const screen = terminal(20)
    screen.write(bar.around('x\n'))
    expect(screen.screen()).toBe('x\n1\n2\n3')
  })

  test('whatever is printed and however the terminal is resized: all lines, then the footer', () => {
    const step = fc.oneof(
      fc.record({ lines: fc.array(fc.stringMatching(/^[a-z]{0,9}$/), { minLength: 1, maxLength: 3 }) }),
      fc.record({ columns: fc.integer({ min: 10, max: 40 }) }),
      fc.record({ rows: fc.integer({ min: 0, max: 4 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let [columns, rows] = [20, 2]
        const screen = terminal(columns)
        const drawn = (width: number) => Array.from({ length: rows }, (_, at) => `#${at}`.padEnd(width, '='))
        const bar = footer({ columns: () => columns, rows: () => 60, measure: asciiMeasure }, drawn)
        const printed: string[] = []
        for (const one of steps) {
          if ('lines' in one) {
            printed.push(...one.lines)
            screen.write(bar.around(`${one.lines.join('\n')}\n`))
          } else {
            if ('rows' in one) rows = one.rows
            else {
              columns = one.columns
              screen.resize(columns)
            }
            screen.write(bar.redraw())
          }
          expect(screen.screen()).toBe([...printed, ...drawn(columns - 1)].join('\n').trimEnd())
          expect(bar.redraw()).toBe('')
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a writer with a footer', () => {
  const open = () => {
    const stream = new PassThrough()
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    let rows = ['footer']
    const bar = footer({ columns: () => 40, rows: () => 24, measure: asciiMeasure }, () => rows)
    const writer = footedWriter(lineWriter(stream), bar, () => 'the last figures\n')
    return {
      writer,
      text: () => text,
      draw: (more: string[]) => {
        rows = more
      },
    }
  }
  const turn = () => new Promise((go) => setImmediate(() => setImmediate(go)))

  test('writes the lines of one turn with one footer', async () => {
    const { writer, text } = open()
    void writer.write('a\n')
    void writer.write('b\n')
    writer.note('a note')
    await turn()
    expect(text()).toBe('\u001b[?2026ha\nb\na note\nfooter\u001b[?2026l')
  })

  test('draws it anew when it changed, takes it away at the end', async () => {
    const { writer, text, draw } = open()
    void writer.write('a\n')
    writer.refresh()
    draw(['another'])
    writer.refresh()
    await writer.end()
    const screen = terminal(40)
    screen.write(text())
    expect(screen.screen()).toBe('a\nthe last figures')
    writer.refresh()
    void writer.write('after\n')
    writer.flush()
    await turn()
    expect(text().endsWith('the last figures\nafter\n')).toBe(true)
  })
})
