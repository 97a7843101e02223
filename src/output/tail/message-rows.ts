import { accessOf } from '../../domain/log/access-line.ts'
import { type EmfMetric, emfDimensions, emfMetrics } from '../../domain/log/emf.ts'
import { isUuid } from '../../domain/log/ids.ts'
import { headline } from '../../domain/log/line.ts'
import { foldStack, isFrame } from '../../domain/log/stack-frames.ts'
import type { LogEvent, LoggedError } from '../../domain/log-event.ts'
import { durationText } from '../duration.ts'
import { safeText } from '../safe-text.ts'
import { type Glyphs, sgr } from '../style.ts'
import type { FieldPicks } from './field-picks.ts'
import { fieldsText } from './fields-text.ts'
import type { Found } from './query.ts'

/** A row right of the header. A `frame` of a stack is never broken inside a word. */
export interface Row {
  readonly text: string
  readonly frame: boolean
}

const row = (text: string): Row => ({ text, frame: false })

/** How a message is drawn; codes are empty strings where there is no colour. */
export interface Look {
  readonly glyphs: Glyphs
  readonly dim: string
  readonly red: string
  readonly yellow: string
  readonly reset: string
  /** `--fields`: these alone; null shows all. */
  readonly picks: FieldPicks | null
  /** `--query`: what it finds takes the place of the message. */
  readonly query: ((event: LogEvent) => Found) | null
}

export const look = (
  color: boolean,
  glyphs: Glyphs,
  picks: FieldPicks | null = null,
  query: Look['query'] = null,
): Look =>
  color
    ? { glyphs, picks, query, dim: sgr.dim, red: sgr.red, yellow: sgr.yellow, reset: sgr.reset }
    : { glyphs, picks, query, dim: '', red: '', yellow: '', reset: '' }

const othersOf = (event: LogEvent, { glyphs, picks }: Look): string => {
  if (picks !== null) return fieldsText(picks(event), glyphs.cut, { longest: Number.POSITIVE_INFINITY, all: true })
  const { fields } = event.parsed
  return fields === null ? '' : fieldsText(fields, glyphs.cut)
}

/** The frames of the app, and how many of others' were left out. */
const stackRows = (stack: string, { dim, reset }: Look): Row[] =>
  foldStack(stack).map(({ text, folded }) => {
    const count = folded === 0 ? '' : `+${folded} frame${folded === 1 ? '' : 's'}`
    const shown = safeText(text)
    return { text: `${dim}${shown}${shown !== '' && count !== '' ? '  ' : ''}${count}${reset}`, frame: isFrame(text) }
  })

/** The error's own words where `told` does not hold them yet, and its frames. */
const errorRows = (told: string, error: LoggedError, view: Look): Row[] => {
  const said = headline(error)
  const known = said === '' || told.includes(error.message ?? said)
  return [
    ...(known ? [] : safeText(said, { keepNewlines: true }).split('\n').map(row)),
    ...(error.stack ? stackRows(error.stack, view) : []),
  ]
}

/** An app's line: its text, the other fields dim behind it, its error below. */
const appRows = (event: LogEvent, view: Look): Row[] => {
  const { text, error } = event.parsed
  const others = othersOf(event, view)
  const shown = others === '' ? '' : `${view.dim}${others}${view.reset}`
  const safe = safeText(text, { keepNewlines: true })
  const at = safe.indexOf('\n')
  const first = at < 0 ? safe : safe.slice(0, at)
  const rows = [row(first === '' || shown === '' ? first + shown : `${first}  ${shown}`)]
  if (at >= 0) for (const more of safe.slice(at + 1).split('\n')) rows.push(row(more))
  if (error !== null) {
    if (safe === '' && shown === '') rows.length = 0
    for (const more of errorRows(`${text} ${others}`, error, view)) rows.push(more)
  }
  return rows
}

