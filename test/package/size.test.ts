import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../support/sources.ts'

const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: readonly string[] }

const bytesOf = (path: string): number => {
  const found = statSync(path)
  if (!found.isDirectory()) return found.size
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
}

it('what is published takes at most 5 MB where it is installed', () => {
  const bytes = files.reduce((sum, file) => sum + bytesOf(join(root, file)), 0)
  expect(bytes).toBeGreaterThan(500_000)
  expect(bytes).toBeLessThanOrEqual(5_000_000)
})

it('what is loaded at every start takes at most 10 kB beside oclif', () => {
  expect(statSync(join(root, 'dist/main.js')).size).toBeLessThanOrEqual(10_000)
})
