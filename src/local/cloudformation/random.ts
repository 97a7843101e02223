import { createHash } from 'node:crypto'

export const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
export const lower = 'abcdefghijklmnopqrstuvwxyz0123456789'
export const mixed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
export const hex = '0123456789abcdef'

/** `length` characters that look random and are the same for the same words: ids of a cloud must survive its restart. */
export const lettersFor = (words: readonly (string | number)[], alphabet: string, length: number): string => {
  let letters = ''
  for (let round = 0; letters.length < length; round++)
    for (const byte of createHash('sha256')
      .update(JSON.stringify([...words, round]))
      .digest())
      letters += alphabet[byte % alphabet.length] ?? ''
  return letters.slice(0, length)
}

export const uuidFor = (words: readonly (string | number)[]): string => {
  const digits = lettersFor(words, hex, 32)
  const groups = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`]
  return [...groups, digits.slice(20)].join('-')
}
