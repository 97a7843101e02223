import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { manifestText } from '../../src/build/manifest.mjs'
import { root } from '../support/sources.ts'

/** The file as it is staged: what the next commit holds. Null where there is no git. */
const staged = (file: string): string | null => {
  try {
    return execFileSync('git', ['show', `:${file}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e8,
    })
  } catch {
    return null
  }
}

const committed = { manifest: staged('oclif.manifest.json'), licences: staged('THIRD-PARTY-LICENSES') }

describe('what the build writes is what is committed', () => {
  it.skipIf(committed.manifest === null)('oclif.manifest.json (needs git)', async () => {
    expect(JSON.parse(committed.manifest!)).toEqual(JSON.parse(await manifestText(root)))
  })

  it.skipIf(committed.licences === null)('THIRD-PARTY-LICENSES (needs git)', () => {
    expect(committed.licences === readFileSync(join(root, 'THIRD-PARTY-LICENSES'), 'utf8')).toBe(true)
  })
})

describe('oclif.manifest.json', () => {
  const { commands, version } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'))
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

  it('is of the version of package.json', () => expect(version).toBe(pjson.version))
  it('names a built file for each command', () => {
    expect(Object.keys(commands).length).toBeGreaterThan(5)
    for (const { relativePath } of Object.values<{ relativePath: string[] }>(commands))
      expect(existsSync(join(root, ...relativePath))).toBe(true)
  })
})
