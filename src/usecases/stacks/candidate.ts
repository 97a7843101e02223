import type { ProjectReader } from './project-reader.ts'

/** A stack that a folder names. What the files leave out is null. */
export interface Candidate {
  readonly name: string
  readonly region: string | null
  readonly profile: string | null
  /** File and place that said so: `samconfig.toml (default.deploy.parameters)`. */
  readonly from: string
}

/** What one tool's files tell: the stacks they name, and what they would name if a question were answered. */
export interface Finding {
  readonly candidates: readonly Candidate[]
  readonly notes: readonly string[]
}

export const nothing: Finding = { candidates: [], notes: [] }

export interface LookContext {
  readonly folder: string
  /** Names in the folder. */
  readonly names: readonly string[]
  readonly reader: ProjectReader
  /** `--config-env`; null where none was asked for. */
  readonly configEnv: string | null
}

/** Reads one tool's files in one folder. A broken file is a note, never an exception. */
export type Look = (context: LookContext) => Promise<Finding>

export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

/** A text that says something itself: neither empty nor with a variable in it, whose value is not ours to guess. */
export const plainText = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' && !value.includes('${') ? value.trim() : null

/** `record` of the value under a chain of keys. */
export const dig = (value: unknown, ...keys: readonly string[]): Readonly<Record<string, unknown>> =>
  record(
    keys.reduce<unknown>((inner, key) => (Object.hasOwn(record(inner), key) ? record(inner)[key] : undefined), value),
  )

export const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** YAML as its tools read it; unknown tags (`!Ref`) keep their plain value. Null where it does not parse. */
export const yaml = async (text: string): Promise<unknown> => {
  const { parseDocument } = await import('yaml')
  try {
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false })
    return document.errors.length > 0 ? null : document.toJS()
  } catch {
    return null
  }
}
