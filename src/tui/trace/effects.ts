import { isProblem } from '../../domain/problem.ts'
import type { TraceSummary } from '../../domain/trace/trace.ts'
import type { TraceSource } from './data.ts'
import type { Action, Effect } from './model.ts'

export interface Doing {
  readonly source: TraceSource
  /** An answer for the model. */
  readonly send: (action: Action) => void
  /** Aborted when the explorer is left. */
  readonly life: AbortSignal
  readonly copy: (text: string) => void
  readonly browse: (url: string) => boolean
  readonly quit: (how: 'quit' | 'interrupted') => void
  readonly suspend: () => void
}

/** What to tell a person of an error: what happened, and what to do next where that is known. */
export const toldOf = (error: unknown): string => {
  if (isProblem(error))
    return error.hint === null ? error.message : `${error.message}; ${error.hint.replaceAll('\n', '; ')}`
  return error instanceof Error ? error.message : String(error)
}

/** Each item as it comes, until the signal is aborted; it does not wait for an iterator that will not end. */
export async function* until<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]()
  const stopped = Promise.withResolvers<null>()
  const stop = () => stopped.resolve(null)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  let ended = false
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), stopped.promise])
      ended = next === null ? false : next.done === true
      if (next === null || next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', stop)
    // Not awaited: a generator that waits for the network answers only after that.
    if (!ended) iterator.return?.().catch(() => {})
  }
}

export const readSummaries = async (
  what: 'summaries' | 'follow',
  items: AsyncIterable<TraceSummary>,
  signal: AbortSignal,
  { send }: Pick<Doing, 'send'>,
): Promise<void> => {
  try {
    for await (const one of until(items, signal)) send({ kind: 'summaries', more: [one] })
    if (!signal.aborted) send({ kind: 'read', what, why: null })
  } catch (error) {
    if (!signal.aborted) send({ kind: 'read', what, why: toldOf(error) })
  }
}

/** Does what the model asks for. Calls of a screen end when it is left; an answer that comes after that is dropped. */
export const effectRunner = (doing: Doing): ((effect: Effect) => void) => {
  const { source, send, life } = doing
  const scopes = { trace: new AbortController(), map: new AbortController(), follow: new AbortController() }
  const signalOf = (what: keyof typeof scopes): AbortSignal => AbortSignal.any([life, scopes[what].signal])
  const leave = (what: keyof typeof scopes): void => {
    scopes[what].abort()
    scopes[what] = new AbortController()
  }
  const call = <T>(
    what: keyof typeof scopes,
    ask: (signal: AbortSignal) => Promise<T>,
    told: (value: T | null, why: string | null) => Action,
  ): void => {
    const signal = signalOf(what)
    const answer = async (): Promise<Action> => {
      try {
        return told(await ask(signal), null)
      } catch (error) {
        return told(null, toldOf(error))
      }
    }
    void answer().then((action) => {
      if (!signal.aborted) send(action)
    })
  }
  return (effect) => {
    switch (effect.kind) {
      case 'fetch':
        return call(
          'trace',
          (signal) => source.fetch(effect.id, signal),
          (trace, why) => ({ kind: 'trace', id: effect.id, trace, why }),
        )
      case 'logs':
        return call(
          'trace',
          (signal) => source.logs(effect.span, effect.trace, signal),
          (rows, why) => ({ kind: 'logs', id: effect.id, key: effect.key, rows, why }),
        )
      case 'links':
        return call(
          'trace',
          (signal) => source.links(effect.trace, effect.span, signal),
          (linked, why) => ({ kind: 'links', id: effect.id, key: effect.key, linked, why }),
        )
      case 'graph':
        return call(
          'map',
          (signal) => source.graph(signal),
          (graph, why) => ({ kind: 'graph', graph, why }),
        )
      case 'follow':
        leave('follow')
        if (effect.on && source.follow !== null) {
          const signal = signalOf('follow')
          void readSummaries('follow', source.follow(signal), signal, doing)
        }
        return
      case 'leave':
        return leave(effect.what)
      case 'copy':
        doing.copy(effect.text)
        return send({
          kind: 'status',
          status: { text: `sent to the terminal's clipboard: ${effect.text}`, tone: 'value' },
        })
      case 'console': {
        const url = source.console(effect.trace, effect.span)
        if (url === null)
          return send({ kind: 'status', status: { text: 'the AWS console has no page for it', tone: 'note' } })
        const text = doing.browse(url) ? `opened: ${url}` : url
        return send({ kind: 'status', status: { text, tone: 'value' } })
      }
      case 'quit':
        return doing.quit(effect.how)
      case 'suspend':
        return doing.suspend()
    }
  }
}
