import { nearest } from '../../domain/nearest.ts'
import { usage } from '../../domain/problem.ts'
import { record } from './candidate.ts'

/** slsops.yaml: what a project says about itself. It comes with a checkout and is trusted with nothing that reaches elsewhere. */
export interface ProjectFile {
  readonly path: string
  readonly stack: string | null
  readonly region: string | null
  readonly profile: string | null
}

export const projectFileName = 'slsops.yaml'

const keys = ['stack', 'region', 'profile'] as const

/** What a fork's pull request must not be able to set, and where it belongs instead. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/endpoint|url|proxy/i, 'an endpoint: use --endpoint-url or AWS_ENDPOINT_URL'],
  [/credential|secret|token|access.?key|password|role|mfa/i, 'credentials: use --profile or AWS_* variables'],
]

const checkKey = (key: string, path: string): void => {
  if ((keys as readonly string[]).includes(key)) return
  const reason = refused.find(([pattern]) => pattern.test(key))?.[1]
  if (reason) throw usage(`${path}: "${key}" is not allowed`, `this file may not set ${reason}`)
  const [meant] = nearest(key, keys, 1)
  throw usage(
    `${path}: "${key}" is no key that slsops knows`,
    meant ? `did you mean "${meant}"?` : `keys: ${keys.join(', ')}`,
  )
}

const textOf = (value: unknown, key: string, path: string): string | null => {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  throw usage(`${path}: "${key}" has to be a text`, `such as ${key}: ${key === 'region' ? 'eu-west-1' : 'orders-prod'}`)
}

/** Reads the file's text; a Problem (usage) for what is broken, unknown or not allowed. */
export const parseProjectFile = async (text: string, path: string): Promise<ProjectFile> => {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, { logLevel: 'silent' })
  const [error] = document.errors
  if (error) throw usage(`${path} is not YAML: ${error.message.split('\n')[0]}`, 'it looks like: stack: orders-prod')
  const content: unknown = document.contents === null ? {} : document.toJS({ maxAliasCount: 20 })
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw usage(`${path} holds no keys`, 'it looks like: stack: orders-prod')
  }
  const values = record(content)
  for (const key of Object.keys(values)) checkKey(key, path)
  const read = (key: (typeof keys)[number]) => textOf(values[key], key, path)
  return { path, stack: read('stack'), region: read('region'), profile: read('profile') }
}
