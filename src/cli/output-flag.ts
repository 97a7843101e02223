import { usage } from '../domain/problem.ts'

export interface Output {
  readonly format: string
  /** A path, or null for stdout. */
  readonly file: string | null
}

/** `-o json=report.json -o human`: each format at most once on stdout, and only those that the command can give. */
export const parseOutputs = (
  values: readonly string[],
  json: boolean,
  formats: readonly string[],
): readonly Output[] => {
  const outputs = [...values, ...(json ? ['json'] : [])].map((value): Output => {
    const at = value.indexOf('=')
    const [format, file] = at < 0 ? [value, null] : [value.slice(0, at), value.slice(at + 1)]
    if (!formats.includes(format)) {
      const stream = format === 'json' && formats.includes('ndjson') ? ' (a stream of records is ndjson)' : ''
      throw usage(`this command has no format "${format}"`, `it has: ${formats.join(', ')}${stream}`)
    }
    if (file === '') throw usage(`-o ${value}: the file after = is missing`)
    return { format, file }
  })
  const onStdout = new Set(outputs.filter(({ file }) => file === null).map(({ format }) => format))
  if (onStdout.size > 1) {
    throw usage(`two formats on stdout: ${[...onStdout].join(' and ')}`, 'send one of them to a file: -o json=FILE')
  }
  return outputs.length === 0 ? [{ format: formats[0]!, file: null }] : outputs
}
