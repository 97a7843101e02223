import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { build, type Plugin } from 'esbuild'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { cleanEnv } from '../../support/run-slsops.ts'

const app = join(mkdtempSync(join(tmpdir(), 'slsops-pty-')), 'app.mjs')
/** Ink loads its devtools only where DEV is set; the package is not installed. */
const noDevtools: Plugin = {
  name: 'no-devtools',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'no-devtools' }))
    onLoad({ filter: /.*/, namespace: 'no-devtools' }, () => ({ contents: 'export default {}' }))
  },
}
const ESC = '\u001b'

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, 'pty-app.ts')],
    outfile: app,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: { js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
    plugins: [noDevtools],
    logLevel: 'silent',
  })
})

/** The explorer on a pseudo terminal, in a trace, with a key pressed. */
const inTheMiddle = async () => {
  const terminal = spawn(process.execPath, [app], {
    cols: 80,
    rows: 24,
    name: 'xterm-256color',
    env: cleanEnv({ TERM: 'xterm-256color' }),
  })
  let bytes = ''
  terminal.onData((text) => {
    bytes += text
  })
  const ended = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => terminal.onExit(resolve))
  const shows = (text: string) => vi.waitFor(() => expect(bytes).toContain(text), { timeout: 10_000 })
  await shows('30 traces')
  terminal.write('j\r')
  await shows('orders-api')
  terminal.write('c')
  await shows('critical path')
  return { terminal, ended, shows, bytes: () => bytes }
}

const expectRestored = (bytes: string): void => {
  const left = bytes.lastIndexOf(`${ESC}[?1049l`)
  expect(left).toBeGreaterThan(bytes.lastIndexOf(`${ESC}[?1049h`))
  expect(bytes.lastIndexOf(`${ESC}[?25h`)).toBeGreaterThan(bytes.lastIndexOf(`${ESC}[?25l`))
  // Nothing of the frame comes after the screen was left.
  expect(bytes.slice(left)).not.toContain('orders-api')
}

describe('on a pseudo terminal', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 143],
  ] as const)('%s leaves a clean terminal and exit code %i', async (signal, code) => {
    const { terminal, ended, bytes } = await inTheMiddle()
    process.kill(terminal.pid, signal)
    expect((await ended).exitCode).toBe(code)
    expectRestored(bytes())
  })
  it.each([
    ['q', 0],
    ['\u0003', 130],
  ])('%j ends it with exit code %i', async (key, code) => {
    const { terminal, ended, bytes } = await inTheMiddle()
    terminal.write(key)
    expect((await ended).exitCode).toBe(code)
    expectRestored(bytes())
  })
  it('a bug of ours is told on the screen that was there before', async () => {
    const { terminal, ended, bytes } = await inTheMiddle()
    terminal.write('o')
    expect((await ended).exitCode).toBe(3)
    expectRestored(bytes())
    expect(bytes().slice(bytes().lastIndexOf(`${ESC}[?1049l`))).toContain('after the screen: a bug of ours')
  })
  it('draws all of it again when it is continued', async () => {
    const { terminal, ended, bytes, shows } = await inTheMiddle()
    const before = bytes().length
    process.kill(terminal.pid, 'SIGCONT')
    await vi.waitFor(() => expect(bytes().slice(before)).toContain('orders-api'), { timeout: 5000 })
    expect(bytes().slice(before)).toContain(`${ESC}[?1049h`)
    terminal.write('?')
    await shows('keys of a trace')
    terminal.write('q')
    expect((await ended).exitCode).toBe(0)
    expectRestored(bytes())
  })
})
