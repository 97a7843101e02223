import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Debian's Chromium; null where the machine has none, and the test skips. */
export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path)) ?? null

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Record<string, unknown>
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
}

export interface Page {
  /** What an expression gives in the page. */
  evaluate<T>(expression: string): Promise<T>
  /** A key as a person presses it. */
  press(key: string): Promise<void>
  click(selector: string): Promise<void>
  screenshot(): Promise<Buffer>
  /** What the page wrote to its console, and what it threw. */
  readonly complaints: readonly string[]
  /** URLs that the page asked for, its own excepted. */
  readonly requests: readonly string[]
}

export interface Opening {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
}

/** Opens a file in a headless browser over a pipe (Chrome DevTools Protocol); the browser ends with `use`. */
export const withPage = async <T>(
  file: string,
  { width = 1200, height = 800, dark = false }: Opening,
  use: (page: Page) => Promise<T>,
): Promise<T> => {
  const profile = mkdtempSync(join(tmpdir(), 'slsops-chromium-'))
  const browser = spawn(
    chromium!,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      '--remote-debugging-pipe',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const gone = new Promise<void>((resolve) => browser.once('exit', () => resolve()))
  const [to, from] = [browser.stdio[3] as Writable, browser.stdio[4] as unknown as Readable]
  const waiting = new Map<
    number,
    { resolve: (value: Record<string, unknown>) => void; reject: (error: Error) => void }
  >()
  const heard: ((message: Message) => void)[] = []
  let rest = ''
  from.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0')
    rest = parts.pop()!
    for (const part of parts) {
      const message = JSON.parse(part) as Message
      for (const hear of heard) hear(message)
      const call = message.id === undefined ? undefined : waiting.get(message.id)
      if (call === undefined) continue
      waiting.delete(message.id!)
      if (message.error) call.reject(new Error(message.error.message))
      else call.resolve(message.result ?? {})
    }
  })
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('the browser went away'))
    waiting.clear()
  }
  browser.once('exit', fail)
  to.on('error', fail)
  let last = 0
  let session: string | undefined
  const send = (method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject })
      to.write(
        `${JSON.stringify({ id: last, method, params, ...(session === undefined ? {} : { sessionId: session }) })}\0`,
      )
    })
  try {
    const { targetInfos } = (await send('Target.getTargets')) as { targetInfos: { targetId: string; type: string }[] }
    const target = targetInfos.find(({ type }) => type === 'page')!.targetId
    session = (await send('Target.attachToTarget', { targetId: target, flatten: true }))['sessionId'] as string
    const complaints: string[] = []
    const requests: string[] = []
    const url = new URL(`file://${file}`).href
    let loaded: () => void
    const isLoaded = new Promise<void>((resolve) => {
      loaded = resolve
    })
    heard.push(({ method, params }) => {
      if (method === 'Runtime.consoleAPICalled' || method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded')
        complaints.push(JSON.stringify(params))
      if (method === 'Network.requestWillBeSent') {
        const asked = (params as { request: { url: string } }).request.url
        if (asked !== url) requests.push(asked)
      }
      if (method === 'Page.loadEventFired') loaded()
    })
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`)
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
    await send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
    })
    await send('Page.navigate', { url })
    await isLoaded
    const evaluate = async <V>(expression: string): Promise<V> => {
      const { result, exceptionDetails } = (await send('Runtime.evaluate', { expression, returnByValue: true })) as {
        result: { value: V }
        exceptionDetails?: { text: string; exception?: { description?: string } }
      }
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value
    }
    return await use({
      evaluate,
      complaints,
      requests,
      press: async (key) => {
        const text = key.length === 1 ? { text: key } : {}
        await send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...text })
        await send('Input.dispatchKeyEvent', { type: 'keyUp', key })
      },
      click: async (selector) => {
        const at = await evaluate<{ x: number; y: number }>(
          `(() => { const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect(); return { x: box.x + Math.min(box.width / 2, 60), y: box.y + box.height / 2 } })()`,
        )
        for (const type of ['mousePressed', 'mouseReleased'])
          await send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 })
      },
      screenshot: async () =>
        Buffer.from((await send('Page.captureScreenshot', { format: 'png' }))['data'] as string, 'base64'),
    })
  } finally {
    browser.kill('SIGKILL')
    await gone
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}
