/** What the pattern's text is not. Its message says where, for a person who debugs the cloud; AWS's answer says only that it is invalid. */
export class FilterPatternError extends Error {}

/** A place in a pattern that is being read. */
export interface Scanner {
  /** The next character; empty at the end. */
  peek(): string
  ended(): boolean
  /** Skips white space and tells whether there was any. */
  space(): boolean
  /** Takes this text if it comes next. */
  take(text: string): boolean
  /** Takes what a sticky expression matches here; null where it does not. */
  match(form: RegExp): string | null
  /** `"text"`, where `\"` and `\\` stand for themselves; null where no quote comes next. */
  quoted(): string | null
  /** `%regex%` without its signs; null where none comes next. */
  regex(): string | null
  fail(): never
}

const SPACE = /\s+/y
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy
const REGEX = /%([^%]+)%/y
const MAX_REGEXES = 2

export const scan = (text: string): Scanner => {
  let at = 0
  let regexes = 0
  const fail = (): never => {
    throw new FilterPatternError(`Invalid filter pattern at character ${at + 1}`)
  }
  const group = (form: RegExp, index: number): string | null => {
    form.lastIndex = at
    const found = form.exec(text)
    if (!found) return null
    at = form.lastIndex
    return found[index] ?? null
  }
  return {
    peek: () => text.charAt(at),
    ended: () => at >= text.length,
    space: () => group(SPACE, 0) !== null,
    take: (expected) => {
      const comes = text.startsWith(expected, at)
      if (comes) at += expected.length
      return comes
    },
    match: (form) => group(form, 0),
    quoted: () => group(QUOTED, 1)?.replace(/\\(["\\])/g, '$1') ?? null,
    regex: () => {
      const found = group(REGEX, 1)
      if (found !== null) regexes += 1
      if (regexes > MAX_REGEXES) fail()
      return found
    },
    fail,
  }
}
