import type { Span } from '../../domain/trace/span.ts'
import { wrap } from './cells.ts'
import { type Line, looks, segment } from './line.ts'
import type { DetailLook } from './pane-text.ts'

/** A value of metadata as a person reads it: plain where it is plain, else JSON over several lines. */
const valueLines = (value: unknown): string[] => {
  if (typeof value === 'string') return value.split(/\r?\n/)
  return (JSON.stringify(value, null, 2) ?? 'undefined').split('\n')
}

/** More of one value is cut off: a metadata of half a megabyte is not read in a pane. */
const MOST_LINES = 400
const MOST_TEXT = 8000

const given = (fields: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)

const section = (title: string, fields: Readonly<Record<string, unknown>>, { width, words }: DetailLook): Line[] => {
  const entries = given(fields)
  if (entries.length === 0) return []
  const lines: Line[] = [[segment(title, looks.bold)]]
  for (const [name, value] of entries) {
    const label = `  ${words.safe(name)}  `
    const all = valueLines(value).map((text) =>
      text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)} (cut here)` : text,
    )
    const [first, ...rest] = all.length > MOST_LINES ? [...all.slice(0, MOST_LINES), '(cut here)'] : all
    const head = segment(label, looks.dim)
    const room = Math.max(16, width - head.cells)
    const parts = wrap(words.safe(first ?? ''), room)
    lines.push([head, segment(parts[0] ?? '')])
    const below = [...parts.slice(1), ...rest.flatMap((text) => wrap(words.safe(text), Math.max(16, width - 4)))]
    for (const text of below) lines.push([segment(`    ${text}`)])
  }
  return lines
}

/** Annotations, metadata, and what AWS, the database and HTTP told of a span. */
export const fieldLines = (span: Span, look: DetailLook): Line[] => {
  const { other, ...aws } = span.aws ?? { other: {} }
  const sections = [
    section('annotations', span.annotations, look),
    section('metadata', span.metadata, look),
    section(
      'AWS',
      { ...aws, ...('logGroups' in aws && aws.logGroups.length === 0 ? { logGroups: null } : {}), ...other },
      look,
    ),
    section('SQL', { ...span.sql }, look),
    section('HTTP', { ...span.http }, look),
  ].filter((lines) => lines.length > 0)
  if (sections.length === 0) return [[segment('it has no annotations, metadata or other fields', looks.dim)]]
  return sections.flat()
}
