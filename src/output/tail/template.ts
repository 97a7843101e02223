import { fieldAt } from '../../domain/log/field-path.ts'
import { jsonRecord } from '../../domain/log/json-record.ts'
import { headline } from '../../domain/log/line.ts'
import { streamVersion } from '../../domain/log/stream-version.ts'
import { parseTemplate, type TemplateName, type TemplatePiece } from '../../domain/log/template.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import type { CiGuard } from '../ci-commands.ts'
import type { Highlight } from '../highlight.ts'
import { safeText } from '../safe-text.ts'
import { glyphs, type Style, sgr } from '../style.ts'
import { asciiMeasure, cutTo, type Measure } from '../width.ts'
import { levelCells } from './columns.ts'
import { fieldsText } from './fields-text.ts'
import { colorOf } from './source-cell.ts'
import { type Stamp, stamp, type Timestamps } from './stamp.ts'

export interface TemplateOptions {
  readonly template: string
  readonly style: Style
  readonly zone: string | null
  readonly timestamps?: Timestamps
  readonly guard?: CiGuard | null
  readonly measure?: Measure
  readonly highlight?: Highlight | null
}

type Read = (event: LogEvent) => string | null

const iso = (at: number | null): string | null => {
  const date = new Date(at ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
const text = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)

const readers = (time: Stamp, cut: string): Readonly<Record<TemplateName, Read>> => ({
  time: ({ at }) => time.text(at),
  date: ({ at }) => time.day(at),
  iso: ({ at }) => iso(at),
  epoch: ({ at }) => String(at),
  ingested: ({ ingestedAt }) => iso(ingestedAt),
  late: ({ late }) => (late ? '~' : null),
  stack: ({ source }) => source.stack,
  function: ({ source }) => source.name,
  source: ({ source }) => source.name,
  sourceType: ({ source }) => source.sourceType,
  functionName: ({ source }) => source.functionName,
  logicalId: ({ source }) => source.logicalId,
  version: ({ stream }) => streamVersion(stream),
  logGroup: ({ group }) => group,
  logStream: ({ stream }) => stream,
  eventId: ({ id }) => id,
  level: ({ parsed }) => parsed.level,
  requestId: ({ parsed }) => parsed.requestId,
  req: ({ parsed }) => parsed.requestId?.slice(0, 8) ?? null,
  traceId: ({ parsed }) => parsed.traceId,
  kind: ({ parsed }) => parsed.kind,
  format: ({ parsed }) => parsed.format,
  message: ({ parsed }) => parsed.text,
  raw: ({ message }) => message.replace(/[\r\n]+$/, ''),
  error: ({ parsed }) => (parsed.error === null ? null : headline(parsed.error)),
  'error.type': ({ parsed }) => parsed.error?.type ?? null,
  'error.message': ({ parsed }) => parsed.error?.message ?? null,
  'error.stack': ({ parsed }) => parsed.error?.stack ?? null,
  fields: ({ parsed }) => (parsed.fields === null ? null : fieldsText(parsed.fields, cut)),
  json: ({ message }) => text(jsonRecord(message)),
})

const fieldReader =
  (path: string): Read =>
  ({ message, parsed: { fields } }) =>
    text((fields === null ? undefined : fieldAt(fields, path)) ?? fieldAt(jsonRecord(message), path))

/**
 * `tail -o template`: each event as its template says, nothing folded, in a line (or several) of its own. Values are safe for a terminal;
 * their line breaks stay. On a terminal times, functions and levels have their colours.
 */
export const template = (options: TemplateOptions): ((event: LogEvent) => string) => {
  const { style, zone, timestamps = 'local', guard = null, measure = asciiMeasure, highlight = null } = options
  const { cut } = glyphs(style)
  const time = stamp(timestamps, zone)
  const read = readers(time, cut)
  const levels = levelCells(style.color)
  const tone = (name: string, { source, parsed }: LogEvent): string => {
    if (!style.color) return ''
    if (name === 'time' || name === 'date' || name === 'iso') return sgr.dim
    if (name === 'function' || name === 'source') return `\u001b[${colorOf(source.name)}m`
    if (name !== 'level' || parsed.level === null) return ''
    return /^(?:\u001b\[[0-9;]*m)+/.exec(levels[parsed.level])?.[0] ?? ''
  }
  const draw = (piece: TemplatePiece): ((event: LogEvent) => string) => {
    if (piece.type === 'text') return () => piece.text
    const { name, path, otherwise, align, width, most } = piece
    const value = name === 'field' ? fieldReader(path) : read[name]
    return (event) => {
      const found = value(event)
      const safe = safeText(found === null || found === '' ? otherwise : found, { keepNewlines: true })
      const short = most === null ? safe : cutTo(safe, most, cut, measure)
      const padding = width === 0 ? '' : ' '.repeat(Math.max(0, width - measure.width(short)))
      const code = short === '' ? '' : tone(name, event)
      const shown = code === '' ? short : `${code}${short}${sgr.reset}`
      return align === '>' ? padding + shown : shown + padding
    }
  }
  const pieces = parseTemplate(options.template).map(draw)
  return (event) => {
    const joined = pieces.map((piece) => piece(event)).join('')
    const marked = highlight === null ? joined : joined.split('\n').map(highlight).join('\n')
    const whole = marked.endsWith('\n') ? marked : `${marked}\n`
    return guard === null ? whole : guard.text(whole)
  }
}
