import { type OwnFrame, ownFrame } from './signature-frame.ts'
import { MASK, mask, type Template } from './signature-mask.ts'

/** A failure of a function, as its lines or Lambda's told it. */
export interface Failure {
  /** `TypeError`, `Runtime.ImportModuleError`; null for a line of level ERROR without an error, and for Lambda's own words. */
  readonly type: string | null
  /** As it came: with its numbers, ids and all its lines. */
  readonly message: string
  /** A frame a line. */
  readonly stack: string | null
  /** Lambda ended the function (timeout, memory, exit, init): the function is the place of it, for there is no frame. */
  readonly byLambda: boolean
}

/** What makes failures the same, however their ids, numbers and times differ. */
export interface Signature {
  /** Stable from run to run: `TypeError: Cannot read properties of undefined (reading '<*>') at wrapGift (fulfil.ts)`. */
  readonly text: string
  readonly type: string | null
  readonly message: Template
  readonly frame: OwnFrame | null
}

const firstLine = (message: string): string => {
  const start = message.search(/\S/)
  if (start < 0) return ''
  const end = message.indexOf('\n', start)
  return message.slice(start, end < 0 ? undefined : end).trimEnd()
}

/** Ruby's runtime writes `Function<TypeError>`. */
const typeOf = (type: string): string => mask(type.replace(/^Function<(.*)>$/, '$1')).text

/** `chunk-4F2KX9QZ.mjs`: bundlers name files by what is in them. */
const fileOf = (path: string): string => path.replace(/[A-Za-z0-9]{8,}/g, (word) => (/\d/.test(word) ? MASK : word))

/** `lambda$pack$0`, `<Pack>d__5`: compilers number what has no name. */
const nameOf = (label: string): string => label.replace(/\d+/g, MASK)

/** The place without its line, which moves with every edit; with it only where nothing else tells one place from another. */
const placeOf = ({ path, line, label }: OwnFrame): string => {
  const file = fileOf(path)
  if (label === null) return line === null ? file : `${file}:${line}`
  const name = nameOf(label)
  return file === '' ? name : `${name} (${file})`
}

/** The signature of a failure in the function that a person calls `source`. */
export const signatureOf = ({ type, message, stack, byLambda }: Failure, source: string): Signature => {
  const template = mask(firstLine(message))
  const kind = type === null ? null : typeOf(type)
  const frame = byLambda ? null : ownFrame(stack)
  const said = [kind, template.text].filter(Boolean).join(': ')
  const text = byLambda ? `${source}: ${said}` : frame === null ? said : `${said} at ${placeOf(frame)}`
  return { text, type: kind, message: template, frame }
}
