import { readFile } from 'node:fs/promises'
import { type Plain, parseExact } from '../../domain/item/exact-json.ts'
import { usage } from '../../domain/problem.ts'

const standardInput = async (): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** JSON from a word: the text itself, `@FILE`, or `-` for standard input. Throws a usage Problem. */
export const givenJson = async (word: string): Promise<Plain> => {
  const text = word === '-' ? await standardInput() : word.startsWith('@') ? await fileText(word.slice(1)) : word
  return jsonOf(text, word)
}

const fileText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} can't be read: ${(cause as Error).message}`)
  })

/** Throws a usage Problem that says what was given. */
export const jsonOf = (text: string, word: string): Plain => {
  try {
    return parseExact(text)
  } catch (error) {
    throw usage(
      `${word.length > 60 ? `${word.slice(0, 60)}…` : word} is no JSON: ${(error as Error).message}`,
      'texts stand in quotes: \'"SHIPPED"\'',
    )
  }
}
