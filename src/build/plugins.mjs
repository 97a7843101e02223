// Two esbuild plugins that the start-up time rests on.
import { builtinModules as names } from 'node:module'

/**
 * Parts of oclif that slsops never reaches: plugin search on disk, debug output, spinners, WSL detection. Each would be loaded at
 * every start. `cli-spinners` keeps the two frames that oclif reads while it loads.
 */
const stubs = {
  'wsl-utils': 'module.exports = { isWsl: false }',
  minimatch: 'module.exports = { minimatch: () => false }',
  tinyglobby: 'module.exports = { glob: async () => [] }',
  debug: 'const none = Object.assign(() => {}, { enabled: false, extend: () => none }); module.exports = Object.assign(() => none, { enable() {}, default: () => none })',
  'cli-spinners': "module.exports = { line: { interval: 130, frames: ['-'] }, dots2: { interval: 80, frames: ['-'] } }",
  typescript: 'module.exports = {}',
  lilconfig: 'module.exports = { lilconfig: () => ({ search: async () => null }) }',
}

export const oclifStubs = {
  name: 'oclif-stubs',
  setup(build) {
    const filter = new RegExp(`^(${Object.keys(stubs).join('|')})$`)
    build.onResolve({ filter }, (args) => (/[\\/]@oclif[\\/]core[\\/]/.test(args.importer) ? { path: args.path, namespace: 'oclif-stub' } : undefined))
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
      return { path: args.path.startsWith('node:') ? args.path : `node:${name}`, namespace: 'builtin' }
    })
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, (args) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(args.path)})`,
      loader: 'js',
    }))
  },
}
