import { requestIdKeys, traceIdKeys } from '../../domain/log/ids.ts'
import type { LogLevel } from '../../domain/log-event.ts'
import { dull, longestValue } from './fields-text.ts'
import { endOf, type Glance, levelAt } from './glance-words.ts'

/** What a key of a record means for what is shown of it. `strange`: the record takes reading. */
type Role = 'level' | 'message' | 'time' | 'requestId' | 'traceId' | 'dull' | 'field' | 'strange'

const roles = new Map<string, Role>([
  ...[...dull].map((key) => [key, 'dull'] as const),
  ...['level', 'severity', 'log.level', 'levelname', '@l', 'lvl', 'LogLevel', 'logLevel'].map(
    (key) => [key, 'level'] as const,
  ),
  ...['message', 'msg', '@m', '@mt', 'Message', 'event'].map((key) => [key, 'message'] as const),
  ...['timestamp', 'time', '@timestamp', 'ts', '@t', 'Timestamp'].map((key) => [key, 'time'] as const),
  ...requestIdKeys.map((key) => [key, 'requestId'] as const),
  ...traceIdKeys.map((key) => [key, 'traceId'] as const),
  // Errors, records of services, metrics: whatever tells more than a field does.
  ...[
    ...[
      'errorType',
      'errorMessage',
      'error',
      'err',
      'exception',
      'Exception',
      'exc',
      'exc_info',
      'exception_name',
      '@x',
    ],
    ...['error.type', 'error.message', 'error.stack_trace', 'stack', 'stack_trace', 'stacktrace'],
    ...['record', '_aws', 'execution_arn', 'event_timestamp', 'message_type', 'resource_arn'],
    ...['httpMethod', 'routeKey', '__proto__', 'log'],
  ].map((key) => [key, 'strange'] as const),
])

/** Roles of which a record has one key at most; with two, one of them would be a field after all. */
const lonely = new Set<Role>(['level', 'message', 'requestId', 'traceId'])

/** A key of a record after those before it: records of one place in the code have the same keys in the same order. */
interface Step {
  /** `"key":` */
  readonly sign: string
  readonly role: Role
  /** `key=`, with a space before it where fields stand before it. */
  readonly lead: string
  readonly before: Step | null
  next: Step[]
}

const QUOTE = 34
const COMMA = 44
const MINUS = 45
const DOT = 46
const COLON = 58
const EQUALS = 61
const CLOSE_BRACE = 125

/** Beside what is not shown as it is: anything escaped. */
const uncommon = /[\u0000-\u001f\\\u007f-\u00a0\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/
const xray = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/

const roleOf = (key: string, before: Step | null): Role => {
  // Keys that are numbers stand first when a record is read.
  if (/^\d/.test(key)) return 'strange'
  const role = roles.get(key) ?? 'field'
  for (let step = before; step !== null; step = step.before)
    if (step.sign === `"${key}":` || (step.role === role && lonely.has(role))) return 'strange'
  return role
}

const stepOf = (key: string, before: Step | null): Step => {
  let isFirst = true
  for (let step = before; step !== null; step = step.before) if (step.role === 'field') isFirst = false
  return { sign: `"${key}":`, role: roleOf(key, before), lead: `${isFirst ? '' : ' '}${key}=`, before, next: [] }
}

/** Where a number ends that is written as JavaScript writes it; -1 for any other. */
const numberEnd = (text: string, from: number): number => {
  let at = text.charCodeAt(from) === MINUS ? from + 1 : from
  const first = at
  let code = text.charCodeAt(at)
  while (code >= 48 && code <= 57) code = text.charCodeAt(++at)
  const whole = at - first
  if (whole === 0 || (whole > 1 && text.charCodeAt(first) === 48)) return -1
  if (code === DOT) {
    const dot = at
    code = text.charCodeAt(++at)
    while (code >= 48 && code <= 57) code = text.charCodeAt(++at)
    // Beyond six digits there are numbers that are written with an exponent.
    if (at === dot + 1 || at > dot + 7 || text.charCodeAt(at - 1) === 48) return -1
  } else if (text.charCodeAt(first) === 48 && first > from) return -1
  return at - first > 15 || code === 69 || code === 101 ? -1 : at
}

/** Where `true`, `false`, `null` or a number ends; -1 for anything else. */
const wordEnd = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  if (code === 116) return text.startsWith('true', at) ? at + 4 : -1
  if (code === 102) return text.startsWith('false', at) ? at + 5 : -1
  if (code === 110) return text.startsWith('null', at) ? at + 4 : -1
  return numberEnd(text, at)
}

