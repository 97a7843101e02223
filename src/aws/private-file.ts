import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * A folder is trusted when it is a real one (no symbolic link) and ours: whoever else could write into it could make
 * us write through a link of theirs, or read what they planted.
 */
const trusted = async (folder: string): Promise<boolean> => {
  const found = await lstat(folder)
  const uid = process.getuid?.()
  return found.isDirectory() && (uid === undefined || found.uid === uid)
}

/** The two folders above the file: those that slsops or the AWS CLI made. What is above them is the person's own. */
const guarded = (path: string): readonly string[] => [dirname(path), dirname(dirname(path))]

/**
 * Writes a file that only its owner can read: 0600 in a folder of 0700, complete or not at all (a rename), through no
 * symbolic link. Rejects where the folder is a link or somebody else's; a cache may ignore that.
 */
export const writePrivateFile = async (path: string, text: string): Promise<void> => {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const each of guarded(path)) {
    if (!(await trusted(each))) throw new Error(`${each} is not a folder of your own: nothing is written there`)
  }
  const { mode } = await lstat(folder)
  if ((mode & 0o077) !== 0) await chmod(folder, 0o700)
  const draft = join(folder, `.${randomBytes(8).toString('hex')}.tmp`)
  // O_EXCL: the draft is new, so it can be no link.
  const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    await file.writeFile(text)
    await file.close()
    // A rename replaces a link itself, never what it points to.
    await rename(draft, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(draft, { force: true })
    throw error
  }
}

/** The text of such a file; null where it is not there, is no plain file, is a link, or is not ours. */
export const readPrivateFile = async (path: string): Promise<string | null> => {
  try {
    for (const each of guarded(path)) if (!(await trusted(each))) return null
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const found = await file.stat()
      const uid = process.getuid?.()
      if (!found.isFile() || (uid !== undefined && found.uid !== uid)) return null
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}
