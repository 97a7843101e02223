import { execFileSync, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { cleanEnv } from './run-slsops.ts'

/** Every executable of that name on the PATH, in its order. */
const executables = (name: string): readonly string[] =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

export interface AwsCli {
  readonly file: string
  readonly version: string
}

/** The first AWS CLI of each major version; null where this machine has none, and its tests are skipped by name. */
export const awsCli = (major: 1 | 2): AwsCli | null => {
  for (const file of executables('aws')) {
    try {
      const version = /^aws-cli\/(\S+)/.exec(
        execFileSync(file, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      )?.[1]
      if (version?.startsWith(`${major}.`)) return { file, version }
    } catch {
      // A shim that leads nowhere is no CLI.
    }
  }
  return null
}

export const motoServer = (): string | null => executables('moto_server')[0] ?? null

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export interface Moto {
  readonly endpoint: string
  close(): Promise<void>
}

/** An emulator that nobody here wrote, on a port of its own; ready when this resolves. */
export const startMoto = async (file: string): Promise<Moto> => {
  const port = await freePort()
  const child = spawn(file, ['-H', '127.0.0.1', '-p', String(port)], { env: cleanEnv(), stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const endpoint = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 150; tries++) {
    const ready = await fetch(`${endpoint}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) {
      return {
        endpoint,
        close: async () => {
          child.kill('SIGKILL')
          await ended
        },
      }
    }
    if (child.exitCode !== null) throw new Error(`moto_server ended with ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill('SIGKILL')
  throw new Error('moto_server did not answer within 15 s')
}
