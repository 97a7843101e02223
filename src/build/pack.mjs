// npm run pack -- [FOLDER]: the tarball as it is published, in FOLDER (default: here). It is packed from a copy whose package.json
// says only what matters where it is installed: npm warns about scripts of an installed package, even where it does not run them.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const root = join(import.meta.dirname, '../..')
const target = resolve(process.argv[2] ?? '.')
const { scripts, devDependencies, allowScripts, ...published } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)
if (!existsSync(join(root, 'dist/main.js'))) throw new Error('slsops is not built yet: npm run build')

const stage = mkdtempSync(join(tmpdir(), 'slsops-pack-'))
try {
  for (const file of [...published.files, 'LICENSE', 'README.md']) {
    if (!existsSync(join(root, file))) continue
    mkdirSync(dirname(join(stage, file)), { recursive: true })
    cpSync(join(root, file), join(stage, file), { recursive: true })
  }
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
  mkdirSync(target, { recursive: true })
  const words = ['pack', stage, '--pack-destination', target, '--json', '--loglevel=error']
  const [{ filename, unpackedSize }] = JSON.parse(
    execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  process.stdout.write(`${join(target, filename)} ${unpackedSize} bytes installed\n`)
} finally {
  rmSync(stage, { recursive: true, force: true })
}
