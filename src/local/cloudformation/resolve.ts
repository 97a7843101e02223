import { fieldsOf } from './template.ts'

/** What a name in the template stands for, or null where that is not known: a parameter, a pseudo parameter, a resource. */
export type Lookup = (name: string) => string | null

/** CloudFormation's pseudo parameters in a stack: its ARN tells them. */
export const pseudoOf = ({ id, name }: { readonly id: string; readonly name: string }): Record<string, string> => {
  const [, , , region = '', account = ''] = id.split(':')
  return {
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': id,
    'AWS::StackName': name,
    'AWS::URLSuffix': 'amazonaws.com',
  }
}

type Resolve = (value: unknown) => string | null

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const substitute = (text: string, lookup: Lookup): string | null => {
  let known = true
  const filled = text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`
    const value = lookup(name.trim())
    known = known && value !== null
    return value ?? ''
  })
  return known ? filled : null
}

const functions: Readonly<Record<string, (argument: unknown, lookup: Lookup, resolve: Resolve) => string | null>> = {
  Ref: (name, lookup) => (typeof name === 'string' ? lookup(name) : null),
  'Fn::GetAtt': (path, lookup) => lookup(listOf(path).join('.')),
  'Fn::If': (argument, _, resolve) => resolve(listOf(argument)[1]),
  'Fn::Join': (argument, _, resolve) => {
    const [separator, parts] = listOf(argument)
    if (!Array.isArray(parts)) return null
    const texts = parts.map(resolve)
    return texts.some((text) => text === null) ? null : texts.join(String(separator))
  },
  'Fn::Sub': (argument, lookup, resolve) => {
    const [text, given] = listOf(argument)
    const own = fieldsOf(given)
    return substitute(String(text), (name) => (Object.hasOwn(own, name) ? resolve(own[name]) : lookup(name)))
  },
}

/** The text of a property, as far as it can be told without deploying; conditions count as true. */
export const resolveText = (value: unknown, lookup: Lookup): string | null => {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const [entry, more] = Object.entries(fieldsOf(value))
  if (entry === undefined || more !== undefined || !Object.hasOwn(functions, entry[0])) return null
  return functions[entry[0]]?.(entry[1], lookup, (inner) => resolveText(inner, lookup)) ?? null
}
