// THIRD-PARTY-LICENSES: what the bundle really holds, read from esbuild's own record of it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Licences that ask for no more than their own text beside the program. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'Zlib',
])

/** `(MIT OR CC0-1.0)`, `MIT AND ISC`: allowed when every licence in it is. */
const isAllowed = (licence) =>
  typeof licence === 'string' &&
  licence
    .replace(/[()]/g, '')
    .split(/ OR | AND /)
    .every((one) => allowed.has(one))

/** The folders of the packages that gave at least one byte, as `node_modules/NAME`. */
const packagesOf = ({ outputs }) => {
  const folders = new Set()
  for (const { inputs } of Object.values(outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^(?:.*:)?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder)
    }
  }
  return [...folders].sort()
}

const mit = (holder) => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** For a package that states its licence and carries no text of it. The Apache text stands in the same file, for other packages. */
const standardText = ({ author, contributors, name }, licence) => {
  const holder = [author, ...(contributors ?? [])]
    .map((one) => (typeof one === 'object' ? one.name : one))
    .filter(Boolean)[0]
  if (licence === 'MIT') return mit(holder ?? `the authors of ${name}`)
  if (licence === 'Apache-2.0')
    return 'Licensed under the Apache License, Version 2.0, whose text stands elsewhere in this file.'
  throw new Error(`${name} (${licence}) carries no licence text, and none is written here for it`)
}

const textOf = (folder, pjson, licence) => {
  const files = readdirSync(folder).filter(
    (file) => /^(licen[cs]e|copying|notice)/i.test(file) && !/\.(js|json)$/.test(file),
  )
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
  return texts.some(Boolean) ? texts.join('\n\n') : standardText(pjson, licence)
}

/** The text of the file; a package under a licence that is not on the list stops the build. */
export const licences = (root, metafile) => {
  const byText = new Map()
  for (const at of packagesOf(metafile)) {
    const folder = join(root, at)
    const pjson = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const stated = pjson.license ?? pjson.licenses?.[0]
    const licence = typeof stated === 'object' ? stated.type : stated
    if (!isAllowed(licence))
      throw new Error(`${pjson.name} is under ${licence}, which is not on the list of licences we ship`)
    const text = textOf(folder, pjson, licence)
    byText.set(text, [...(byText.get(text) ?? []), `${pjson.name} ${pjson.version} (${licence})`])
  }
  if (byText.size === 0) throw new Error('no third-party package was found in the bundle')
  const about = 'slsops is one bundle. These packages are in it, each under its own licence.'
  const rule = '-'.repeat(80)
  const blocks = [...byText].map(([text, names]) => `${[...new Set(names)].sort().join('\n')}\n\n${text}\n`)
  return [`${about}\n`, ...blocks].join(`\n${rule}\n\n`)
}
