import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export interface SourceImport {
  /** Path of the importing file from the root of the project. */
  readonly file: string
  /** Path from the root for one of ours, else the package's name. */
  readonly target: string
  readonly dynamic: boolean
  readonly typeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/gm

export const sourceFiles = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file))

export const importsOf = (file: string): readonly SourceImport[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(statement)].map(([, type, fixed, dynamic]) => {
    const name = fixed ?? dynamic!
    const target = name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name
    return { file, target, dynamic: dynamic !== undefined, typeOnly: type !== undefined }
  })
