import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/sources.ts'
import { screenRows, terminalSvg } from '../support/terminal-svg.mjs'

describe("the README's picture", () => {
  it('has the colours and columns of the terminal', () => {
    const [row, next] = screenRows('\u001b[2mdim\u001b[0m a\u001b[31m漢\u001b[39mb\r\nnext', 80)
    expect(row!.map(({ text, column, cells }) => [text, column, cells])).toEqual([
      ['dim', 0, 3],
      [' a', 3, 2],
      ['漢', 5, 2],
      ['b', 7, 1],
    ])
    expect(row!.map(({ pen }) => pen.dim)).toEqual([true, false, false, false])
    expect(next!.map(({ text }) => text)).toEqual(['next'])
  })
  it('goes on in the next row where a terminal would', () => {
    expect(screenRows('abcde', 2).map((runs) => runs.map(({ text }) => text).join(''))).toEqual(['ab', 'cd', 'e'])
  })
  it('keeps markup of the text out of the picture', () => {
    expect(terminalSvg('<script>&', 80, 'a<b')).toContain('&lt;script&gt;&amp;')
  })
  it('is committed, and shows a run', () => {
    const file = join(root, 'docs/terminal.svg')
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('slsops tail --demo')
  })
})
