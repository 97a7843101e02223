// THIRD-PARTY-LICENSES: what the bundle really holds, read from esbuild's own record of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const allowed = new Set(['MIT', 'MIT-0', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'CC0-1.0', 'Unlicense', 'BlueOak-1.0.0', 'Python-2.0', '(MIT OR CC0-1.0)', 'MIT AND ISC', '(MIT AND Zlib)', 'Zlib'])

const packagesOf = (metafile) => {
  const folders = new Set()
  for (const output of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      const at = file.lastIndexOf('node_modules/')
      if (bytesInOutput === 0 || at < 0) continue
      const [first, second] = file.slice(at + 'node_modules/'.length).split('/')
      folders.add(file.slice(0, at) + 'node_modules/' + (first.startsWith('@') ? `${first}/${second}` : first))
    }
  }
  return [...folders].map((folder) => folder.replace(/^.*?(?=node_modules\/)/, '')).sort()
}

const licenceOf = (pjson) => {
  const licence = pjson.license ?? pjson.licenses?.[0]
  return typeof licence === 'object' ? licence.type : licence
}

/** The text of the file; a package under a licence that is not on the list stops the build. */
export const licences = (root, metafile) => {
  const byText = new Map()
  for (const folder of packagesOf(metafile)) {
    const at = join(root, folder)
    const pjson = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
    const licence = licenceOf(pjson)
    if (!allowed.has(licence)) throw new Error(`${pjson.name} is under ${licence}, which is not on the list of licences we ship`)
    const files = readdirSync(at).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && !/\.(js|json)$/.test(file))
    const texts = files.map((file) => readFileSync(join(at, file), 'utf8').replaceAll('\r\n', '\n').trim())
    const text = texts.length > 0 ? texts.join('\n\n') : `Licensed under ${licence} (the package carries no licence file).`
    const name = `${pjson.name} ${pjson.version} (${licence})`
    byText.set(text, [...(byText.get(text) ?? []), name])
  }
  if (byText.size === 0 || !existsSync(join(root, 'package.json'))) throw new Error('no third-party package was found in the bundle')
  const rule = '-'.repeat(80)
  return [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${rule}\n\n`)
}
