// The oclif manifest, so that no command file is loaded to know its flags.
import './fixed-width.mjs'

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Plugin } from '@oclif/core'
import { renderHelp } from './help.mjs'

const sorted = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key])]),
      )
    : Array.isArray(value)
      ? value.map(sorted)
      : value

/** The manifest of the commands in dist/, as text. */
export const manifestText = async (root) => {
  const plugin = new Plugin({
    root,
    isRoot: true,
    type: 'core',
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  const commands = Object.fromEntries(Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify(sorted({ commands, version: plugin.version }))}\n`
}

/** Writes oclif.manifest.json and dist/help/; gives the paths of the help texts. */
export const manifest = async (root) => {
  writeFileSync(join(root, 'oclif.manifest.json'), await manifestText(root))
  mkdirSync(join(root, 'dist/help'), { recursive: true })
  return [...(await renderHelp(root))].map(([name, text]) => {
    const file = join('dist/help', `${name}.txt`)
    writeFileSync(join(root, file), text)
    return file
  })
}
