import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../support/sources.ts'

const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Folders and files that the project's top level is made of. */
const top = [
  '.ci',
  '.github',
  '.gitignore',
  '.npmrc',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'THIRD-PARTY-LICENSES',
  'bin',
  'biome.json',
  'build.mjs',
  'commands',
  'docs',
  'oclif.manifest.json',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
  'vitest.config.ts',
]

it('has nothing at the top level that is not part of the plan', () => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  const names = new Set(
    listed
      .trim()
      .split('\n')
      .map((path) => path.split('/')[0]!),
  )
  expect([...names].filter((name) => !top.includes(name))).toEqual([])
})

it('runs its tests on the Node that package.json pins', () => {
  expect(process.versions.node).toBe(pjson.devDependencies.node)
})

it('publishes no dependency tree', () => {
  expect(pjson.dependencies).toBeUndefined()
  expect(pjson.engines.node).toBe('>=22.13')
})
