import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf, root, type SourceImport, sourceFiles } from '../support/sources.ts'

const layerOf = (path: string): string => (path.startsWith('src/') ? path.split('/')[1]! : path.split('/')[0]!)

/** Which of our layers each may import. What is not listed is forbidden. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  aws: ['domain'],
  services: ['aws', 'domain'],
  usecases: ['services', 'aws', 'domain'],
  output: ['domain'],
  tui: ['domain', 'output'],
  cli: ['usecases', 'services', 'aws', 'output', 'domain'],
  commands: ['cli', 'usecases', 'output', 'domain'],
  local: [],
}

/** The embedded cloud is known to the demo commands and the `--demo` flag alone. */
const mayUseLocal = /^(commands\/demo\/|src\/cli\/(demo-cloud|demo-serve|running-demo)\.ts$)/
/** It shares nothing with the product but the shape of an error, so that each judges the other. */
const localMayUse = new Set(['src/domain/problem.ts'])

const packages: readonly (readonly [RegExp, RegExp])[] = [
  [/^@aws-sdk\//, /^src\/(aws|services|local)\//],
  [/^(ink|react)(\/|$)/, /^src\/tui\//],
  [/^@oclif\/core/, /^(src\/cli|commands)\//],
  [/^(dynalite|fauxqs)$/, /^src\/local\//],
]

const files = ['src', 'commands'].flatMap(sourceFiles)
const all = files.flatMap(importsOf)

const fault = ({ file, target, dynamic }: SourceImport): string | null => {
  if (!/^(src|commands|test|bin)\//.test(target)) {
    const rule = packages.find(([name]) => name.test(target))
    return rule && !rule[1].test(file) ? `${file} imports the package ${target}` : null
  }
  const [from, to] = [layerOf(file), layerOf(target)]
  if (from === to) return null
  if (from === 'local') return localMayUse.has(target) ? null : `${file} (the embedded cloud) imports ${target}`
  if (to === 'local') return mayUseLocal.test(file) ? null : `${file} imports the embedded cloud`
  if (to === 'tui' && (from === 'commands' || from === 'cli'))
    return dynamic ? null : `${file} loads the terminal screens at start`
  return allowed[from]?.includes(to) ? null : `${file} imports ${target}`
}

describe('imports point one way', () => {
  it('reads all sources', () => expect(all.length).toBeGreaterThan(100))
  it('finds no import against the direction', () => expect(all.map(fault).filter(Boolean)).toEqual([]))
  it.each([
    ['src/domain/stack.ts', 'src/aws/session.ts'],
    ['src/output/json.ts', 'src/usecases/tail/tail.ts'],
    ['src/local/gateway.ts', 'src/domain/arn.ts'],
    ['commands/stacks.ts', 'src/local/start.ts'],
    ['src/usecases/tail/tail.ts', '@aws-sdk/client-lambda'],
    ['src/cli/main.ts', 'src/tui/picker.tsx'],
  ])('would see %s importing %s', (file, target) =>
    expect(fault({ file, target, dynamic: false, typeOnly: false })).not.toBeNull(),
  )
})

describe('what costs at every start', () => {
  it('no shipped file imports node:http or node:https as a module', () => {
    const slow = all.filter(({ target, typeOnly }) => /^node:https?$/.test(target) && !typeOnly)
    expect(slow).toEqual([])
  })
  it('no file loads an AWS client, Ink or the whole of oclif at start', () => {
    const eager = all.filter(
      ({ file, target, dynamic, typeOnly }) =>
        !dynamic &&
        !typeOnly &&
        (/^@aws-sdk\/(client|credential)/.test(target) ||
          (/^(ink|react)/.test(target) && !file.startsWith('src/tui/')) ||
          target === '@oclif/core'),
    )
    expect(eager.filter(({ file }) => !file.startsWith('src/local/'))).toEqual([])
  })
})

it('tells a Problem by its name: a bundle may hold its class twice', () => {
  const shipped = files.filter((file) => !file.startsWith('src/local/'))
  expect(shipped.filter((file) => /instanceof Problem\b/.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})
