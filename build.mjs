// npm run build: the sources become dist/ (split chunks, one entry a command), the oclif manifest, the help texts and the licences.
// Written in syntax and APIs of Node 20, so that a build on an old Node fails for a good reason, or not at all.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { licences } from './src/build/licences.mjs'
import { manifest } from './src/build/manifest.mjs'
import {
  assertNoBareCommonJs,
  assertNothingOutside,
  builtinModules,
  commonJsOnDemand,
  oclifStubs,
} from './src/build/plugins.mjs'

const root = import.meta.dirname
const localPlugins = existsSync(join(root, 'src/build/local-plugins.mjs'))
  ? (await import('./src/build/local-plugins.mjs')).default
  : []

const commands = readdirSync(join(root, 'commands'), { recursive: true })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => join(root, 'commands', file))

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [
    { in: 'src/cli/main.ts', out: 'main' },
    ...(existsSync(join(root, 'src/local/lambda/worker.ts'))
      ? [{ in: 'src/local/lambda/worker.ts', out: 'lambda-worker' }]
      : []),
    ...commands.map((file) => ({ in: file, out: relative(root, file).replace(/\.tsx?$/, '') })),
  ],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // Without it esbuild takes the CommonJS build of the AWS SDK, which neither splits nor shrinks.
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: false,
  legalComments: 'none',
  metafile: true,
  // Ink asks for both at run time; its development build is half as fast.
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  loader: { '.yaml': 'text' },
  // CommonJS packages in the bundle want these three names; none of them costs an import.
  banner: {
    js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;",
  },
  plugins: [
    ...localPlugins,
    oclifStubs,
    commonJsOnDemand('yaml', 'hpagent', '@oclif/core/run', 'dynalite'),
    builtinModules,
  ],
  logLevel: 'warning',
})
assertNoBareCommonJs(metafile)
assertNothingOutside(metafile)
writeFileSync(join(root, 'THIRD-PARTY-LICENSES'), licences(root, metafile))

/** Files of an earlier build go after those of this one have come, so that slsops can be run meanwhile. */
const removeOthers = (extension, built) => {
  const files = readdirSync(join(root, 'dist'), { recursive: true }).map((name) => join('dist', name))
  for (const file of files) if (file.endsWith(extension) && !built.includes(file)) rmSync(join(root, file))
}
removeOthers('.js', Object.keys(metafile.outputs))
removeOthers('.txt', await manifest(root))
