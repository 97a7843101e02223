import { createHash } from 'node:crypto'
import { invalid } from './input.ts'

/** Seals what the next page needs into an opaque token that is good for one scope (a group, a listing) only. */
export const seal = (scope: string, content: unknown): string => {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${body}.${mark(scope, body)}`
}

/** What `seal` was given; InvalidParameterException for any other text or another scope's token. */
export const unseal = <T>(scope: string, token: string): T => {
  const [body = '', given] = token.split('.')
  if (given !== mark(scope, body)) throw invalid('The specified nextToken is invalid.')
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as T
}

const mark = (scope: string, body: string): string =>
  createHash('sha256').update(scope).update('\0').update(body).digest('base64url').slice(0, 16)
