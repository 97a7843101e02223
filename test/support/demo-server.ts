import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json, type Ran, slsops } from './run-slsops.ts'

export interface DemoServer {
  readonly endpoint: string
  readonly env: Readonly<Record<string, string>>
  readonly stacks: readonly { readonly name: string; readonly id: string }[]
  /** Interrupts it, as Ctrl-C does, and gives how it ended. */
  stop(): Promise<Ran>
}

/** `slsops demo serve` as a process of its own, ready when this resolves. */
export const demoServer = async (words: readonly string[] = []): Promise<DemoServer> => {
  const readyFile = join(mkdtempSync(join(tmpdir(), 'slsops-serve-')), 'ready.json')
  let child: ChildProcess | undefined
  const ended = slsops(['demo', 'serve', '--ready-file', readyFile, ...words], {
    started: (process) => {
      child = process
    },
  })
  let over: Ran | undefined
  void ended.then((ran) => {
    over = ran
  })
  while (!existsSync(readyFile) || readFileSync(readyFile, 'utf8') === '') {
    if (over) throw new Error(`demo serve ended with ${over.code}: ${over.stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { endpoint, env, stacks } = json({ stdout: readFileSync(readyFile, 'utf8'), stderr: '', code: 0, signal: null })
  return {
    endpoint,
    env,
    stacks,
    stop: () => {
      child?.kill('SIGINT')
      return ended
    },
  }
}
