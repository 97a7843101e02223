// One program, whole: from fork to end, its output drained. CPU and peak memory are the kernel's figures for the finished child,
// asked by GNU time, else by a few lines of Python; Node can not see them itself.
import { spawn } from 'node:child_process'
import { accessSync, constants, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export const executables = (name, path = process.env.PATH ?? '') =>
  [...new Set([...path.split(delimiter), '/usr/bin'])]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .filter((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

const PYTHON = `import os, sys
pid = os.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(pid, 0)
open(sys.argv[1], 'w').write('%f %f %d' % (used.ru_utime, used.ru_stime, used.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
`

/** The words to put before a command so that `user system KiB` is in a file afterwards; null where this machine has no such program. */
export const accountant = () => {
  const [time] = executables('time')
  if (time) return { name: time, words: (file) => [time, '-q', '-f', '%U %S %M', '-o', file] }
  const [python] = executables('python3')
  if (python) return { name: `${python} (wait4)`, words: (file) => [python, '-c', PYTHON, file] }
  return null
}

/**
 * Runs a command. `wallMs` is fork to end, `firstMs` fork to the first byte on stdout (null where none came), `cpuMs` user and
 * system, `rssMb` the peak in MiB; the last two are null where nothing on this machine can tell.
 */
export const measure = ({ argv, env, accounts, file }) =>
  new Promise((resolve) => {
    const [program, ...words] = accounts === null ? argv : [...accounts.words(file), ...argv]
    const start = process.hrtime.bigint()
    const since = () => Number(process.hrtime.bigint() - start) / 1e6
    const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const result = { wallMs: 0, firstMs: null, cpuMs: null, rssMb: null, code: 0, lines: 0, bytes: 0, stderr: '' }
    child.stdout.on('data', (chunk) => {
      result.firstMs ??= since()
      result.bytes += chunk.length
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) result.lines += 1
    })
    child.stderr.on('data', (chunk) => {
      result.stderr = (result.stderr + chunk).slice(-4000)
    })
    child.on('error', (error) => resolve({ ...result, code: 127, stderr: error.message }))
    child.on('exit', () => {
      result.wallMs = since()
    })
    child.on('close', (code, signal) => {
      const used = accounts === null ? null : readUsage(file)
      resolve({ ...result, ...used, code: code ?? signal })
    })
  })

const readUsage = (file) => {
  try {
    const last = readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? ''
    rmSync(file)
    const [user, system, kib] = last.split(' ').map(Number)
    return Number.isFinite(kib) ? { cpuMs: (user + system) * 1000, rssMb: kib / 1024 } : null
  } catch {
    return null
  }
}

/** Several commands, one after the other, as one: times add up, memory is the largest. */
export const measureAll = async (commands, options) => {
  const total = { wallMs: 0, firstMs: null, cpuMs: 0, rssMb: 0, code: 0, lines: 0, bytes: 0, stderr: '' }
  for (const argv of commands) {
    const one = await measure({ argv, ...options })
    total.firstMs ??= one.firstMs === null ? null : total.wallMs + one.firstMs
    total.wallMs += one.wallMs
    total.cpuMs = total.cpuMs === null || one.cpuMs === null ? null : total.cpuMs + one.cpuMs
    total.rssMb = total.rssMb === null || one.rssMb === null ? null : Math.max(total.rssMb, one.rssMb)
    total.lines += one.lines
    total.bytes += one.bytes
    if (one.code !== 0) return { ...total, code: one.code, stderr: one.stderr }
  }
  return total
}
