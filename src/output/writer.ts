import type { Writable } from 'node:stream'

/** Puts chunks of whole lines on a stream in few, large writes; a lone line still goes out in the same turn of the event loop. */
export interface LineWriter {
  /** Takes a chunk. A promise means: the reader is behind, wait for it before the next one. Resolves, too, when nobody reads any more. */
  write(chunk: string): Promise<void> | null
  /** Hands all that was taken to the stream, now. */
  flush(): void
  /** Resolves when the stream has given everything away; rejects with what went wrong on it, a broken pipe excepted. Leaves the stream open. */
  end(): Promise<void>
}

export interface LineWriterOptions {
  /** Nobody reads any more (EPIPE, a terminal that hung up). Called once, at most. */
  readonly onBrokenPipe?: () => void
  /** Bytes that are gathered before they are written at once. */
  readonly chunk?: number
}

const gone = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'EIO'])

/** Beyond a chunk, for its last line. */
const room = 8192
/** No more than this is copied on its way out; more takes the memory along that it was gathered in, as the stream may keep it. */
const few = 4096
const nothing = Buffer.alloc(0)

export const lineWriter = (stream: Writable, { onBrokenPipe, chunk = 65_536 }: LineWriterOptions = {}): LineWriter => {
  // Encoded line by line: one wide character in a long text would make all of it twice as wide, and ten times as slow to encode.
  let memory = nothing
  let gathered = 0
  let scheduled = false
  let closed = false
  let failure: Error | null = null
  /** Those who wait for the reader, or for the end. */
  let waiting: (() => void)[] = []
  let behind: Promise<void> | null = null
  let pending = 0

  const wake = (): void => {
    behind = null
    const woken = waiting
    waiting = []
    for (const go of woken) go()
  }
  const close = (error: Error): void => {
    if (closed) return
    closed = true
    gathered = 0
    memory = nothing
    if (gone.has((error as NodeJS.ErrnoException).code ?? '')) onBrokenPipe?.()
    else failure = error
    wake()
  }
  stream.on('error', close)
  stream.on('drain', () => wake())

  const sent = (error?: Error | null): void => {
    pending--
    if (error) close(error)
    else if (pending === 0) wake()
  }
  const until = (): Promise<void> => new Promise((go) => waiting.push(go))

  const taken = (): Buffer => {
    const out = memory.subarray(0, gathered)
    gathered = 0
    if (out.length <= few) return Buffer.from(out)
    memory = nothing
    return out
  }

  const flush = (): void => {
    if (closed || gathered === 0) return
    const out = taken()
    pending++
    if (stream.destroyed || stream.writableEnded) {
      sent(Object.assign(new Error('the stream is closed'), { code: 'ERR_STREAM_DESTROYED' }))
    } else if (!stream.write(out, sent) && !closed) {
      behind ??= until()
    }
  }
  const later = (): void => {
    scheduled = false
    flush()
  }

  return {
    flush,
    write: (lines) => {
      if (closed) return null
      // A UTF-16 unit is three bytes at most.
      const most = lines.length * 3
      if (gathered + most > memory.length) {
        flush()
        if (closed) return null
        const large = most > chunk + room
        if (large || memory.length === 0)
          memory = Buffer.allocUnsafeSlow(Math.max(chunk + room, large ? Buffer.byteLength(lines) : 0))
      }
      gathered += memory.write(lines, gathered)
      if (gathered >= chunk) flush()
      else if (!scheduled) {
        scheduled = true
        setImmediate(later)
      }
      return behind
    },
    end: async () => {
      flush()
      while (!closed && pending > 0) await until()
      if (failure) throw failure
    },
  }
}
