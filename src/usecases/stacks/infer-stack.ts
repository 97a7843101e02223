import { dirname, join } from 'node:path'
import { usage } from '../../domain/problem.ts'
import type { Candidate, Finding, Look } from './candidate.ts'
import { lookAmplify, lookCdk } from './look-cdk.ts'
import { lookSam, lookTemplate } from './look-sam.ts'
import { lookServerless } from './look-serverless.ts'
import { type ProjectFile, parseProjectFile, projectFileName } from './project-file.ts'
import { diskReader, type ProjectReader } from './project-reader.ts'

export interface InferOptions {
  /** `--stack`. */
  readonly flag?: string | null | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home?: string | null | undefined
  /** `--config`: a project file by another name or place. */
  readonly config?: string | null | undefined
  /** `--config-env`. */
  readonly configEnv?: string | null | undefined
  readonly reader?: ProjectReader
}

/** Which stack is meant, and why; region and profile are what the folder says, below flags and `AWS_*`. */
export type Inferred =
  | {
      readonly kind: 'found'
      readonly name: string
      readonly region: string | null
      readonly profile: string | null
      readonly from: string
    }
  | Choice

/** The folder names several stacks, or none: a picker's turn, or an error that lists. */
export interface Choice {
  readonly kind: 'several' | 'none'
  readonly candidates: readonly Candidate[]
  readonly region: string | null
  readonly profile: string | null
  /** What was seen and did not settle it, such as `template.yaml is a template, which names no stack`. */
  readonly notes: readonly string[]
}

/** Whose word counts first where a folder has files of several tools: the one that was told a stack's name. */
const looks: readonly Look[] = [lookSam, lookCdk, lookAmplify, lookServerless, lookTemplate]

/**
 * The folders to look in: this one and those above, up to the root of the git repository, never beyond the home folder. Outside
 * of both only this one, since a folder above may be anybody's (`/tmp`).
 */
const foldersOf = async (cwd: string, home: string | null, reader: ProjectReader): Promise<readonly string[]> => {
  const folders: string[] = []
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (folder === home && folder !== cwd) return folders
    folders.push(folder)
    if ((await reader.names(folder)).includes('.git')) return folders
    if (folder === home || dirname(folder) === folder) return [cwd]
  }
}

const findProjectFile = async (
  options: InferOptions,
  folders: readonly string[],
  reader: ProjectReader,
): Promise<ProjectFile | null> => {
  if (options.config) {
    const text = await reader.text(options.config)
    if (text === null) throw usage(`the configuration file ${options.config} can't be read`)
    return parseProjectFile(text, options.config)
  }
  for (const folder of folders) {
    const text = await reader.text(join(folder, projectFileName))
    if (text !== null)
      return parseProjectFile(text, folder === options.cwd ? projectFileName : join(folder, projectFileName))
  }
  return null
}

/** The project's slsops.yaml, or the one that `--config` names; null where there is none. Throws (usage) for a bad one. */
export const projectFileFor = async (
  options: Pick<InferOptions, 'cwd' | 'home' | 'config' | 'reader'>,
): Promise<ProjectFile | null> => {
  const reader = options.reader ?? diskReader
  const folders = await foldersOf(options.cwd, options.home ?? null, reader)
  return findProjectFile({ env: {}, ...options }, folders, reader)
}

const lookAt = async (folder: string, reader: ProjectReader, configEnv: string | null): Promise<Finding> => {
  const names = await reader.names(folder)
  const notes: string[] = []
  for (const look of looks) {
    const finding = await look({ folder, names, reader, configEnv })
    notes.push(...finding.notes)
    if (finding.candidates.length > 0) return { candidates: finding.candidates, notes }
  }
  return { candidates: [], notes }
}

const unique = (candidates: readonly Candidate[]): readonly Candidate[] => [
  ...new Map(candidates.map((one) => [`${one.name} ${one.region}`, one])).values(),
]

const statedName = (options: InferOptions, file: ProjectFile | null): { name: string; from: string } | null => {
  if (options.flag) return { name: options.flag, from: '--stack' }
  const named = options.env['SLSOPS_STACK']
  if (named) return { name: named, from: 'SLSOPS_STACK' }
  return file?.stack ? { name: file.stack, from: `${file.path} (stack)` } : null
}

type Whereabouts = Pick<Candidate, 'region' | 'profile'>

/** Where nothing says the region of a stack that was named, the folder's tool may know this very stack. */
const besides = async (
  name: string,
  own: Whereabouts,
  { env, configEnv }: InferOptions,
  folders: readonly string[],
  reader: ProjectReader,
): Promise<Whereabouts> => {
  const told = own.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? env['AWS_PROFILE']
  if (told) return own
  for (const folder of folders) {
    const { candidates } = await lookAt(folder, reader, configEnv ?? null)
    const same = candidates.filter((candidate) => candidate.name === name)
    if (same.length === 1) return { region: same[0]!.region, profile: own.profile ?? same[0]!.profile }
  }
  return own
}

/**
 * Which stack a command means: `--stack`, SLSOPS_STACK, slsops.yaml, then what the folder's deploy tool says. Asks no network.
 * Region and profile of slsops.yaml count whoever named the stack. Throws (usage) for a bad slsops.yaml or `--config-env`.
 */
export const inferStack = async (options: InferOptions): Promise<Inferred> => {
  const reader = options.reader ?? diskReader
  const folders = await foldersOf(options.cwd, options.home ?? null, reader)
  const file = await findProjectFile(options, folders, reader)
  const own = { region: file?.region ?? null, profile: file?.profile ?? null }
  const stated = statedName(options, file)
  if (stated) return { kind: 'found', ...stated, ...(await besides(stated.name, own, options, folders, reader)) }

  const notes: string[] = []
  for (const folder of folders) {
    const finding = await lookAt(folder, reader, options.configEnv ?? null)
    const candidates = unique(finding.candidates)
    const [only] = candidates
    notes.push(...finding.notes)
    if (candidates.length > 1) return { kind: 'several', candidates, ...own, notes }
    if (only) {
      const from = folder === options.cwd ? only.from : join(folder, only.from)
      return {
        kind: 'found',
        name: only.name,
        region: own.region ?? only.region,
        profile: own.profile ?? only.profile,
        from,
      }
    }
  }
  return { kind: 'none', candidates: [], ...own, notes }
}
