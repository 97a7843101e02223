import type { Command } from './language.ts'
import type { QueryScanner } from './scanner.ts'
import { textOf } from './values.ts'

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A glob finds its first text anywhere; each `*` takes as little as the text behind it allows, the last one all that is left. */
const globForm = (glob: string): RegExp => {
  const parts = glob.split('*').map(literal)
  const last = parts.pop() ?? ''
  const open = parts.map((part, i) => part + (last === '' && i === parts.length - 1 ? '([\\s\\S]*)' : '([\\s\\S]*?)'))
  return new RegExp(open.join('') + last)
}

const readNames = (scanner: QueryScanner): string[] => {
  const names: string[] = []
  do names.push(scanner.name()?.text ?? scanner.fail())
  while (scanner.take(','))
  return names
}

/** `parse [FIELD] "glob *" as a` or `parse [FIELD] /(?<a>expression)/`. What does not fit keeps its row, without the new fields. */
export const readParse = (scanner: QueryScanner): Command => {
  const pattern = () => scanner.regex() ?? scanner.quoted()
  const first = pattern()
  const source = first === null ? (scanner.name()?.text ?? scanner.fail()) : '@message'
  const form = first ?? pattern() ?? scanner.fail()
  const names = scanner.keyword('as') ? readNames(scanner) : []
  if (typeof form === 'string' && form.split('*').length - 1 !== names.length)
    scanner.fail('parse takes as many names as its glob has asterisks')
  const own =
    typeof form === 'string' ? names : [...form.source.matchAll(/\(\?<([A-Za-z]\w*)>/g)].map(([, name]) => name!)
  if (own.length === 0) scanner.fail('parse takes an expression with named groups')
  const finds = typeof form === 'string' ? globForm(form) : form
  return {
    matches: true,
    columns: (before) => [...new Set([...(before ?? ['@timestamp', '@message']), ...own])],
    run(rows) {
      for (const row of rows) {
        const value = row.get(source)
        const found = value === null ? null : finds.exec(textOf(value))
        for (const [i, name] of own.entries())
          row.set(name, (typeof form === 'string' ? found?.[i + 1] : found?.groups?.[name]) ?? null)
      }
      return rows
    },
  }
}
