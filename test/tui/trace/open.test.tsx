import { PassThrough, Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '../../../src/domain/problem.ts'
import { summaryOf } from '../../../src/domain/trace/summary.ts'
import type { TraceSource } from '../../../src/tui/trace/data.ts'
import { openTraceExplorer } from '../../../src/tui/trace/open.tsx'
import { at, orders, setting, sourceOf } from './sample.ts'

/** A terminal of which the size can be changed: what is typed goes in, every byte comes out. */
const terminal = (columns = 80, rows = 24) => {
  let bytes = ''
  const screen = Object.assign(
    new Writable({
      write(chunk, _, done) {
        bytes += String(chunk)
        done()
      },
    }),
    { isTTY: true, columns, rows },
  )
  const raw: boolean[] = []
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => raw.push(on),
    ref: () => {},
    unref: () => {},
  })
  return {
    input: input as unknown as NodeJS.ReadStream,
    screen: screen as unknown as NodeJS.WriteStream,
    type: (keys: string) => input.write(keys),
    resize: (to: { readonly columns: number; readonly rows: number }) => {
      Object.assign(screen, to)
      screen.emit('resize')
    },
    bytes: () => bytes,
    clear: () => {
      bytes = ''
    },
    raw: () => raw.at(-1) ?? false,
  }
}

const traces = orders(5)
const ESC = '\u001b'

const start = (source: TraceSource, more: { readonly open?: string } = {}) => {
  const seen = terminal()
  const stop = new AbortController()
  const browsed: string[] = []
  const { context, style, words } = setting()
  const ended = openTraceExplorer({
    context,
    style,
    words,
    source,
    now: () => at,
    input: seen.input,
    screen: seen.screen,
    signal: stop.signal,
    browse: (url) => browsed.push(url) > 5,
    ...more,
  })
  ended.catch(() => {})
  return {
    ...seen,
    ended,
    stop,
    browsed,
    shows: (text: string) => vi.waitFor(() => expect(seen.bytes()).toContain(text)),
  }
}

const restored = ({ bytes, raw }: Pick<ReturnType<typeof terminal>, 'bytes' | 'raw'>): void => {
  expect(bytes().lastIndexOf(`${ESC}[?1049l`)).toBeGreaterThan(bytes().lastIndexOf(`${ESC}[?1049h`))
  expect(bytes().lastIndexOf(`${ESC}[?25h`)).toBeGreaterThan(bytes().lastIndexOf(`${ESC}[?25l`))
  expect(raw()).toBe(false)
}

let listeners: readonly number[]
const count = () => ['SIGCONT', 'uncaughtException'].map((name) => process.listenerCount(name))
beforeEach(() => {
  vi.stubEnv('TERM', 'xterm-256color')
  listeners = count()
})
afterEach(() => {
  vi.unstubAllEnvs()
  expect(count()).toEqual(listeners)
})

