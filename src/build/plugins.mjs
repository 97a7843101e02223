// esbuild plugins and checks that the start-up time rests on.
import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin, builtinModules as names } from 'node:module'
import { dirname, join, relative } from 'node:path'

/**
 * Parts of oclif that slsops never reaches: plugin search on disk, debug output, spinners, WSL detection. Each would be loaded at
 * every start. `cli-spinners` keeps the two frames that oclif reads while it loads.
 */
const stubs = {
  'wsl-utils': 'export const isWsl = false; export default isWsl',
  minimatch: 'module.exports = { minimatch: () => false }',
  tinyglobby: 'module.exports = { glob: async () => [] }',
  debug:
    'const none = Object.assign(() => {}, { enabled: false, extend: () => none }); module.exports = Object.assign(() => none, { enable() {}, default: () => none })',
  'cli-spinners': "module.exports = { line: { interval: 130, frames: ['-'] }, dots2: { interval: 80, frames: ['-'] } }",
  typescript: 'module.exports = {}',
  lilconfig: 'module.exports = { lilconfig: () => ({ search: async () => null }) }',
}

export const oclifStubs = {
  name: 'oclif-stubs',
  setup(build) {
    const filter = new RegExp(`^(${Object.keys(stubs).join('|')})$`)
    build.onResolve({ filter }, (args) =>
      /[\\/]@oclif[\\/]core[\\/]/.test(args.importer) ? { path: args.path, namespace: 'oclif-stub' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'oclif-stub' }, (args) => ({ contents: stubs[args.path], loader: 'js' }))
    // Ink loads its devtools only where DEV is set; the package is not installed.
    build.onResolve({ filter: /^react-devtools-core$/ }, (args) => ({ path: args.path, namespace: 'no-devtools' }))
    build.onLoad({ filter: /.*/, namespace: 'no-devtools' }, () => ({ contents: 'export default {}', loader: 'js' }))
  },
}

/** An ESM import of `node:http` reads all its exports and loads half of Node (46 ms); getBuiltinModule gives the same object at once. */
export const builtinModules = {
  name: 'builtin-modules',
  setup(build) {
    const all = new Set(names)
    build.onResolve({ filter: /^(node:)?[a-z_/0-9]+$/ }, (args) => {
      const name = args.path.replace(/^node:/, '')
      if (!all.has(name) && !args.path.startsWith('node:')) return undefined
      if (args.kind === 'dynamic-import') return { path: args.path, external: true }
      return { path: args.path.startsWith('node:') ? args.path : `node:${name}`, namespace: 'builtin' }
    })
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, (args) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(args.path)})`,
      loader: 'js',
    }))
  },
}

/**
 * A CommonJS package that is imported on demand would arrive with a default export only: esbuild can't know its names. This asks the
 * package itself, at build time, and puts a module with those names between.
 */
export const commonJsOnDemand = (...packages) => ({
  name: 'commonjs-on-demand',
  setup(build) {
    const filter = new RegExp(`^(${packages.join('|')})$`)
    build.onResolve({ filter }, (args) => {
      if (args.kind === 'dynamic-import')
        return { path: args.path, namespace: 'on-demand', pluginData: args.resolveDir }
      return undefined
    })
    build.onLoad({ filter: /.*/, namespace: 'on-demand' }, (args) => {
      const found = createRequire(join(args.pluginData, 'index.js'))(args.path)
      const exported = Object.keys(found).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default')
      return {
        contents: [
          `import * as whole from ${JSON.stringify(args.path)}`,
          ...exported.map((name) => `export const ${name} = whole.${name}`),
          'export default whole.default',
        ].join('\n'),
        resolveDir: args.pluginData,
        loader: 'js',
      }
    })
  },
})

/** Every import on demand must give the names that its source asks for; a CommonJS one that slipped through stops the build. */
export const assertNoBareCommonJs = ({ inputs }) => {
  const bad = Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(
        ({ kind, path }) =>
          kind === 'dynamic-import' && inputs[path]?.format === 'cjs' && !/[\\/](actions|validations)[\\/]/.test(path),
      )
      .map(({ path }) => `${file} imports ${path} on demand`),
  )
  if (bad.length > 0)
    throw new Error(
      `CommonJS imported on demand has no named exports; list the package in build.mjs:\n${bad.join('\n')}`,
    )
}

/** What is installed has no node_modules beside it: an import that stayed outside the bundle stops the build. */
export const assertNothingOutside = ({ outputs }) => {
  const outside = Object.entries(outputs).flatMap(([file, { imports }]) =>
    imports.filter(({ path, external }) => external && !isBuiltin(path)).map(({ path }) => `${file} imports ${path}`),
  )
  if (outside.length > 0) throw new Error(`packages that are not in the bundle:\n${outside.join('\n')}`)
}

/**
 * For joining a built file with its chunks: only what it needs at once, and what it is sure to ask for; other chunks on demand are named
 * from where the file lies. Each chunk begins with the same `banner`, which the whole needs once.
 */
export const joinedChunks = (file, { banner, sure }) => ({
  name: 'joined-chunks',
  setup(build) {
    build.onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      return { contents: source.startsWith(banner) ? source.slice(banner.length) : source, loader: 'js' }
    })
    build.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== 'dynamic-import' || sure.test(args.path)) return undefined
      const path = relative(dirname(file), join(args.resolveDir, args.path))
      return { path: path.startsWith('.') ? path : `./${path}`, external: true }
    })
  },
})