const metricText = ({ name, value, unit }: EmfMetric): string => {
  const shown = value === null ? '?' : Array.isArray(value) ? value.join(',') : String(value)
  return `${name}=${shown}${unit === null || unit === 'Count' ? '' : ` ${unit}`}`
}

/** One dim line for the metrics of a record: `∿ Shop  Orders=1  Took=5,7 Milliseconds  service=orders`. */
const emfRows = (event: LogEvent, { dim, reset, glyphs, picks }: Look): Row[] => {
  const record = event.parsed.fields ?? {}
  const metrics = emfMetrics(record)
  const spaces = [...new Set(metrics.map(({ namespace }) => namespace))].filter(Boolean)
  const shown = picks?.(event) ?? Object.fromEntries(emfDimensions(record).map((name) => [name, record[name] ?? null]))
  const parts = [
    [glyphs.metric, ...spaces].join(' '),
    ...metrics.map(metricText),
    fieldsText(shown, glyphs.cut, { all: picks !== null }),
  ]
  return [row(`${dim}${safeText(parts.filter(Boolean).join('  '))}${reset}`)]
}

const accessRows = (event: LogEvent, view: Look): Row[] => {
  const { method, path, status, latencyMs } = accessOf(event.parsed.fields ?? {})
  if (status === null || (method === null && path === null)) return appRows(event, view)
  const tone = status >= 500 ? view.red : status >= 400 ? view.yellow : ''
  const request = [method, path].filter((part) => part !== null).join(' ')
  const took = latencyMs === null ? '' : `  ${durationText(latencyMs)}`
  const picked = view.picks === null ? '' : othersOf(event, view)
  const others = picked === '' ? '' : `  ${view.dim}${picked}${view.reset}`
  return [
    row(`${safeText(request)} ${view.glyphs.arrow} ${tone}${status}${tone === '' ? '' : view.reset}${took}${others}`),
  ]
}

/** The name in an execution's ARN, which an express workflow's goes on from; of a UUID, what tells it apart at a glance. */
const shortExecution = (arn: string): string => {
  const parts = arn.split(':')
  const name = parts[7] ?? parts.at(-1)!
  return isUuid(name) ? name.slice(0, 8) : name
}

const workflowRows = (event: LogEvent, view: Look): Row[] => {
  const arn = event.parsed.fields?.['execution_arn']
  const execution = typeof arn === 'string' ? shortExecution(arn) : ''
  if (execution === '' || view.picks !== null) return appRows(event, view)
  return appRows({ ...event, parsed: { ...event.parsed, fields: { execution } } }, view)
}

/** What `--query` found: a text as it is, an object as its fields, a list as JSON. */
const foundRows = (value: unknown, { dim, reset, glyphs }: Look): Row[] => {
  if (value === null || value === undefined) return [row(`${dim}${glyphs.none}${reset}`)]
  if (typeof value === 'string') return safeText(value, { keepNewlines: true }).split('\n').map(row)
  if (typeof value !== 'object' || Array.isArray(value)) return [row(safeText(JSON.stringify(value) ?? ''))]
  const options = { longest: Number.POSITIVE_INFINITY, all: true }
  return [row(fieldsText(value as Readonly<Record<string, unknown>>, glyphs.cut, options))]
}

/** What stands right of the header, row by row. Every piece of it that came from AWS is safe for a terminal. */
export const messageRows = (event: LogEvent, view: Look): Row[] => {
  const { kind } = event.parsed
  const found = view.query === null ? null : view.query(event)
  if (found?.isJson) return foundRows(found.value, view)
  if (kind === 'emf') return emfRows(event, view)
  if (kind === 'access') return accessRows(event, view)
  return kind === 'workflow' ? workflowRows(event, view) : appRows(event, view)
}

/** The message as it came, for `--platform`. */
export const asItWas = ({ message }: LogEvent, { dim, reset }: Look): Row[] =>
  safeText(message.replace(/\r\n?/g, '\n').trimEnd(), { keepNewlines: true })
    .split('\n')
    .map((text) => row(`${dim}${text}${reset}`))
