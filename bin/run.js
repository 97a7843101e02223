#!/usr/bin/env node
// Plain syntax, no static import, no top-level await: an old Node has to get as far as the message below.
var version = process.versions.node.split('.').map(Number)
if (version[0] < 22 || (version[0] === 22 && version[1] < 13)) {
  process.stderr.write('slsops needs Node.js 22.13 or newer; this is ' + process.version + '.\n')
  process.exitCode = 2
} else {
  const fs = process.getBuiltinModule('node:fs')
  const root = import.meta.dirname.slice(0, -4)
  const words = process.argv.slice(2)
  const answer = quick(fs, root, words)
  if (answer !== undefined) {
    try {
      fs.writeSync(1, answer)
    } catch (error) {
      if (error.code !== 'EPIPE') {
        process.stderr.write('slsops: the answer can not be written: ' + error.message + '\n')
        process.exitCode = 3
      }
    }
  } else {
    enableCompileCache()
    import('../dist/main.js').then(
      (main) => main.main(root),
      (error) => {
        const missing = error.code === 'ERR_MODULE_NOT_FOUND' && !fs.existsSync(root + '/dist/main.js')
        process.stderr.write(missing ? 'slsops is not built yet: npm run build\n' : String(error.stack) + '\n')
        process.exitCode = 3
      },
    )
  }
}

// What needs no program: the bare version, and help that was rendered at build time.
function quick(fs, root, words) {
  const last = words[words.length - 1]
  if (words.length === 1 && last === '--version') {
    return 'slsops/' + JSON.parse(fs.readFileSync(root + '/package.json', 'utf8')).version + '\n'
  }
  let asked = words
  if (last === '--help' || last === '-h') asked = words.slice(0, -1)
  else if (words.length > 0 && words[0] !== 'help') return undefined
  if (asked[0] === 'help') asked = asked.slice(1)
  if (!asked.every((word) => /^[a-z]+$/.test(word))) return undefined
  try {
    return fs.readFileSync(root + '/dist/help/' + (asked.join('.') || 'index') + '.txt', 'utf8')
  } catch {
    return undefined
  }
}

// The compiled code is kept in the user's own cache folder: a shared temporary one could be written by others.
function enableCompileCache() {
  const home = process.env.XDG_CACHE_HOME || (process.env.HOME ? process.env.HOME + '/.cache' : undefined)
  if (home === undefined || !home.startsWith('/')) return
  process.getBuiltinModule('node:module').enableCompileCache(home + '/slsops/compile')
}
