import { setTimeout as sleep } from 'node:timers/promises'
import { render, useApp, useInput } from 'ink'
import { useEffect } from 'react'
import { browse } from '../browser.ts'
import { keyNames } from '../keyboard.ts'
import { requireTerminal } from '../terminal.ts'
import type { ExplorerOptions } from './data.ts'
import { effectRunner, readSummaries, until } from './effects.ts'
import { type Action, beginning, type Model, type Size } from './model.ts'
import { step } from './step.ts'
import { Explorer } from './view.tsx'

type Suspend = (callback: () => Promise<void>) => Promise<void>

interface ScreenProps {
  readonly model: Model
  readonly onKey: (key: string) => void
  /** Handed out once: how the terminal is given away and taken back. */
  readonly onReady: (suspend: Suspend) => void
}

const Screen = ({ model, onKey, onReady }: ScreenProps) => {
  const { suspendTerminal } = useApp()
  useInput((input, key) => {
    for (const name of keyNames(input, key)) onKey(name)
  })
  useEffect(() => onReady((callback) => suspendTerminal(callback)), [suspendTerminal, onReady])
  return <Explorer model={model} />
}

/** Data that streams in is drawn this often at most; keys are drawn at once. Milliseconds. */
const BATCH = 100
const TICK = 1000
const STILL_HERE = 300

/** One action for summaries that came one by one. */
const joined = (actions: readonly Action[]): Action[] => {
  const more = actions.flatMap((action) => (action.kind === 'summaries' ? action.more : []))
  const others = actions.filter(({ kind }) => kind !== 'summaries')
  return more.length > 0 ? [{ kind: 'summaries', more }, ...others] : others
}

/**
 * Runs the trace explorer on the alternate screen until the person leaves it, and tells how: `interrupted` is Ctrl-C. It draws at once;
 * data comes when it comes. Whatever ends it (a key, the signal, an error of ours) aborts what is running and restores the terminal first;
 * then the signal's reason, or the error, is thrown. The caller ends `source.summaries`, which takes no signal.
 */
export const openTraceExplorer = async (options: ExplorerOptions): Promise<'quit' | 'interrupted'> => {
  const { input, screen, source, signal, now } = options
  requireTerminal({ input, screen, term: process.env['TERM'] })
  signal.throwIfAborted()
  const sizeOf = (): Size => ({ columns: screen.columns || 80, rows: screen.rows || 24 })
  const life = new AbortController()
  const end = Promise.withResolvers<'quit' | 'interrupted'>()
  const setting = { context: options.context, style: options.style, words: options.words }
  const first = beginning({
    setting,
    size: sizeOf(),
    now: now(),
    canFollow: source.follow !== null,
    open: options.open ?? null,
  })
  let { model } = first
  let suspend: Suspend | null = null
  let away = false

  const screenOf = () => <Screen model={model} onKey={(key) => dispatch([{ kind: 'key', key }])} onReady={ready} />
  const ready = (given: Suspend): void => {
    suspend = given
  }
  const advance = (actions: readonly Action[]): void => {
    const before = model
    const effects = actions.flatMap((action) => {
      const next = step(model, action)
      model = next.model
      return next.effects
    })
    if (model !== before) view.rerender(screenOf())
    for (const effect of effects) run(effect)
  }
  const dispatch = (actions: readonly Action[]): void => {
    if (life.signal.aborted) return
    try {
      advance(actions)
    } catch (error) {
      end.reject(error)
    }
  }
  const waiting: Action[] = []
  let timer: NodeJS.Timeout | null = null
  const flush = (): void => {
    timer = null
    dispatch(joined(waiting.splice(0)))
  }
  const send = (action: Action): void => {
    if (action.kind !== 'summaries' && action.kind !== 'read' && action.kind !== 'note') {
      dispatch([action])
      return
    }
    waiting.push(action)
    timer ??= setTimeout(flush, BATCH)
  }
  /** Gives the terminal to the shell until `fg`; or takes it again after someone else stopped and continued us. */
  const giveAway = async (meanwhile: () => Promise<void>): Promise<void> => {
    if (suspend === null || away) return
    away = true
    try {
      await suspend(meanwhile)
    } finally {
      away = false
      dispatch([{ kind: 'size', size: sizeOf() }])
    }
  }
  const toBackground = (): void => {
    if (process.platform === 'win32') return
    void giveAway(async () => {
      const back = new Promise((resolve) => process.once('SIGCONT', resolve))
      // The whole group, as the terminal itself would: a wrapper that waits for us stops too.
      process.kill(0, 'SIGTSTP')
      // Where no shell could continue it the system does not stop a program: then it goes on at once.
      await Promise.race([back, sleep(STILL_HERE)])
    }).catch(end.reject)
  }
  const run = effectRunner({
    source,
    send,
    life: life.signal,
    copy: (text) => screen.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`),
    browse: options.browse ?? ((url) => browse(url, { env: process.env, platform: process.platform })),
    quit: end.resolve,
    suspend: toBackground,
  })

  const resized = (): void => dispatch([{ kind: 'size', size: sizeOf() }])
  const continued = (): void => void giveAway(async () => {}).catch(end.reject)
  const stopped = (): void => end.reject(signal.reason)
  screen.on('resize', resized)
  process.on('SIGCONT', continued)
  process.on('uncaughtException', end.reject)
  signal.addEventListener('abort', stopped, { once: true })
  const ticking = setInterval(() => dispatch([{ kind: 'now', at: now() }]), TICK)
  const view = render(screenOf(), {
    stdin: input,
    stdout: screen,
    alternateScreen: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
  })
  const notes = async (items: AsyncIterable<string>): Promise<void> => {
    for await (const text of until(items, life.signal)) send({ kind: 'note', text })
  }
  try {
    view.waitUntilExit().then(() => end.resolve('quit'), end.reject)
    for (const effect of first.effects) run(effect)
    void readSummaries('summaries', source.summaries, life.signal, { send })
    if (source.notes !== null) notes(source.notes).catch(end.reject)
    return await end.promise
  } finally {
    life.abort()
    clearInterval(ticking)
    if (timer !== null) clearTimeout(timer)
    screen.off('resize', resized)
    process.off('SIGCONT', continued)
    process.off('uncaughtException', end.reject)
    signal.removeEventListener('abort', stopped)
    // A tmux that was resized would leave lines of this screen on the one that comes back.
    view.clear()
    view.unmount()
    await view.waitUntilExit().catch(() => {})
  }
}
