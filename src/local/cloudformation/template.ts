import { parseDocument } from 'yaml'
import { Problem } from '../../domain/problem.ts'
import { mainTypeOf } from './sam-types.ts'
import { shortTags } from './tags.ts'

export interface TemplateResource {
  /** The exact key under `Resources`. */
  readonly logicalId: string
  /** Its CloudFormation type; a SAM type as the main one it becomes. A macro's key (`Fn::ForEach::Tables`) is its own type. */
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
}

export interface Template {
  /** As it was given: what GetTemplate answers. */
  readonly body: string
  readonly description: string | null
  readonly transforms: readonly string[]
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly metadata: unknown
  /** SAM's `Globals`: kind (`Function`, `Api` ...) -> properties that each of its resources has unless it says otherwise. */
  readonly globals: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly resources: readonly TemplateResource[]
}

export type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const sectionOf = (value: unknown): Record<string, Fields> =>
  Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, fields]) => [name, fieldsOf(fields)]))

const bad = (message: string): Problem =>
  new Problem('BadTemplate', message, { hint: 'A template is JSON or YAML with a Resources section.' })

/**
 * CloudFormation's own reader takes what the YAML specification does not: a key given twice, and a flow collection whose
 * lines stand left of its parent. Such a line is moved right, where it means the same, and the text is read again.
 */
const parseYaml = (text: string): unknown => {
  const lines = text.split('\n')
  for (let moved = 0; ; ) {
    const options = { customTags: shortTags, merge: true, uniqueKeys: false, strict: false, logLevel: 'error' } as const
    const document = parseDocument(lines.join('\n'), options)
    const [error] = document.errors
    if (error === undefined) return document.toJS({ json: true, maxAliasCount: 1000 })
    const line = error.linePos?.[0].line ?? 0
    if (error.code !== 'BAD_INDENT' || !error.message.startsWith('Flow ') || line <= moved) throw error
    moved = line
    lines[line - 1] = `${' '.repeat(100)}${lines[line - 1]}`
  }
}

const parse = (text: string, source: string): unknown => {
  try {
    // Many times faster than reading JSON as the YAML it also is.
    if (/^\s*\{/.test(text)) return JSON.parse(text)
  } catch {
    // A YAML template may begin with a brace too.
  }
  try {
    return parseYaml(text)
  } catch (error) {
    throw bad(`${source} is no readable template: ${(error as Error).message.split('\n')[0]}`)
  }
}

const resourceOf = ([logicalId, value]: [string, unknown]): TemplateResource => {
  const { Type, Properties, Metadata } = fieldsOf(value)
  return {
    logicalId,
    type: typeof Type === 'string' ? mainTypeOf(Type) : logicalId.split('::').slice(0, 2).join('::'),
    properties: fieldsOf(Properties),
    metadata: fieldsOf(Metadata),
  }
}

/**
 * A template as it is written: JSON, YAML with short tags, or SAM. Nothing is expanded: conditions count as true, and a
 * macro stays the key that it is. `source` names it in the `Problem` (code `BadTemplate`) that an unreadable one throws.
 */
export const loadTemplate = (text: string, source = 'The template'): Template => {
  const root = fieldsOf(parse(text, source))
  const resources = Object.entries(fieldsOf(root['Resources']))
  if (resources.length === 0) throw bad(`${source} has no Resources`)
  const transform = root['Transform']
  const named = (Array.isArray(transform) ? transform : [transform]).map((one) =>
    typeof one === 'string' ? one : fieldsOf(one)['Name'],
  )
  return {
    body: text,
    description: typeof root['Description'] === 'string' ? root['Description'] : null,
    transforms: named.filter((name) => typeof name === 'string'),
    parameters: sectionOf(root['Parameters']),
    outputs: sectionOf(root['Outputs']),
    metadata: root['Metadata'] ?? null,
    globals: sectionOf(root['Globals']),
    resources: resources.map(resourceOf),
  }
}
