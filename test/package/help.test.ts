import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { renderHelp } from '../../src/build/help.mjs'
import { slsops } from '../support/run-slsops.ts'
import { root } from '../support/sources.ts'

const folder = join(root, 'dist/help')
const names = readdirSync(folder).map((file) => file.replace(/\.txt$/, ''))
const textOf = (name: string) => readFileSync(join(folder, `${name}.txt`), 'utf8')
const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, { hidden?: boolean; flags: Record<string, { hidden?: boolean; description: string }> }>
}

describe('the help that was rendered at build time', () => {
  let rendered: ReadonlyMap<string, string>
  beforeAll(async () => {
    rendered = await renderHelp(root)
  })

  it('has a page for the whole, one for each command, and one for each word that only has commands below it', () => {
    const ids = Object.keys(commands)
    const words = ids.flatMap((id) => (id.includes(':') ? [id.split(':')[0]!] : []))
    expect(names.toSorted()).toEqual(
      [...new Set(['index', ...words, ...ids.map((id) => id.replaceAll(':', '.'))])].toSorted(),
    )
  })
  it.each(names)('%s: is what oclif renders from the manifest', (name) => expect(textOf(name)).toBe(rendered.get(name)))
  it.each(names)('%s: fits into 96 columns, without colour', (name) => {
    expect(
      textOf(name)
        .split('\n')
        .filter((line) => line.length > 96 || line.includes('\u001b')),
    ).toEqual([])
  })
  it.each(Object.entries(commands))('%s: tells of every flag', (id, { flags }) => {
    const text = textOf(id.replaceAll(':', '.')).replace(/\s+/g, ' ')
    for (const [name, { hidden, description }] of Object.entries(flags)) {
      if (!hidden) expect(text).toMatch(new RegExp(`--(\\[no-\\])?${name}\\b`))
      if (!hidden) expect(text).toContain(description.replace(/\s+/g, ' '))
    }
  })
  it('lists each command once on the front page', () => {
    const listed = textOf('index')
      .split('\n')
      .flatMap((line) => /^ {2}([a-z]+) {2,}/.exec(line)?.[1] ?? [])
    expect(listed).toEqual([...new Set(Object.keys(commands).map((id) => id.split(':')[0]!))].toSorted())
  })
})

describe('help, however it is asked for', () => {
  it.each([
    ['--help', 'index'],
    ['-h', 'index'],
    ['help', 'index'],
    ['tail --help', 'tail'],
    ['help tail', 'tail'],
    ['demo --help', 'demo'],
    ['help demo serve', 'demo.serve'],
    ['tail --since 1h --help', 'tail'],
    ['tail CreateOrder -h', 'tail'],
  ])('slsops %s', async (words, page) => {
    expect(await slsops(words.split(' '))).toEqual({ stdout: textOf(page), stderr: '', code: 0, signal: null })
  })
  it('slsops without a word', async () => expect((await slsops([])).stdout).toBe(textOf('index')))
})
