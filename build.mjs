// npm run build: the sources become dist/ (split chunks, one entry a command), the oclif manifest, the help texts and the licences.
// Written in syntax and APIs of Node 20, so that a build on an old Node fails for a good reason, or not at all.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { licences } from './src/build/licences.mjs'
import { manifest } from './src/build/manifest.mjs'
import { oclifOnDemand } from './src/build/oclif-on-demand.mjs'
import {
  assertNoBareCommonJs,
  assertNothingOutside,
  builtinModules,
  commonJsOnDemand,
  joinedChunks,
  oclifStubs,
} from './src/build/plugins.mjs'

const root = import.meta.dirname
const localPlugins = existsSync(join(root, 'src/build/local-plugins.mjs'))
  ? (await import('./src/build/local-plugins.mjs')).default
  : []

const commands = readdirSync(join(root, 'commands'), { recursive: true })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => join(root, 'commands', file))

const options = {
  absWorkingDir: root,
  outdir: 'dist',
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
  // CommonJS packages in the bundle want these three names; none of them costs an import.
  banner: {
    js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;",
  },
  logLevel: 'warning',
}
const onDemand = commonJsOnDemand('yaml', 'hpagent', '@oclif/core/run', 'dynalite', 'jmespath')
const entry = (file) => ({
  in: file,
  out: relative(root, file)
    .replace(/^src\//, '')
    .replace(/\.tsx?$/, ''),
})
const { metafile } = await build({
  ...options,
  entryPoints: [
    { in: 'src/cli/main.ts', out: 'main' },
    { in: 'src/local/lambda/worker.ts', out: 'lambda-worker' },
    ...commands.map(entry),
  ],
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [...localPlugins, oclifStubs, oclifOnDemand, onDemand, builtinModules],
})
assertNoBareCommonJs(metafile)
assertNothingOutside(metafile)
// Code that several commands share lies in chunks, and each chunk that is loaded costs half a millisecond. What stands before
// everything, and the command that has to answer first, get theirs in one file; what they load on demand stays where it is.
for (const file of ['main.js', 'commands/tail.js']) {
  await build({
    absWorkingDir: root,
    entryPoints: [join('dist', file)],
    outfile: join('dist', file),
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minify: true,
    legalComments: 'none',
    banner: options.banner,
    plugins: [joinedChunks(join(root, 'dist', file), { banner: options.banner.js, sure: /\/infer-stack-[^/]*$/ })],
    logLevel: 'warning',
  })
}
writeFileSync(join(root, 'THIRD-PARTY-LICENSES'), licences(root, metafile))

/** Files of an earlier build go after those of this one have come, so that slsops can be run meanwhile. */
const removeOthers = (extension, built) => {
  const files = readdirSync(join(root, 'dist'), { recursive: true }).map((name) => join('dist', name))
  for (const file of files) if (file.endsWith(extension) && !built.includes(file)) rmSync(join(root, file))
}
removeOthers('.js', Object.keys(metafile.outputs))
removeOthers('.txt', await manifest(root))
