import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { fixtures } from '../support/fixtures.ts'
import { json, slsops } from '../support/run-slsops.ts'

const folder = fixtures('templates')
const files =
  folder === null
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\/\d+res-/.test(file))
        .sort()

/** Keys of `Resources`, read without a YAML parser: one of the templates is no valid YAML, and AWS takes it all the same. */
const keysOf = (text: string): readonly string[] => {
  if (text.trimStart().startsWith('{')) return Object.keys(JSON.parse(text).Resources)
  const outer = /^( *)["']?Resources["']?\s*:/m.exec(text)?.[1] ?? ''
  const lines = text.replaceAll('\r\n', '\n').replace(new RegExp(`^${outer}`, 'gm'), '')
  const body = /^["']?Resources["']?\s*:[^\n]*\n((?:[ \t]+[^\n]*\n|\s*#[^\n]*\n|\s*\n)*)/m.exec(`${lines}\n`)?.[1] ?? ''
  const indent = /^( +)[^\s#]/m.exec(body)?.[1] ?? ''
  return [
    ...new Set([...body.matchAll(new RegExp(`^${indent}["']?([A-Za-z0-9]+)["']?\\s*:`, 'gm'))].map(([, key]) => key!)),
  ]
}

describe.skipIf(folder === null)('slsops resources --json of real templates (needs the fixtures)', () => {
  let cloud: RunningCloud
  beforeAll(async () => {
    cloud = await startCloud({
      sample: false,
      templates: files.map((file, n) => ({ file: join(folder!, file), stack: `t${n}` })),
    })
  })
  afterAll(() => cloud.close())

  it('there are 99', () => expect(files).toHaveLength(99))

  it.concurrent.each(files.map((file, n) => [file, `t${n}`]))('%s', async (file, stack) => {
    const ran = await slsops(['resources', '--json', '--stack', stack], { env: cloud.env })
    expect(ran.code, ran.stderr).toBe(0)
    const { schema, resources, context } = json(ran)
    const own = resources
      .filter(({ path }: { path: string }) => !path.includes('/'))
      .map(({ logicalId }: { logicalId: string }) => logicalId)
    expect(schema).toBe('slsops.resources/1')
    expect(context.stack).toBe(stack)
    expect(own.toSorted()).toEqual(keysOf(readFileSync(join(folder!, file), 'utf8')).toSorted())
    expect(own).toHaveLength(Number(/^\d+/.exec(basename(file))![0]))
  })
})
