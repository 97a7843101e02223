import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPrivateFile, writePrivateFile } from '../../src/aws/private-file.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'slsops-private-'))
const mode = (path: string) => statSync(path).mode & 0o777

describe('a private file', () => {
  test('is 0600 in new folders of 0700, and comes back', async () => {
    const root = folder()
    const file = join(root, 'slsops', 'stacks', 'a.json')
    await writePrivateFile(file, 'ü')
    expect(await readPrivateFile(file)).toBe('ü')
    expect([mode(file), mode(join(root, 'slsops/stacks')), mode(join(root, 'slsops'))]).toEqual([0o600, 0o700, 0o700])
  })

  test('is replaced whole, leaves no draft, and a loose folder is tightened', async () => {
    const root = join(folder(), 'cache')
    mkdirSync(root)
    chmodSync(root, 0o755)
    const file = join(root, 'a.json')
    writeFileSync(file, 'old', { mode: 0o644 })
    await Promise.all([writePrivateFile(file, 'one'), writePrivateFile(file, 'two')])
    expect(['one', 'two']).toContain(await readPrivateFile(file))
    expect(readdirSync(root)).toEqual(['a.json'])
    expect([mode(file), mode(root)]).toEqual([0o600, 0o700])
  })

  test('is not read or written through a link', async () => {
    const root = folder()
    mkdirSync(join(root, 'cache'))
    writeFileSync(join(root, 'precious'), 'precious')
    symlinkSync(join(root, 'precious'), join(root, 'cache', 'a.json'))
    expect(await readPrivateFile(join(root, 'cache', 'a.json'))).toBeNull()
    await writePrivateFile(join(root, 'cache', 'a.json'), 'mine')
    expect(readFileSync(join(root, 'precious'), 'utf8')).toBe('precious')
    expect(await readPrivateFile(join(root, 'cache', 'a.json'))).toBe('mine')
  })

  test.each(['cache', 'cache/stacks'])('nothing is written or read below a link at %s', async (link) => {
    const root = folder()
    mkdirSync(join(root, 'elsewhere', 'stacks'), { recursive: true })
    if (link.includes('/')) mkdirSync(join(root, 'cache'))
    symlinkSync(join(root, 'elsewhere'), join(root, link))
    const file = link.includes('/') ? join(root, link, 'a.json') : join(root, link, 'stacks', 'a.json')
    await expect(writePrivateFile(file, 'x')).rejects.toThrow(/not a folder of your own/)
    writeFileSync(file, 'planted')
    expect(await readPrivateFile(file)).toBeNull()
  })

  test.each(['missing.json', '.'])('%s reads as null', async (name) => {
    expect(await readPrivateFile(join(folder(), name))).toBeNull()
  })
})
