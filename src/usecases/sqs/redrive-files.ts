import { constants } from 'node:fs'
import { chmod, type FileHandle, lstat, mkdir, open, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ExitCode, Problem } from '../../domain/problem.ts'

/** A private file that only grows. A line is on disk when `append` resolves: a kill may tear the line that is being written, and no other. */
export interface PrivateLog {
  readonly path: string
  append(lines: readonly unknown[]): Promise<void>
  close(): Promise<void>
}

const cannot = (path: string, why: string, cause?: unknown): Problem =>
  new Problem('CannotWrite', `${path} can't be written: ${why}`, {
    hint: 'nothing was moved',
    exit: ExitCode.usage,
    cause,
  })

/** `XDG_STATE_HOME/slsops`, else `~/.local/state/slsops`: 0700 and our own. Rejects with a Problem where it is a link or somebody else's. */
export const stateFolder = async (env: Readonly<Record<string, string | undefined>>, home: string): Promise<string> => {
  const folder = join(env['XDG_STATE_HOME'] || join(env['HOME'] || home, '.local', 'state'), 'slsops')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  const uid = process.getuid?.()
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid))
    throw cannot(folder, 'it is not a folder of your own')
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700)
  return folder
}

const logOn = (path: string, file: FileHandle): PrivateLog => ({
  path,
  append: async (lines) => {
    if (lines.length === 0) return
    await file.writeFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    await file.datasync()
  },
  close: () => file.close(),
})

const { O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_WRONLY } = constants
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0

/** A new file, 0600. One that is there already is never written over. Rejects with a Problem. */
export const newLog = async (path: string): Promise<PrivateLog> => {
  const whole = resolve(path)
  try {
    return logOn(whole, await open(whole, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw cannot(path, code === 'EEXIST' ? 'it is there already, and is not written over' : message, cause)
  }
}

/** A file that is there, to go on with: a last line that a kill tore is cut off. Rejects with a Problem. */
export const oldLog = async (path: string): Promise<{ readonly log: PrivateLog; readonly content: string }> => {
  try {
    const whole = resolve(path)
    const file = await open(whole, O_RDWR | O_APPEND | O_NOFOLLOW)
    const found = await file.stat()
    const uid = process.getuid?.()
    if (!found.isFile() || (uid !== undefined && found.uid !== uid)) {
      await file.close()
      throw new Error('it is not a file of your own')
    }
    const bytes = await readFile(file)
    const end = bytes.lastIndexOf(0x0a) + 1
    if (end < bytes.length) await file.truncate(end)
    return { log: logOn(whole, file), content: bytes.subarray(0, end).toString('utf8') }
  } catch (cause) {
    throw new Problem('CannotRead', `${path} can't be gone on with: ${(cause as Error).message}`, {
      exit: ExitCode.usage,
      cause,
    })
  }
}
