import type { Key } from 'ink'
import { describe, expect, it } from 'vitest'
import { keyNames } from '../../src/tui/keyboard.ts'

const none = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
  eventType: undefined,
} as unknown as Key

describe('names of keys', () => {
  it.each<[string, Partial<Key>, string[]]>([
    ['j', {}, ['j']],
    ['jjk', {}, ['j', 'j', 'k']],
    [' ', {}, ['space']],
    ['E', { shift: true }, ['E']],
    ['', { upArrow: true }, ['up']],
    ['', { return: true }, ['enter']],
    ['', { escape: true }, ['esc']],
    ['c', { ctrl: true }, ['ctrl-c']],
    ['x', { meta: true }, []],
    ['ab\r', {}, ['a', 'b', 'enter']],
    ['注👩‍👩‍👧', {}, ['注', '👩‍👩‍👧']],
    ['\u0001\u009b', {}, []],
    ['j', { eventType: 'release' }, []],
  ])('%j %j', (input, key, names) => expect(keyNames(input, { ...none, ...key })).toEqual(names))
})
