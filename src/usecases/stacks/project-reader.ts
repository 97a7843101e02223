import { readdir, readFile } from 'node:fs/promises'

/** The files of a project folder, as far as stack inference looks at them. */
export interface ProjectReader {
  /** Null where there is no such file, or none that may be read. */
  text(path: string): Promise<string | null>
  /** Names in a folder; empty where there is no such folder. */
  names(folder: string): Promise<readonly string[]>
}

/** A CDK manifest of a big app has a few MB; a file beyond this is not what its name says. */
const largest = 32 * 1024 * 1024

export const diskReader: ProjectReader = {
  text: async (path) => {
    const bytes = await readFile(path).catch(() => null)
    return bytes === null || bytes.length > largest ? null : bytes.toString('utf8').replace(/^\uFEFF/, '')
  },
  names: (folder) => readdir(folder).catch(() => []),
}
