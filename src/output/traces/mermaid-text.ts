import { safeText } from '../safe-text.ts'

/** Characters that mean nothing to Mermaid, in any of its diagrams. */
const harmless = /[\p{L}\p{N} _./()'+=@*!?,$&-]/u

/**
 * Untrusted text inside a Mermaid diagram. What could end the text, begin a comment or a directive, or become HTML is written as Mermaid's
 * entity (`#58;` is a colon).
 */
export const mermaidText = (text: string, longest = 60): string => {
  let out = ''
  let length = 0
  for (const character of safeText(text.toWellFormed())) {
    if (length === longest) return `${out}…`
    length++
    if (harmless.test(character)) out += character
    else if (/[\p{C}\p{Z}]/u.test(character)) out += ' '
    else out += `#${character.codePointAt(0)};`
  }
  // Words that Mermaid's preprocessing takes for style lines wherever they stand.
  return (
    out
      .replace(/\b(style|classDef|end|click|callback|href)\b/gi, (word) => `#${word.codePointAt(0)};${word.slice(1)}`)
      .trim() || '#45;'
  )
}
