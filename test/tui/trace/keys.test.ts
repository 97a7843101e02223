import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bindings, commandOf, footerWords, keyText, type Place } from '../../../src/tui/trace/keys.ts'
import { root } from '../../support/sources.ts'
import { keysTable } from './keys-table.ts'

const places: readonly Place[] = ['list', 'trace', 'map']

describe('the keys of the explorer', () => {
  it.each(places)('mean one thing each in the %s', (place) => {
    const keys = bindings.filter(({ where }) => where.includes(place)).flatMap((one) => one.keys)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })
  it.each([
    ['list', 's', 'sort'],
    ['trace', 's', null],
    ['trace', 'E', 'previous-error'],
    ['map', 'enter', 'enter'],
    ['list', 'ctrl-c', 'interrupt'],
  ] as const)('in the %s, %s is %s', (place, key, command) => expect(commandOf(key, place)).toBe(command))
  it('has words for the last line, help and quit among them, everywhere', () => {
    for (const place of places) {
      const words = footerWords(place, true).map(({ word }) => word)
      expect(words).toEqual(expect.arrayContaining(['move', 'help', 'quit', 'back']))
    }
  })
  it('is told in ASCII where there is nothing else', () => {
    for (const { keys } of bindings) for (const key of keys) expect(keyText(key, false)).toMatch(/^[ -~]+$/)
    for (const { key, word } of footerWords('trace', false)) expect(key + word).toMatch(/^[ -~]+$/)
  })
  it('makes the table of the README', ({ skip }) => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    if (!readme.includes('| key | does | where |')) skip('the README has no table of keys')
    expect(readme).toContain(keysTable())
  })
})
