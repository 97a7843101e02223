// Everything a terminal could act on: C0, DEL, C1 (a UTF-8 terminal takes U+009B for CSI), line separators, and what turns text around.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/
const unsafeAll = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

// Colours and titles that an app wrote on purpose vanish without a trace. No class holds a character that may begin a sequence,
// so that a run of unfinished ones is walked once.
const csi = /(?:\u001b\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]/g
const strings =
  /(?:\u001b[\]P^_X]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f\r\n]*(?:\u0007|\u001b\\|\u009c)/g

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const shown = (character: string): string => {
  const code = character.charCodeAt(0)
  return (
    named[character] ??
    (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
  )
}

export interface Keep {
  /** Line breaks stay; else they are shown as `\n`. */
  readonly keepNewlines?: boolean
  /** Tabs stay; else each becomes this many spaces (4 unless told). */
  readonly tabs?: 'keep' | number
}

/** Whether a text can go to a terminal as it is. One regular expression: cheap enough for each log line. */
export const isSafe = (text: string): boolean => !unsafe.test(text)

/**
 * Untrusted text made safe for a terminal: escape sequences are taken out, control characters and bidirectional overrides that are
 * left are shown (`\x07`, `\u202e`). The result holds no control character but the line breaks and tabs that were asked for.
 */
export const safeText = (text: string, { keepNewlines = false, tabs = 4 }: Keep = {}): string => {
  if (!unsafe.test(text)) return text
  const spaces = tabs === 'keep' ? '\t' : ' '.repeat(tabs)
  const stripped =
    text.includes('\u001b') || /[\u0090-\u009f]/.test(text) ? text.replace(strings, '').replace(csi, '') : text
  return stripped.replace(unsafeAll, (character) => {
    if (character === '\n' && keepNewlines) return character
    return character === '\t' ? spaces : shown(character)
  })
}

const raw = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/
const rawAll = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** JSON text that a terminal can't act on: what JSON leaves as it is (DEL, C1, overrides) as `\uXXXX`. It parses to the same value. */
export const safeJson = (json: string): string =>
  raw.test(json)
    ? json.replace(rawAll, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : json
