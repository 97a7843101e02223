import { nearest } from '../nearest.ts'
import { usage } from '../problem.ts'

/** What `{name}` may name, and what it stands for. */
export const templateNames = {
  time: 'time of the event as --timestamps writes it',
  date: 'its day, 2026-11-23',
  iso: 'ISO 8601 in UTC',
  epoch: 'milliseconds since 1970',
  ingested: 'when CloudWatch took it, ISO 8601 in UTC',
  late: '~ where it came after later ones',
  stack: "the stack's name",
  function: 'what the template of the app calls the source (also {source})',
  source: 'the same',
  sourceType: 'function, api, workflow, bus or group',
  functionName: "the function's physical name",
  logicalId: 'logical id',
  version: 'version of the function',
  logGroup: 'log group',
  logStream: 'log stream',
  eventId: "CloudWatch's id of the event",
  level: 'TRACE, DEBUG, INFO, WARN, ERROR, FATAL',
  requestId: 'request id',
  req: 'its first eight characters',
  traceId: 'X-Ray trace id',
  kind: 'app, report, start ...',
  format: 'text or json',
  message: 'the part of the message that a person reads',
  raw: 'the message as it came',
  error: 'Type: message of the error',
  'error.type': 'its type',
  'error.message': 'its message',
  'error.stack': 'its frames',
  fields: 'the other fields of a JSON line, key=value',
  'fields.PATH': 'one of them: fields.user.id',
  json: "the line's JSON",
} as const

export type TemplateName = Exclude<keyof typeof templateNames, 'fields.PATH'>

/** A text to print as it is, or a value. `width` pads, `most` cuts, in columns; `otherwise` stands where there is no value. */
export type TemplatePiece =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'value'
      readonly name: TemplateName | 'field'
      /** Of a field. */
      readonly path: string
      readonly otherwise: string
      readonly align: '<' | '>'
      readonly width: number
      readonly most: number | null
    }

const names = Object.keys(templateNames).filter((name) => name !== 'fields.PATH')
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' }
const form = /^([^|:{}]+)(?:\|([^:{}]*))?(?::([<>]?)(\d{1,4})?(?:\.(\d{1,4}))?)?$/

const value = (inside: string, template: string): TemplatePiece => {
  const match = form.exec(inside)
  if (!match) {
    throw usage(
      `{${inside}} in the template ${JSON.stringify(template)} is not understood`,
      'write it like {level}, {level:5}, {message:.80}, {fields.orderId|-:>10}; {{ is a brace',
    )
  }
  const [, written = '', otherwise = '', align = '<', width, most] = match
  const word = written.trim()
  const path = word.startsWith('fields.') ? word.slice(7) : ''
  if (path === '' && !names.includes(word)) {
    const near = nearest(word, names)
    throw usage(
      `{${word}} is no name that a template knows`,
      near.length > 0
        ? `did you mean ${near.map((name) => `{${name}}`).join(' or ')}? A field of a JSON line is {fields.${word}}`
        : `a field of a JSON line is {fields.${word}}; else there are: ${Object.keys(templateNames).join(', ')}`,
    )
  }
  return {
    type: 'value',
    name: path === '' ? (word as TemplateName) : 'field',
    path,
    otherwise,
    align: align === '>' ? '>' : '<',
    width: Number(width ?? 0),
    most: most === undefined ? null : Number(most),
  }
}

/**
 * Reads `{time} {function:<12} {level|-:5} {fields.order.id} {message:.80}\n`. `{{` and `}}` are braces, `\n`, `\t`, `\\` what they are
 * elsewhere. A Problem (usage) for a name that there is not, with the nearest that there is.
 */
export const parseTemplate = (template: string): readonly TemplatePiece[] => {
  const pieces: TemplatePiece[] = []
  let text = ''
  const part = /\{\{|\}\}|\\([nt\\])|\{([^{}]*)\}|([{}])|[^{}\\]+|\\/g
  for (const [whole, escaped, inside, brace] of template.matchAll(part)) {
    if (brace !== undefined) {
      throw usage(
        `a "${brace}" in the template ${JSON.stringify(template)} has no partner`,
        'a brace itself is written {{ or }}',
      )
    }
    if (inside === undefined) {
      text += escaped === undefined ? whole.replace('{{', '{').replace('}}', '}') : escapes[escaped]
      continue
    }
    if (text !== '') pieces.push({ type: 'text', text })
    text = ''
    pieces.push(value(inside, template))
  }
  if (text !== '') pieces.push({ type: 'text', text })
  return pieces
}
