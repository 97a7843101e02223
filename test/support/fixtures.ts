import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = process.env['SLSOPS_FIXTURES'] ?? resolve(import.meta.dirname, '../../../shared/fixtures')

/** Path of a piece of real-world data that lives outside the project; null where this machine has none, and the test skips. */
export const fixtures = (path: string): string | null => {
  const file = join(folder, path)
  return existsSync(file) ? file : null
}
