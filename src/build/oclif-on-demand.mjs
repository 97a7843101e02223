import { readFileSync } from 'node:fs'

/** `const name_1 = require("...");`, or with TypeScript's `__importDefault` around it. */
const required = /^(?:const|var) (\w+_\d+) = ((?:__importDefault\()?require\("[^"]+"\)\)?);$/gm

/**
 * Every file of oclif asks for all its neighbours when it is loaded: help, spinners, templates, a shell's name. Here each is asked for
 * when it is first used, which most never are. It rests on how TypeScript writes CommonJS: what is required has a name of its own,
 * `name_1`, that nothing else bears.
 */
export const onDemand = (source) => {
  const names = []
  const lazy = source.replace(required, (_, name, value) => {
    names.push(name)
    return `let ${name}$; const ${name} = () => (${name}$ ??= ${value});`
  })
  if (names.length === 0) return source
  const used = new RegExp(`(?<![.\\w$])(${names.join('|')})\\b(?!\\$| = \\(\\) =>)`, 'g')
  // In brackets, so that `new name_1.Thing()` still makes a Thing.
  return lazy.replace(used, '($1())')
}

export const oclifOnDemand = {
  name: 'oclif-on-demand',
  setup(build) {
    build.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => ({
      contents: onDemand(readFileSync(path, 'utf8')),
      loader: 'js',
    }))
  },
}
