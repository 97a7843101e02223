import { accessOf } from '../../domain/log/access-line.ts'
import { emfDimensions, emfMetrics } from '../../domain/log/emf.ts'
import { headline } from '../../domain/log/line.ts'
import { foldStack } from '../../domain/log/stack-frames.ts'
import type { LogEvent, LoggedError, ParsedLine } from '../../domain/log-event.ts'
import { durationText } from '../duration.ts'
import { safeText } from '../safe-text.ts'
import { type Glyphs, sgr } from '../style.ts'
import { fieldsText } from './fields-text.ts'

/** How a message is drawn; codes are empty strings where there is no colour. */
export interface Look {
  readonly glyphs: Glyphs
  readonly dim: string
  readonly red: string
  readonly yellow: string
  readonly reset: string
}

export const look = (color: boolean, glyphs: Glyphs): Look =>
  color
    ? { glyphs, dim: sgr.dim, red: sgr.red, yellow: sgr.yellow, reset: sgr.reset }
    : { glyphs, dim: '', red: '', yellow: '', reset: '' }

/** The frames of the app, and how many of others' were left out. */
const stackRows = (stack: string, { dim, reset }: Look): string[] =>
  foldStack(stack).map(({ text, folded }) => {
    const count = folded === 0 ? '' : `+${folded} frame${folded === 1 ? '' : 's'}`
    const shown = safeText(text)
    return `${dim}${shown}${shown !== '' && count !== '' ? '  ' : ''}${count}${reset}`
  })

/** The error's own words where `told` does not hold them yet, and its frames. */
const errorRows = (told: string, error: LoggedError, view: Look): string[] => {
  const said = headline(error)
  const known = said === '' || told.includes(error.message ?? said)
  return [
    ...(known ? [] : safeText(said, { keepNewlines: true }).split('\n')),
    ...(error.stack ? stackRows(error.stack, view) : []),
  ]
}

/** An app's line: its text, the other fields dim behind it, its error below. */
const appRows = ({ text, fields, error }: ParsedLine, view: Look): string[] => {
  const others = fields === null ? '' : fieldsText(fields, view.glyphs.cut)
  const rows = text === '' ? [] : safeText(text, { keepNewlines: true }).split('\n')
  if (others !== '') {
    const first = rows[0]
    if (first === undefined) rows.push(`${view.dim}${others}${view.reset}`)
    else rows[0] = `${first}  ${view.dim}${others}${view.reset}`
  }
  if (error !== null) rows.push(...errorRows(`${text} ${others}`, error, view))
  return rows.length === 0 ? [''] : rows
}

const emfRows = ({ fields }: ParsedLine, { dim, reset, glyphs }: Look): string[] => {
  const record = fields ?? {}
  const metrics = emfMetrics(record).map(({ name, value, unit }) => {
    const shown = value === null ? '?' : Array.isArray(value) ? value.join(',') : String(value)
    return `${name}=${shown}${unit === null || unit === 'Count' ? '' : ` ${unit}`}`
  })
  const spaces = [...new Set(emfMetrics(record).map(({ namespace }) => namespace))]
  const dimensions = fieldsText(
    Object.fromEntries(emfDimensions(record).map((name) => [name, record[name] ?? null])),
    glyphs.cut,
  )
  return [
    `${dim}${safeText([`${glyphs.metric} ${spaces.join(' ')}`, ...metrics, dimensions].filter(Boolean).join('  '))}${reset}`,
  ]
}

const accessRows = (parsed: ParsedLine, view: Look): string[] => {
  const { method, path, status, latencyMs } = accessOf(parsed.fields ?? {})
  if (status === null || (method === null && path === null)) return appRows(parsed, view)
  const tone = status >= 500 ? view.red : status >= 400 ? view.yellow : ''
  const request = [method, path].filter((part) => part !== null).join(' ')
  const took = latencyMs === null ? '' : `  ${durationText(latencyMs)}`
  return [`${safeText(request)} ${view.glyphs.arrow} ${tone}${status}${tone === '' ? '' : view.reset}${took}`]
}

const workflowRows = (parsed: ParsedLine, view: Look): string[] => {
  const arn = parsed.fields?.['execution_arn']
  const execution = typeof arn === 'string' ? (arn.split(':').at(-1) ?? '') : ''
  return appRows({ ...parsed, fields: execution === '' ? parsed.fields : { execution } }, view)
}

/** What stands right of the header, row by row. Every piece of it that came from AWS is safe for a terminal. */
export const messageRows = ({ parsed }: LogEvent, view: Look): string[] => {
  if (parsed.kind === 'emf') return emfRows(parsed, view)
  if (parsed.kind === 'access') return accessRows(parsed, view)
  return parsed.kind === 'workflow' ? workflowRows(parsed, view) : appRows(parsed, view)
}

/** The message as it came, for `--platform`. */
export const asItWas = ({ message }: LogEvent, { dim, reset }: Look): string[] =>
  safeText(message.replace(/\r\n?/g, '\n').trimEnd(), { keepNewlines: true })
    .split('\n')
    .map((row) => `${dim}${row}${reset}`)
