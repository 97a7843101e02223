// npm run picture: docs/terminal.svg, the README's picture, from commands that are run under a pseudo terminal. The sample app tells
// the same story each time; its times are those of the run.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { spawn as spawnPty } from '@lydell/node-pty'
import { screenRows, terminalSvg } from './terminal-svg.mjs'

const root = join(import.meta.dirname, '../..')
const bin = join(root, 'bin/run.js')
const home = mkdtempSync(join(tmpdir(), 'slsops-picture-'))
const columns = 120
const env = {
  PATH: process.env.PATH,
  HOME: home,
  TZ: 'UTC',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
}

/** What the terminal got from `slsops WORDS`. */
const onTerminal = (words) =>
  new Promise((resolve, reject) => {
    const terminal = spawnPty(process.execPath, [bin, ...words], {
      cols: columns,
      rows: 40,
      name: env.TERM,
      cwd: home,
      env,
    })
    let bytes = ''
    terminal.onData((text) => {
      bytes += text
    })
    terminal.onExit(({ exitCode }) =>
      exitCode === 0 ? resolve(bytes) : reject(new Error(`slsops ${words.join(' ')}: exit code ${exitCode}\n${bytes}`)),
    )
  })

const typed = (words) => `\u001b[92m$\u001b[0m \u001b[1mslsops ${words.join(' ')}\u001b[0m\r\n`

/** A few seconds of the log in which an order goes wrong and another one right: the words that show them. */
const tailWords = async () => {
  const all = execFileSync(process.execPath, [bin, 'tail', '--demo', '--no-follow', '--since', '10m', '-o', 'ndjson'], {
    cwd: home,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1e8,
  })
  const events = all
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const time = (at) => new Date(at).toISOString().slice(11, 19)
  const failures = events
    .filter(({ error, source }) => error !== null && source === 'FulfilOrder')
    .map((event) => Date.parse(event.time))
  for (const seconds of [5, 4, 6, 3, 8, 10, 15]) {
    for (const at of failures) {
      const from = Math.floor(at / 1000) * 1000 - 1000
      const words = ['tail', '--demo', '--since', time(from), '--until', time(from + seconds * 1000)]
      const inside = events.filter(
        (event) => Date.parse(event.time) >= from && Date.parse(event.time) < from + seconds * 1000,
      )
      if (inside.filter(({ kind }) => kind === 'report').length < 5) continue
      const bytes = await onTerminal(words)
      const rows = screenRows(bytes, columns).length
      if (rows >= 16 && rows <= 26 && bytes.includes('✓') && bytes.includes('shipped')) return words
    }
  }
  throw new Error('the sample app told no story that fits into the picture')
}

const readyFile = join(home, 'ready.json')
const demo = spawn(process.execPath, [bin, 'demo', 'serve', '--no-traffic', '--ready-file', readyFile], {
  cwd: home,
  env,
  stdio: 'ignore',
})
try {
  for (let tries = 0; !existsSync(readyFile) || readFileSync(readyFile, 'utf8') === ''; tries++) {
    if (tries > 300 || demo.exitCode !== null) throw new Error('demo serve did not start')
    await pause(50)
  }
  let screen = ''
  for (const words of [['stacks', '--demo'], await tailWords()])
    screen += `${typed(words)}${await onTerminal(words)}\r\n`
  mkdirSync(join(root, 'docs'), { recursive: true })
  const file = join(root, 'docs/terminal.svg')
  writeFileSync(file, terminalSvg(screen, columns, 'slsops stacks and slsops tail in a terminal'))
  process.stdout.write(`${file}\n`)
} finally {
  demo.kill('SIGINT')
}
