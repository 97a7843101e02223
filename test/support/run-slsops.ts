import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './sources.ts'

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly input?: string
  /** Called with the process right after it started. */
  readonly started?: (child: ChildProcess) => void
}

const bin = join(root, 'bin/run.js')
const home = mkdtempSync(join(tmpdir(), 'slsops-e2e-'))

/** What every child process sees: a home of its own and nothing of this machine's AWS settings. */
export const cleanEnv = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
  XDG_STATE_HOME: join(home, 'state'),
  XDG_CONFIG_HOME: join(home, 'config'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: join(home, 'aws-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'aws-credentials'),
  SLSOPS_DEMO: 'own',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  ...extra,
})

/** Runs a program to its end. Never rejects for an exit code. */
export const runProgram = (
  file: string,
  words: readonly string[],
  { env = {}, cwd = home, input, started }: RunOptions = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, words, { cwd, env: cleanEnv(env), stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', (code, signal) =>
      resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), code, signal }),
    )
    started?.(child)
  })

/** The built program, as a person runs it; `npm run build` comes first. */
export const slsops = (words: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  if (!existsSync(join(root, 'dist/main.js'))) throw new Error('slsops is not built: npm run build')
  return runProgram(process.execPath, [bin, ...words], options)
}

/** The answer of a command that was asked for JSON; what it said on stderr is in the error when there is none. */
export const json = ({ stdout, stderr, code }: Ran) => {
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(`no JSON, exit code ${code}: ${stderr || stdout}`)
  }
}

export const ndjson = ({ stdout }: Ran) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
