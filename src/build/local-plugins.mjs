// What the embedded cloud's packages need to run from one bundle. Syntax and APIs of Node 20.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..')

/** Text in dynalite's index.js -> what takes its place. A text that is no longer there stops the build: the edit must be thought through anew. */
const dynaliteEdits = [
  // esbuild finds the files behind a computed `require` only by their whole names.
  ["require('./actions/' + action)", "require('./actions/' + action + '.js')"],
  ["require('./validations/' + action)", "require('./validations/' + action + '.js')"],
  // `url.parse` prints a deprecation warning (DEP0169) on Node 24 and later.
  ['url.parse(req.url, true).query', "Object.fromEntries(new URL(req.url, 'http://127.0.0.1').searchParams)"],
  // In a bundle `require.main` is not this module, whatever `module` is: its own command line must never start.
  ['if (require.main === module) dynalite().listen(4567)', ''],
]

const dynaliteInOneFile = {
  name: 'dynalite-in-one-file',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]dynalite[\\/]index\.js$/ }, (args) => {
      let contents = readFileSync(args.path, 'utf8')
      for (const [before, after] of dynaliteEdits) {
        if (!contents.includes(before))
          throw new Error(`dynalite changed: ${JSON.stringify(before)} is not in ${args.path}`)
        contents = contents.replace(before, () => after)
      }
      return { contents, loader: 'js' }
    })
  },
}

/** Stores on disk, which the cloud never asks for: they want a native build, or print a warning on Node 22. */
const stores = {
  level: "exports.Level = class { constructor() { throw new Error('The embedded cloud keeps its tables in memory') } }",
  'node:sqlite':
    "exports.DatabaseSync = class { constructor() { throw new Error('The embedded cloud keeps its queues in memory') } }",
}

const memoryOnly = {
  name: 'memory-only',
  setup(build) {
    build.onResolve({ filter: /^(level|node:sqlite)$/ }, (args) =>
      /[\\/]node_modules[\\/](dynalite|fauxqs)[\\/]/.test(args.importer)
        ? { path: args.path, namespace: 'memory-only' }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'memory-only' }, (args) => ({ contents: stores[args.path], loader: 'js' }))
  },
}

/** Its name could be a builtin's, and a builtin that is imported on demand stays outside the bundle. */
const fauxqsInside = {
  name: 'fauxqs-inside',
  setup(build) {
    build.onResolve({ filter: /^fauxqs$/ }, () => ({ path: join(root, 'node_modules/fauxqs/dist/app.js') }))
  },
}

export default [dynaliteInOneFile, memoryOnly, fauxqsInside]
