import { mkdtempSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readResumePoint, removeResumePoint, writeResumePoint } from '../../../src/usecases/dynamodb/resume-file.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'slsops-resume-'))
const point = {
  what: 'orders',
  lastKey: { id: { N: '12345678901234567890.5' }, bin: { B: new Uint8Array([1, 255]) } },
  returned: 7,
}

it('keeps a point to the digit and the byte, for its owner alone, and leaves nothing beside it', async () => {
  const at = folder()
  const path = join(at, 'scan.resume')
  expect(await readResumePoint(path, 'orders')).toBeNull()
  await writeResumePoint(path, { ...point, returned: 1 })
  await writeResumePoint(path, point)
  expect(await readResumePoint(path, 'orders')).toEqual(point)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(at)).toEqual(['scan.resume'])
  await removeResumePoint(path)
  expect(readdirSync(at)).toEqual([])
})

it('refuses what belongs to another read, is none, or is a link', async () => {
  const at = folder()
  const path = join(at, 'scan.resume')
  await writeResumePoint(path, point)
  await expect(readResumePoint(path, 'others')).rejects.toMatchObject({ exit: 2 })
  symlinkSync(path, join(at, 'link'))
  await expect(readResumePoint(join(at, 'link'), 'orders')).rejects.toMatchObject({ exit: 2 })
  for (const text of ['', '[]', 'null', '{"version":1,"what":"orders","returned":1,"lastKey":{"id":"x"}}']) {
    writeFileSync(path, text)
    await expect(readResumePoint(path, 'orders'), text).rejects.toMatchObject({ exit: 2 })
  }
  await expect(writeResumePoint(join(at, 'none', 'file'), point)).rejects.toMatchObject({ exit: 2 })
})
