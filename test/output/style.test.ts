import { describe, expect, test } from 'vitest'
import { paint } from '../../src/output/paint.ts'
import { glyphs, styleFor } from '../../src/output/style.ts'

const tty = { isTTY: true, columns: 100 }
const utf8 = { LANG: 'en_US.UTF-8', TERM: 'xterm-256color' }

describe('styleFor', () => {
  test.each([
    ['a terminal', utf8, tty, false, { color: true, unicode: true, width: 100 }],
    ['a pipe', utf8, {}, false, { color: false, unicode: true, width: null }],
    ['NO_COLOR', { ...utf8, NO_COLOR: '1' }, tty, false, { color: false, unicode: true, width: 100 }],
    ['NO_COLOR, empty', { ...utf8, NO_COLOR: '' }, tty, false, { color: true, unicode: true, width: 100 }],
    [
      '--no-color over FORCE_COLOR',
      { ...utf8, FORCE_COLOR: '1' },
      tty,
      true,
      { color: false, unicode: true, width: 100 },
    ],
    ['FORCE_COLOR in a pipe', { ...utf8, FORCE_COLOR: '1' }, {}, false, { color: true, unicode: true, width: null }],
    ['FORCE_COLOR=0', { ...utf8, FORCE_COLOR: '0' }, tty, false, { color: false, unicode: true, width: 100 }],
    ['TERM=dumb', { ...utf8, TERM: 'dumb' }, tty, false, { color: false, unicode: false, width: 100 }],
    ['the Linux console', { ...utf8, TERM: 'linux' }, tty, false, { color: true, unicode: false, width: 100 }],
    [
      'a terminal that is not UTF-8',
      { LANG: 'C', TERM: 'xterm' },
      tty,
      false,
      { color: true, unicode: false, width: 100 },
    ],
    ['LC_ALL over LANG', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, tty, false, { color: true, unicode: false, width: 100 }],
    ['a terminal of no known width', utf8, { isTTY: true }, false, { color: true, unicode: true, width: 80 }],
  ])('%s', (_name, env, stream, noColor, expected) => {
    expect(styleFor({ env, stream, noColor, platform: 'linux' })).toEqual(expected)
  })
})

test('every glyph has an ASCII form', () => {
  const ascii = glyphs({ unicode: false })
  expect(Object.keys(ascii)).toEqual(Object.keys(glyphs({ unicode: true })))
  expect(Object.values(ascii).join('')).toMatch(/^[ -~]+$/)
})

test('paint colours where there is colour, and says the same where there is none', async () => {
  expect((await paint({ color: true }))('fault', 'x')).toBe('\u001b[31mx\u001b[39m')
  expect((await paint({ color: false }))('fault', 'x')).toBe('x')
})
