/** Whether a word is a pattern: `*` any run, `?` one character, `[abc]`, `[a-z]`, `[!x]` one of a set. */
export const isGlob = (word: string): boolean => /[*?]|\[[^\]]+\]/.test(word)

/**
 * Whether the whole of `text` fits the pattern, case ignored. `*` also crosses `/`, so that `Child*` takes a nested stack whole.
 * Works without a regular expression: a pattern of many stars costs pattern x text at most.
 */
export const matchesGlob = (pattern: string, text: string): boolean => {
  const tokens = tokenize(pattern.toLowerCase())
  const letters = [...text.toLowerCase()]
  let token = 0
  let at = 0
  let star = -1
  let resumeAt = 0
  while (at < letters.length) {
    const current = tokens[token]
    if (current === 'run') {
      star = token++
      resumeAt = at
    } else if (current?.(letters[at]!)) {
      token++
      at++
    } else if (star >= 0) {
      token = star + 1
      at = ++resumeAt
    } else return false
  }
  while (tokens[token] === 'run') token++
  return token === tokens.length
}

type Token = 'run' | ((letter: string) => boolean)

const tokenize = (pattern: string): readonly Token[] => {
  const tokens: Token[] = []
  for (let i = 0; i < pattern.length; ) {
    const set = /^\[(!?)([^\]]+)\]/.exec(pattern.slice(i))
    const letter = String.fromCodePoint(pattern.codePointAt(i)!)
    if (set) tokens.push(oneOf(set[2]!, set[1] === '!'))
    else if (letter === '*') tokens.push('run')
    else tokens.push(letter === '?' ? () => true : (other) => other === letter)
    i += set ? set[0].length : letter.length
  }
  return tokens
}

const oneOf = (set: string, inverted: boolean) => {
  const ranges = [...set.matchAll(/(.)-(.)|(.)/gsu)].map(
    ([, from, to, single]) => [from ?? single!, to ?? single!] as const,
  )
  return (letter: string): boolean => ranges.some(([from, to]) => from <= letter && letter <= to) !== inverted
}
