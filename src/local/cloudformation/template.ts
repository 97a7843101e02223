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
  readonly resources: readonly TemplateResource[]
}

export type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const sectionOf = (value: unknown): Record<string, Fields> =>
  Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, fields]) => [name, fieldsOf(fields)]))

const parse = (text: string, source: string): unknown => {
  try {
    // Many times faster than reading JSON as the YAML it also is.
    if (/^\s*\{/.test(text)) return JSON.parse(text)
  } catch {
    // A YAML template may begin with a brace too.
  }
  const document = parseDocument(text, { customTags: shortTags, merge: true, logLevel: 'error' })
  const error = document.errors[0]
  if (error !== undefined)
    throw new Problem('BadTemplate', `${source} is no readable template: ${error.message.split('\n')[0]}`, {
      hint: 'A template is JSON or YAML with a Resources section.',
    })
  return document.toJS({ maxAliasCount: 1000 })
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
  if (resources.length === 0)
    throw new Problem('BadTemplate', `${source} has no Resources`, {
      hint: 'A template is JSON or YAML with a Resources section.',
    })
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
    resources: resources.map(resourceOf),
  }
}
