import { createHash } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { partitionOf } from '../../aws/endpoint.ts'
import { readPrivateFile, writePrivateFile } from '../../aws/private-file.ts'
import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { ResourceLogs } from '../../domain/log-destination.ts'
import type { StackApp } from '../../domain/stack.ts'
import { accountOfKey } from './account-of-key.ts'

/** Raised with every change of what is stored: an entry of another version is not read. */
const version = 1

/** What is remembered of an app. Times are epoch milliseconds. */
export interface Entry {
  readonly app: StackApp
  /** When `app` was last known to be what AWS has. */
  readonly checkedAt: number
  /** What Lambda said of functions that a command asked about. */
  readonly functions: readonly FunctionInfo[]
  readonly functionsAt: number
  /** What their services said of where APIs, state machines and buses log. */
  readonly logs?: readonly ResourceLogs[]
  readonly logsAt?: number
}

/** Whose stack an entry is: what would make another one of it. */
export interface Key {
  readonly partition: string
  readonly endpoint: string
  readonly region: string
  readonly account: string
  readonly stack: string
}

/** Remembered discoveries. Reading gives null for what is not there, not readable, or not an entry; writing never fails a command. */
export interface DiscoveryCache {
  read(key: Key): Promise<Entry | null>
  write(key: Key, entry: Entry): Promise<void>
  remove(key: Key): Promise<void>
}

export const keyOf = async (session: Session, stack: string): Promise<Key> => ({
  partition: partitionOf(session.region),
  endpoint: [session.endpoint('cloudformation'), session.endpoint('lambda')].map((one) => one ?? 'aws').join(' '),
  region: session.region,
  account: accountOfKey((await session.credentials()).accessKeyId),
  stack,
})

const isText = (value: unknown): boolean => typeof value === 'string'

const areLogs = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) &&
    value.every((one: Partial<ResourceLogs> | null) => {
      const { path, physicalId, destinations, incomplete } = one ?? {}
      return isText(path) && isText(physicalId) && Array.isArray(destinations) && Array.isArray(incomplete)
    }))

/** Enough to be used without a check at each place; the file is our own, but a disk may have filled up while it was written. */
const isEntry = (value: unknown): value is Entry => {
  const { app, functions, checkedAt, logs } = (value ?? {}) as Partial<Entry>
  if (!app || !Array.isArray(app.resources) || !Array.isArray(app.incomplete) || !Array.isArray(functions)) return false
  if (![app.name, app.id, app.status, app.region, app.partition].every(isText) || typeof checkedAt !== 'number')
    return false
  const resources = app.resources.every((one: unknown) => {
    const { path, logicalId, type, stack } = (one ?? {}) as Record<string, unknown>
    return [path, logicalId, type, stack].every(isText)
  })
  return (
    resources &&
    areLogs(logs) &&
    functions.every(
      (one: unknown) => isText((one as FunctionInfo | null)?.logGroup) && isText((one as FunctionInfo).path),
    )
  )
}

const parsed = (text: string, key: Key): Entry | null => {
  try {
    const stored: unknown = JSON.parse(text)
    const { version: written, key: whose, entry } = (stored ?? {}) as Record<string, unknown>
    if (written !== version || JSON.stringify(whose) !== JSON.stringify(key)) return null
    return isEntry(entry) ? entry : null
  } catch {
    return null
  }
}

/** Every cloud on a port of its own would leave a file behind: the oldest go when there are too many. */
const filesAtMost = 100

const prune = async (folder: string): Promise<void> => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  if (files.length <= filesAtMost) return
  const aged = await Promise.all(
    files.map(async (name) => ({ path: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  )
  const oldest = aged.sort((a, b) => a.at - b.at).slice(0, files.length - filesAtMost)
  await Promise.all(oldest.map(({ path }) => rm(path, { force: true })))
}

export interface CacheOptions {
  /** XDG_CACHE_HOME and HOME are read. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Tells apart what has the same address: the start of an embedded cloud, whose port another one may have had. */
  readonly salt?: string
  readonly debug?: (line: string) => void
}

/** `XDG_CACHE_HOME/slsops/discovery`: one private file an app. */
export const openDiscoveryCache = ({ env, salt = '', debug = () => {} }: CacheOptions): DiscoveryCache => {
  const root = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache')
  const folder = join(root, 'slsops', 'discovery')
  const fileOf = (key: Key): string =>
    join(
      folder,
      `${createHash('sha256')
        .update(JSON.stringify([version, salt, key]))
        .digest('hex')
        .slice(0, 40)}.json`,
    )
  const quietly = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      debug(`discovery cache: ${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return {
    read: async (key) => {
      const text = await readPrivateFile(fileOf(key))
      return text === null ? null : parsed(text, key)
    },
    write: (key, entry) =>
      quietly('not written', async () => {
        await writePrivateFile(fileOf(key), JSON.stringify({ version, key, entry }))
        await prune(folder)
      }),
    remove: (key) => quietly('not removed', () => rm(fileOf(key), { force: true })),
  }
}
