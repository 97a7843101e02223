import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearest } from '../domain/nearest.ts'
import { type Problem, usage } from '../domain/problem.ts'

export const manifestIds = (root: string): { commands: readonly string[]; topics: ReadonlySet<string> } => {
  const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, unknown>
  }
  const ids = Object.keys(commands)
  return { commands: ids, topics: new Set(ids.flatMap((id) => [id, id.slice(0, Math.max(0, id.lastIndexOf(':')))])) }
}

/** `slsops tial` -> did you mean `slsops tail`? Flags that were given are left out of the comparison. */
export const unknownCommand = (words: readonly string[], ids: readonly string[]): Problem => {
  const asked = words.slice(0, words.findIndex((word) => word.startsWith('-')) >>> 0)
  const names = ids.map((id) => id.replaceAll(':', ' '))
  const close = nearest(asked.slice(0, 2).join(' '), names)[0] ?? nearest(asked[0] ?? '', names)[0]
  return usage(
    `slsops has no command "${asked.join(' ')}"`,
    close ? `did you mean: slsops ${close}` : 'slsops --help lists the commands',
  )
}