describe('the explorer on a terminal', () => {
  it('draws before there is any data, and again as it comes', async () => {
    const gate = Promise.withResolvers<void>()
    const summaries = (async function* () {
      await gate.promise
      for (const trace of traces) yield summaryOf(trace)
    })()
    const screen = start(sourceOf(traces, { summaries }))
    expect(screen.bytes()).toContain('reading traces…')
    gate.resolve()
    await screen.shows('5 traces')
    screen.type('q')
    expect(await screen.ended).toBe('quit')
    restored(screen)
  })
  it('goes from the list into a trace, its log lines and back', async () => {
    const screen = start(sourceOf(traces))
    await screen.shows('5 traces')
    screen.type('\r')
    await screen.shows('wrapGift fulfil.ts:41')
    screen.type('l')
    await screen.shows('TypeError: it broke')
    screen.type('y')
    await screen.shows(`${ESC}]52;c;${Buffer.from('000000000000006a').toString('base64')}\u0007`)
    await screen.shows("sent to the terminal's clipboard: 000000000000006a")
    screen.type('o')
    await screen.shows('https://console.example.com/traces/')
    expect(screen.browsed).toHaveLength(1)
    screen.clear()
    screen.type(ESC)
    await screen.shows('first cause')
    screen.type('\u0003')
    expect(await screen.ended).toBe('interrupted')
    restored(screen)
  })
  it('takes keys that come at once as one each', async () => {
    const screen = start(sourceOf(traces))
    await screen.shows('5 traces')
    screen.type('jjj\r')
    await screen.shows('1-69a83ba9-000000000000000000000004')
    screen.type('q')
    await screen.ended
  })
  it('draws anew when the terminal changes its size', async () => {
    const screen = start(sourceOf(traces))
    await screen.shows('5 traces')
    screen.clear()
    screen.resize({ columns: 50, rows: 10 })
    await screen.shows('50x10 is too small')
    screen.clear()
    screen.resize({ columns: 120, rows: 30 })
    await screen.shows('services')
    screen.type('q')
    await screen.ended
  })
  it('aborts what runs when its screen is left, and all of it at the end', async () => {
    const signals: AbortSignal[] = []
    const never = (signal: AbortSignal) => {
      signals.push(signal)
      return new Promise<never>(() => {})
    }
    const screen = start(sourceOf(traces, { fetch: (_, signal) => never(signal), graph: never }))
    await screen.shows('5 traces')
    screen.type('\r')
    await screen.shows('reading the trace…')
    screen.type(ESC)
    await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true))
    screen.type('m')
    await screen.shows('reading the service map…')
    expect(signals[1]?.aborted).toBe(false)
    screen.type('q')
    await screen.ended
    expect(signals[1]?.aborted).toBe(true)
  })
  it('follows until it is told to stop', async () => {
    let stopped = false
    const follow = async function* (signal: AbortSignal) {
      yield summaryOf(traces[4]!)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      stopped = true
    }
    const summaries = (async function* () {
      yield summaryOf(traces[0]!)
    })()
    const screen = start(sourceOf(traces, { summaries, follow }))
    await screen.shows('1 trace')
    screen.type('f')
    await screen.shows('following')
    await screen.shows('2 traces')
    screen.type('f')
    await vi.waitFor(() => expect(stopped).toBe(true))
    screen.type('q')
    await screen.ended
  })
  it('tells what a call failed with, and what to do next', async () => {
    const denied = new Problem('AccessDenied', 'xray:BatchGetTraces is denied', { hint: 'slsops iam traces' })
    const screen = start(sourceOf(traces, { fetch: () => Promise.reject(denied) }), { open: traces[0]!.id })
    await screen.shows('xray:BatchGetTraces is denied; slsops iam traces')
    screen.type('q')
    expect(await screen.ended).toBe('quit')
  })
  it('shows notes of the source', async () => {
    const notes = (async function* () {
      yield 'X-Ray tracing is off for RenderInvoice'
    })()
    const screen = start(sourceOf(traces, { notes }))
    await screen.shows('X-Ray tracing is off for RenderInvoice')
    screen.type('q')
    await screen.ended
  })
})

describe('the terminal is given back', () => {
  it('when it is stopped from outside, with the reason thrown', async () => {
    const screen = start(sourceOf(traces))
    await screen.shows('5 traces')
    screen.stop.abort(new Error('terminated'))
    await expect(screen.ended).rejects.toThrow('terminated')
    restored(screen)
  })
  it('when it breaks while it draws', async () => {
    const broken = orders(1)
    const root = Object.create(broken[0]!.roots[0]!, {
      name: {
        get: () => {
          throw new Error('a bug')
        },
      },
    })
    const source = sourceOf(broken, { fetch: async () => ({ ...broken[0]!, roots: [root] }) })
    const screen = start(source, { open: broken[0]!.id })
    await expect(screen.ended).rejects.toThrow('a bug')
    restored(screen)
  })
  it('and never taken where there is none', async () => {
    const { context, style, words } = setting()
    const seen = terminal()
    const piped = Object.assign(seen.screen, { isTTY: false as unknown as true })
    const opening = openTraceExplorer({
      context,
      style,
      words,
      source: sourceOf(traces),
      now: () => at,
      input: seen.input,
      screen: piped,
      signal: new AbortController().signal,
    })
    await expect(opening).rejects.toMatchObject({ code: 'NotInteractive', exit: 2 })
    expect(seen.bytes()).toBe('')
  })
})
