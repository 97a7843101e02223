import { nearest } from '../../domain/nearest.ts'
import { usage } from '../../domain/problem.ts'
import { queryText } from '../../domain/query-text.ts'
import { record } from './candidate.ts'

/** slsops.yaml: what a project says about itself. It comes with a checkout and is trusted with nothing that reaches elsewhere. */
export interface ProjectFile {
  readonly path: string
  readonly stack: string | null
  readonly region: string | null
  readonly profile: string | null
  /** `queries`: Logs Insights queries by the name that `slsops query NAME` runs them by. */
  readonly queries: ReadonlyMap<string, string>
  /** `protect`: globs of stack names in which nothing is written unless the stack is named once more. */
  readonly protect: readonly string[]
}

export const projectFileName = 'slsops.yaml'

const texts = ['stack', 'region', 'profile'] as const
const keys = [...texts, 'queries', 'protect'] as const

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

/** A query has to be one word to call it by, and may not choose log groups of its own: it is run with whatever rights the person has. */
const queriesOf = (value: unknown, path: string): ReadonlyMap<string, string> => {
  const example = 'such as queries: {big-orders: "filter items > 10"}'
  if (value === undefined || value === null) return new Map()
  if (typeof value !== 'object' || Array.isArray(value)) throw usage(`${path}: "queries" has to hold names`, example)
  return new Map(
    Object.entries(value).map(([name, text]) => {
      if (!/^[A-Za-z][\w.-]{0,63}$/.test(name)) throw usage(`${path}: "${name}" is no name for a query`, example)
      if (typeof text !== 'string' || text.trim() === '' || text.length > longestQuery)
        throw usage(`${path}: the query "${name}" has to be a text`, example)
      const { commands, plain } = queryText(text)
      // As a command, or in a query within the query; a field may be called so.
      if (commands.some((one) => one.name === 'source') || /\bsource\s*(loggroups|datasource|[(\u0001])/i.test(plain))
        throw usage(`${path}: the query "${name}" may not name a SOURCE`, 'it is run on the log groups of the app')
      return [name, text.trim()]
    }),
  )
}

/** (CloudWatch Logs API: StartQuery, queryString) */
const longestQuery = 10_000

const globsOf = (value: unknown, path: string): readonly string[] => {
  if (value === undefined || value === null) return []
  const globs: readonly unknown[] = Array.isArray(value) ? value : [value]
  return globs.map((glob) => {
    if (typeof glob === 'string' && glob.trim() !== '') return glob.trim()
    throw usage(`${path}: "protect" has to hold names of stacks`, 'such as protect: [prod-*]')
  })
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
  const read = (key: (typeof texts)[number]) => textOf(values[key], key, path)
  return {
    path,
    stack: read('stack'),
    region: read('region'),
    profile: read('profile'),
    queries: queriesOf(values['queries'], path),
    protect: globsOf(values['protect'], path),
  }
}
