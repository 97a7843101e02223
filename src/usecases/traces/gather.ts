/** Hands an item on; resolves when there is room for another. */
export type Emit<T> = (item: T) => Promise<void>

/** Items that wait to be taken before the tasks have to. */
const ROOM = 64

export type Task<T> = (emit: Emit<T>, signal: AbortSignal) => Promise<void>

/** Tasks that are all known, or that turn up one after the other; the signal ends what makes them. */
export type Tasks<T> = Iterable<Task<T>> | ((signal: AbortSignal) => AsyncIterable<Task<T>>)

/** Somebody waits until he is called; calls before it count. */
const bell = () => {
  let next = Promise.withResolvers<void>()
  return {
    ring: (): void => next.resolve(),
    heard: async (): Promise<void> => {
      await next.promise
      next = Promise.withResolvers()
    },
  }
}

/**
 * What several tasks find, as it comes; `limit` of them at a time, in their order. The first failure ends the others and is thrown after what had
 * come before; who leaves early ends them too, and so does the signal.
 */
export async function* gather<T>(tasks: Tasks<T>, limit: number, signal: AbortSignal): AsyncGenerator<T> {
  const left = new AbortController()
  const both = AbortSignal.any([signal, left.signal])
  const items: T[] = []
  const news = bell()
  /** Emitters that found no room. */
  let held: (() => void)[] = []
  const release = (): void => {
    const free = held
    held = []
    for (const go of free) go()
  }
  const emit: Emit<T> = async (item) => {
    both.throwIfAborted()
    items.push(item)
    news.ring()
    while (items.length >= ROOM && !both.aborted) await new Promise<void>((go) => held.push(go))
    both.throwIfAborted()
  }
  const source = typeof tasks === 'function' ? tasks(both)[Symbol.asyncIterator]() : tasks[Symbol.iterator]()
  let running = limit
  let failure: { readonly error: unknown } | null = null
  const worker = async (): Promise<void> => {
    try {
      while (failure === null && !both.aborted) {
        const next = await source.next()
        if (next.done) break
        await next.value(emit, both)
      }
    } catch (error) {
      failure ??= { error }
    }
    running--
    news.ring()
  }
  const abort = (): void => {
    news.ring()
    release()
  }
  both.addEventListener('abort', abort, { once: true })
  for (let at = 0; at < limit; at++) void worker()
  try {
    for (;;) {
      signal.throwIfAborted()
      const taken = items.splice(0)
      if (taken.length > 0) {
        release()
        yield* taken
        continue
      }
      const failed = failure as { readonly error: unknown } | null
      if (failed !== null) throw failed.error
      if (running === 0) return
      await news.heard()
    }
  } finally {
    left.abort(new Error('nobody takes any more'))
    both.removeEventListener('abort', abort)
  }
}