/** Whether a text is shown without quotes: no white space, no `=`; what is not ASCII may hold either. -1 = it takes reading. */
const isWord = (text: string, from: number, to: number): boolean | -1 => {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code > 126) return -1
    if (code === 32 || code === EQUALS) return false
  }
  return to > from
}

/** The level that the text from `from` to `to` names in the usual letters; null for any other. */
const levelIn = (text: string, from: number, to: number): LogLevel | null => {
  const level = levelAt(text, from)
  if (level !== null && level.length === to - from) return level
  const word = text.slice(from, to)
  if (word === 'info') return 'INFO'
  if (word === 'warn') return 'WARN'
  if (word === 'error') return 'ERROR'
  if (word === 'WARNING') return 'WARN'
  return word === 'debug' ? 'DEBUG' : null
}

/** Steps that are remembered, in all and after one other; a log whose keys are never the same is read in full. */
const mostSteps = 2000
const mostNext = 16

/** A glance at a flat record of a logger: texts, numbers, true, false and null only, nothing escaped, a level and a message in it. */
export const recordGlancer = (cut: string): ((message: string) => Glance | null) => {
  const firsts: Step[] = []
  let steps = 0

  const stepAt = (text: string, at: number, before: Step | null): Step | null => {
    const known = before === null ? firsts : before.next
    for (const step of known) if (text.startsWith(step.sign, at)) return step
    const close = text.indexOf('"', at + 1)
    if (close < 0 || text.charCodeAt(at) !== QUOTE || text.charCodeAt(close + 1) !== COLON) return null
    if (steps >= mostSteps || known.length >= mostNext) return null
    steps++
    const made = stepOf(text.slice(at + 1, close), before)
    known.push(made)
    return made
  }

  return (message) => {
    const end = endOf(message)
    if (message.charCodeAt(end - 1) !== CLOSE_BRACE) return null
    if (uncommon.test(end === message.length ? message : message.slice(0, end))) return null
    let level: LogLevel | null = null
    let text = ''
    let others = ''
    let step: Step | null = null
    for (let at = 1; ; at++) {
      step = stepAt(message, at, step)
      if (step === null || step.role === 'strange') return null
      const { role } = step
      at += step.sign.length
      if (message.charCodeAt(at) === 32) at++
      const from = at
      if (message.charCodeAt(at) === QUOTE) {
        const close = message.indexOf('"', at + 1)
        if (close < 0) return null
        at = close + 1
        if (role === 'field') {
          const word = isWord(message, from + 1, close)
          if (word === -1) return null
          const shown = word ? message.slice(from + 1, close) : message.slice(from, at)
          others += step.lead + (shown.length <= longestValue ? shown : shown.slice(0, longestValue - cut.length) + cut)
        } else if (role === 'level') {
          level = levelIn(message, from + 1, close)
          if (level === null) return null
        } else if (role === 'message') text = message.slice(from + 1, close)
        else if (role === 'requestId') {
          if (close === from + 1) return null
        } else if (role === 'traceId' && !xray.test(message.slice(from + 1, close))) return null
      } else {
        at = wordEnd(message, at)
        if (at < 0 || role === 'level' || role === 'message' || role === 'requestId' || role === 'traceId') return null
        if (role === 'field') others += step.lead + message.slice(from, at)
      }
      const code = message.charCodeAt(at)
      if (code === CLOSE_BRACE) {
        if (at !== end - 1) return null
        break
      }
      if (code !== COMMA) return null
      if (message.charCodeAt(at + 1) === 32) at++
    }
    // White space at the end of a row is not shown.
    if (others === '') text = text.trimEnd()
    return level === null || text === '' ? null : { level, text, others }
  }
}
