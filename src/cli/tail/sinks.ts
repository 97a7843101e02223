import { createWriteStream, type WriteStream } from 'node:fs'
import type { LogEvent } from '../../domain/log-event.ts'
import { Problem } from '../../domain/problem.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import type { Style } from '../../output/style.ts'
import { human } from '../../output/tail/human.ts'
import { ndjson } from '../../output/tail/ndjson.ts'
import { raw } from '../../output/tail/raw.ts'
import { eventSink, joinedSink, type Sink } from '../../output/tail/sink.ts'
import { measureFor } from '../../output/width.ts'
import { type LineWriter, lineWriter } from '../../output/writer.ts'
import type { Output } from '../output-flag.ts'
import type { TailFlags } from './options.ts'
import type { Place } from './place.ts'

export interface SinkOptions {
  readonly flags: TailFlags
  readonly outputs: readonly Output[]
  readonly style: Style
  readonly place: Place
  readonly now: number
  readonly zone: string | null
}

export interface Sinks {
  readonly all: readonly Sink[]
  /** Ends them; ndjson gets the record as its last line. */
  end(summary: string | null): Promise<void>
}

interface Opened {
  readonly format: string
  readonly sink: Sink
  readonly writer: LineWriter
  close(): Promise<void>
}

/** One sink for each `-o FORMAT[=FILE]`, and one for `--tee`, which gets what stdout gets, without colour. */
export const openSinks = async (options: SinkOptions): Promise<Sinks> => {
  const shown = options.outputs.find(({ file }) => file === null)?.format
  const tee = options.flags.tee === undefined ? [] : [{ format: shown ?? 'human', file: options.flags.tee }]
  const opened: Opened[] = []
  for (const output of [...options.outputs, ...tee]) opened.push(await open(output, options))
  return {
    all: opened.map(({ sink }) => sink),
    end: async (summary) => {
      for (const { format, sink, writer, close } of opened) {
        if (summary !== null && format === 'ndjson') {
          await sink.flush()
          await writer.write(summary)
        }
        await sink.end()
        await close()
      }
    },
  }
}

const open = async ({ format, file }: Output, options: SinkOptions): Promise<Opened> => {
  if (file === null) {
    const writer = lineWriter(process.stdout)
    return { format, writer, sink: await sinkOf(format, writer, options.style, options), close: async () => {} }
  }
  const stream = await openFile(file)
  const writer = lineWriter(stream)
  const plain = { color: false, unicode: true, width: null }
  const close = () => new Promise<void>((resolve) => stream.end(() => resolve()))
  return { format, writer, sink: await sinkOf(format, writer, plain, options), close }
}

const openFile = (file: string): Promise<WriteStream> =>
  new Promise((resolve, reject) => {
    const stream = createWriteStream(file, { mode: 0o600 })
    stream.once('open', () => resolve(stream))
    stream.once('error', (cause) => reject(new Problem('CannotWrite', `${file} can't be written: ${cause.message}`, { exit: 2, cause })))
  })

const sinkOf = async (format: string, writer: LineWriter, style: Style, options: SinkOptions): Promise<Sink> => {
  const guard = ciGuard(process.env)
  if (format === 'ndjson') return eventSink(ndjson(guard), writer)
  if (format === 'raw') return eventSink(raw({ tty: style.width !== null, guard }), writer)
  return joinedSink(await humanOf(style, guard, options), writer)
}

const humanOf = async (
  style: Style,
  guard: ReturnType<typeof ciGuard>,
  { flags, place, now, zone }: SinkOptions,
): Promise<(event: LogEvent, continued?: boolean) => string> => {
  const names = place.sources.map(({ name }) => name)
  const { timeoutMs } = place
  return human({ style, zone, names, platform: flags.platform, guard, now, measure: await measureFor(names), timeoutMs })
}
