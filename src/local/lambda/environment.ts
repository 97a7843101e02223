import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { WorkerJob, WorkerNews, WorkerStart } from './worker-messages.ts'

/** Beside this file in the sources; in the bundle an entry of its own, while this file's code lies in some chunk. */
const entries = ['./worker.ts', './lambda-worker.js', '../lambda-worker.js', '../../lambda-worker.js']

const workerUrl = (): URL => {
  const urls = entries.map((entry) => new URL(entry, import.meta.url))
  const found = urls.find((url) => existsSync(url))
  if (found === undefined) throw new Error(`No worker for the sample app's code beside ${import.meta.url}`)
  return found
}

export type JobEnd = Extract<WorkerNews, { kind: 'done' }> | { readonly kind: 'timeout' }

/** One execution environment: a thread with the function's code loaded, for one invocation at a time. */
export class Environment {
  readonly stream: string
  readonly #worker: Worker
  readonly #ready: Promise<void>
  /** Epoch ms on the wall clock. */
  readonly born = Date.now()
  busy = false
  uses = 0
  gone = false

  constructor(stream: string, start: WorkerStart) {
    this.stream = stream
    this.#worker = new Worker(workerUrl(), { workerData: start, execArgv: [], env: {} })
    // A thread that waits for its next invocation keeps no process alive.
    this.#worker.unref()
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.once('message', () => resolve())
      this.#worker.once('error', reject)
      this.#worker.once('exit', () => {
        this.gone = true
        reject(new Error('The execution environment ended before it was ready'))
      })
    })
    // Whoever invokes hears of it; an environment that nobody waits for may end.
    this.#ready.catch(() => {})
  }

  ready(): Promise<void> {
    return this.#ready
  }

  /** Runs one invocation; kills the environment when its time is over. `ready()` must have resolved. */
  run(job: WorkerJob, news: (item: Exclude<WorkerNews, { kind: 'ready' | 'done' }>) => void): Promise<JobEnd> {
    this.uses += 1
    return new Promise((resolve, reject) => {
      const worker = this.#worker
      const finish = () => {
        clearTimeout(timer)
        worker.off('message', onMessage)
        worker.off('error', onEnd)
        worker.off('exit', onEnd)
      }
      const onMessage = (item: WorkerNews) => {
        if (item.kind === 'ready') return
        if (item.kind !== 'done') return news(item)
        finish()
        resolve(item)
      }
      const onEnd = (error: unknown) => {
        this.gone = true
        finish()
        reject(error instanceof Error ? error : new Error('The execution environment ended'))
      }
      const timer = setTimeout(() => {
        finish()
        this.end().then(() => resolve({ kind: 'timeout' }), reject)
      }, job.fn.timeoutMs)
      worker.on('message', onMessage)
      worker.on('error', onEnd)
      worker.on('exit', onEnd)
      worker.postMessage(job)
    })
  }

  async end(): Promise<void> {
    this.gone = true
    await this.#worker.terminate()
  }
}
