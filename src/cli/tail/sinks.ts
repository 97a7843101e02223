import { createWriteStream, type WriteStream } from 'node:fs'
import type { LogEvent } from '../../domain/log-event.ts'
import { Problem, usage } from '../../domain/problem.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { liveMeasure } from '../../output/live-measure.ts'
import type { Style } from '../../output/style.ts'
import type { Pulse } from '../../output/tail/heartbeat.ts'
import type { Sink } from '../../output/tail/sink.ts'
import { statsRows } from '../../output/tail/stats-rows.ts'
import { type StatsSink, statsSink } from '../../output/tail/stats-sink.ts'
import { measureFor } from '../../output/width.ts'
import { type LineWriter, lineWriter } from '../../output/writer.ts'
import type { Output } from '../output-flag.ts'
import { type FormatOptions, formatSink } from './formats.ts'
import type { TailFlags } from './options.ts'
import type { Place } from './place.ts'
import { openScreen, type Screen } from './screen.ts'

export interface SinkOptions {
  readonly flags: TailFlags
  readonly outputs: readonly Output[]
  readonly style: Style
  readonly place: Place
  readonly now: number
  readonly zone: string | null
  readonly follow: boolean
  readonly wanted: ((event: LogEvent) => boolean) | undefined
  readonly pulse: () => Pulse | null
  /** Says a line on stderr. */
  readonly note: (line: string) => void
}

export interface Sinks {
  readonly all: readonly Sink[]
  /** Says a line to the person, above what stands under the lines. */
  note(line: string): void
  /** Ends them; ndjson gets the record as its last line. */
  end(summary: string | null): Promise<void>
}

interface Opened {
  readonly format: string
  readonly sink: Sink
  readonly writer: LineWriter
  close(): Promise<void>
}

/** One sink for each `-o FORMAT[=FILE]`, one for `--tee`, which gets what stdout gets without colour, one for `--stats`. */
export const openSinks = async (options: SinkOptions): Promise<Sinks> => {
  const { flags, note } = options
  const outputs = outputsOf(options)
  const stats = flags.stats ? statsSink(options.place.timeoutMs) : null
  const live =
    options.follow &&
    process.stdout.isTTY === true &&
    process.stderr.isTTY === true &&
    outputs.some(({ file }) => file === null)
  const names = options.place.sources.map(({ name }) => name)
  const measure = process.stdout.isTTY === true ? liveMeasure() : await measureFor(names)
  const screen = live ? openScreen(options.style, measure, options.pulse, stats, names) : null
  const opened: Opened[] = []
  for (const output of outputs)
    opened.push(await open(output, { ...options, measure, guard: ciGuard(process.env) }, screen))
  const say = (line: string) => (screen === null ? note(line) : screen.note(line))
  return {
    all: [
      ...(stats === null ? [] : [stats]),
      ...opened.map(({ sink }) => sink),
      ...(screen === null ? [] : [screen.ticker]),
    ],
    note: say,
    end: async (summary) => {
      await stats?.end()
      for (const { format, sink, writer, close } of opened) {
        if (summary !== null && format === 'ndjson') {
          await sink.flush()
          await writer.write(summary)
        }
        await sink.end()
        await close()
      }
      screen?.close()
      if (screen === null && stats !== null) tellStats(stats, options, note)
    },
  }
}

/** Off a terminal the figures come once, at the end. */
const tellStats = (stats: StatsSink, { style }: SinkOptions, note: (line: string) => void): void => {
  for (const row of statsRows(stats.all(), { style: { ...style, color: false }, columns: null })) note(row)
}

const outputsOf = ({ flags, outputs }: SinkOptions): readonly Output[] => {
  const asked = flags.output !== undefined
  // A template says the format, where no other was asked for.
  const shown = flags.template !== undefined && !asked ? [{ format: 'template', file: null }] : outputs
  const format = shown.find(({ file }) => file === null)?.format ?? 'human'
  if (flags.summary && !shown.some((output) => output.format === 'ndjson'))
    throw usage('--summary is a record of ndjson', 'add -o ndjson; people get the closing line on stderr')
  return flags.tee === undefined ? shown : [...shown, { format, file: flags.tee }]
}

const open = async (
  { format, file }: Output,
  options: SinkOptions & Pick<FormatOptions, 'measure' | 'guard'>,
  screen: Screen | null,
): Promise<Opened> => {
  if (file === null) {
    const writer = screen?.writer ?? lineWriter(process.stdout)
    return { format, writer, sink: await formatSink(format, writer, options), close: async () => {} }
  }
  const stream = await openFile(file)
  const writer = lineWriter(stream)
  const plain = { ...options, style: { color: false, unicode: true, width: null } }
  const close = () => new Promise<void>((resolve) => stream.end(() => resolve()))
  return { format, writer, sink: await formatSink(format, writer, plain), close }
}

const openFile = (file: string): Promise<WriteStream> =>
  new Promise((resolve, reject) => {
    const stream = createWriteStream(file, { mode: 0o600 })
    stream.once('open', () => resolve(stream))
    stream.once('error', (cause) =>
      reject(new Problem('CannotWrite', `${file} can't be written: ${cause.message}`, { exit: 2, cause })),
    )
  })
