import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inferStack } from '../../../src/usecases/stacks/infer-stack.ts'
import { diskReader } from '../../../src/usecases/stacks/project-reader.ts'

describe('a folder on disk', () => {
  const root = mkdtempSync(join(tmpdir(), 'slsops-project-'))
  mkdirSync(join(root, 'src', 'fn'), { recursive: true })
  mkdirSync(join(root, '.git'))
  writeFileSync(
    join(root, 'samconfig.toml'),
    '\uFEFFversion = 0.1\n[default.deploy.parameters]\nstack_name = "orders"\nregion = "eu-west-1"\n',
  )

  it('gives null for what is not there or no file, and takes a byte order mark off', async () => {
    expect(await diskReader.text(join(root, 'nope'))).toBeNull()
    expect(await diskReader.text(root)).toBeNull()
    expect(await diskReader.names(join(root, 'nope'))).toEqual([])
    expect((await diskReader.text(join(root, 'samconfig.toml')))?.startsWith('version')).toBe(true)
  })

  it('names its stack from any folder below', async () => {
    const inferred = await inferStack({ env: {}, cwd: join(root, 'src', 'fn'), home: '/home/nobody' })
    expect(inferred).toMatchObject({
      kind: 'found',
      name: 'orders',
      region: 'eu-west-1',
      from: `${root}/samconfig.toml (default: stack_name)`,
    })
  })
})
