import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { usage } from '../../domain/problem.ts'
import type { StackSpec } from './model.ts'

/** A template file of the person's own, as a stack created at `createdAt`; child templates are looked for beside the file. */
export const givenStack = (file: string, name: string, createdAt: number): StackSpec => {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name))
    throw usage(`"${name}" is no stack name: a letter, then letters, digits and hyphens, 128 at most`)
  let template: string
  try {
    template = readFileSync(file, 'utf8')
  } catch (error) {
    throw usage(`The template ${file} can't be read: ${(error as Error).message}`)
  }
  return { name, template, file: resolve(file), createdAt }
}
