// The oclif manifest (so that no command file is loaded to know its flags) and the help texts (so that help loads nothing at all).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Config, Plugin } from '@oclif/core'

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

export const manifest = async (root) => {
  // The command files read the terminal's width for their help; a build must not depend on the window it runs in.
  process.env.OCLIF_COLUMNS = '96'
  process.env.FORCE_COLOR = '0'
  writeFileSync(join(root, 'oclif.manifest.json'), await manifestText(root))
  const { renderHelp } = await import(join(root, 'dist/main.js'))
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const config = await Config.load({
    root,
    pjson,
    isRoot: true,
    userPlugins: false,
    devPlugins: false,
    jitPlugins: false,
  })
  mkdirSync(join(root, 'dist/help'), { recursive: true })
  for (const [name, text] of await renderHelp(config)) writeFileSync(join(root, 'dist/help', `${name}.txt`), text)
}
