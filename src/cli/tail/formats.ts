import { invocations } from '../../domain/log/invocations.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { usage } from '../../domain/problem.ts'
import type { CiGuard } from '../../output/ci-commands.ts'
import { highlighter } from '../../output/highlight.ts'
import type { Style } from '../../output/style.ts'
import { fieldPicks, parseFields } from '../../output/tail/field-picks.ts'
import { type HumanOptions, human } from '../../output/tail/human.ts'
import { ndjson } from '../../output/tail/ndjson.ts'
import { raw } from '../../output/tail/raw.ts'
import { eventSink, joinedSink, type Sink } from '../../output/tail/sink.ts'
import type { Timestamps } from '../../output/tail/stamp.ts'
import type { Measure } from '../../output/width.ts'
import type { LineWriter } from '../../output/writer.ts'
import { regex, type TailFlags } from './options.ts'
import type { Place } from './place.ts'

export interface FormatOptions {
  readonly flags: TailFlags
  readonly place: Place
  readonly style: Style
  readonly guard: CiGuard | null
  readonly measure: Measure
  readonly now: number
  readonly zone: string | null
  /** The filters; a format that shows more than single lines applies them itself. */
  readonly wanted: ((event: LogEvent) => boolean) | undefined
}

/** The formats of `tail`, each as what writes it. */
const makers: Readonly<Record<string, (writer: LineWriter, options: FormatOptions) => Sink | Promise<Sink>>> = {
  human: (writer, options) => humanSink(writer, options),
  ndjson: async (writer, { flags, guard }) => {
    if (flags.query === undefined) return eventSink(ndjson(guard), writer)
    const [{ parseQuery }, { ndjsonQuery }] = await Promise.all([
      import('../../output/tail/query.ts'),
      import('../../output/tail/ndjson-query.ts'),
    ])
    return eventSink(ndjsonQuery(await parseQuery(flags.query), guard), writer)
  },
  raw: (writer, { style, guard }) => eventSink(raw({ tty: style.width !== null, guard }), writer),
  template: async (writer, options) => {
    const { flags, style, zone, guard, measure } = options
    if (flags.template === undefined)
      throw usage('-o template needs the template', "--template '{time} {function} {message}'")
    const { template } = await import('../../output/tail/template.ts')
    const timestamps = flags.timestamps as Timestamps
    return eventSink(
      template({ template: flags.template, style, zone, timestamps, guard, measure, highlight: highlightOf(options) }),
      writer,
    )
  },
}

export const formatSink = async (format: string, writer: LineWriter, options: FormatOptions): Promise<Sink> =>
  makers[format]!(writer, options)

const humanSink = async (writer: LineWriter, options: FormatOptions): Promise<Sink> => {
  const { flags, wanted } = options
  const how = await humanOptions(options)
  if (flags.group !== 'requests') return joinedSink(human(how), writer)
  const [{ requests }, { requestsSink }] = await Promise.all([
    import('../../output/tail/requests.ts'),
    import('../../output/tail/requests-sink.ts'),
  ])
  const collector = invocations({ timeoutMs: options.place.timeoutMs })
  return requestsSink(collector, requests({ ...how, brief: flags.brief, wanted }), writer)
}

const humanOptions = async (options: FormatOptions): Promise<HumanOptions> => {
  const { flags, place, style, guard, measure, now, zone } = options
  return {
    style,
    zone,
    guard,
    measure,
    now,
    names: place.sources.map(({ name }) => name),
    timeoutMs: place.timeoutMs,
    platform: flags.platform,
    timestamps: flags.timestamps as Timestamps,
    wrap: flags.wrap && style.width !== null ? () => process.stdout.columns : null,
    highlight: highlightOf(options),
    picks: flags.fields === undefined ? null : fieldPicks(parseFields(flags.fields)),
    query: flags.query === undefined ? null : await linesQuery(flags.query),
  }
}

const highlightOf = ({ flags, style }: FormatOptions) =>
  flags.highlight === undefined ? null : highlighter(flags.highlight.map(regex), style)

const linesQuery = async (expression: string) => {
  const { parseQuery, queryOfLines } = await import('../../output/tail/query.ts')
  return queryOfLines(await parseQuery(expression))
}
