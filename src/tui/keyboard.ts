import type { Key } from 'ink'

const named: Readonly<Partial<Record<keyof Key, string>>> = {
  upArrow: 'up',
  downArrow: 'down',
  leftArrow: 'left',
  rightArrow: 'right',
  pageUp: 'pgup',
  pageDown: 'pgdn',
  home: 'home',
  end: 'end',
  return: 'enter',
  escape: 'esc',
  tab: 'tab',
  backspace: 'backspace',
  delete: 'backspace',
}

const characters: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
}

const graphemes = new Intl.Segmenter()

/**
 * The names of the keys that an input event of Ink's stands for. What is typed fast, or pasted, comes as one event of many characters;
 * what is no key of ours (unknown sequences, control characters) gives none.
 */
export const keyNames = (input: string, key: Key): string[] => {
  if (key.eventType === 'release') return []
  for (const [property, name] of Object.entries(named)) if (key[property as keyof Key] === true) return [name]
  if (key.ctrl) return input.length === 1 ? [`ctrl-${input.toLowerCase()}`] : []
  if (key.meta) return []
  return [...graphemes.segment(input)].flatMap(({ segment }) => {
    if (characters[segment] !== undefined) return [characters[segment]]
    return segment === '\r\n'
      ? ['enter']
      : /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(segment) && !/\u200d/.test(segment)
        ? []
        : [segment]
  })
}
