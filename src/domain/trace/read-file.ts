import { usage } from '../problem.ts'
import { assemble } from './assemble.ts'
import { readDocument } from './build.ts'
import { toXrayId } from './ids.ts'
import { hexId } from './otel-fields.ts'
import { readOtelSpan } from './otel-span.ts'
import { otlpSpans } from './otlp.ts'
import { type Gathered, gathered } from './record.ts'
import type { Trace } from './trace.ts'
import { field, isRecord, listIn, textIn, trueIn } from './untrusted.ts'

const expected =
  'a BatchGetTraces or ListRetrievedTraces answer, X-Ray segment documents, or OpenTelemetry spans (OTLP JSON)'

interface Pile {
  readonly id: string
  readonly gathered: Gathered
  limitExceeded: boolean
}

/** Traces in the order in which the file first tells of them. */
const piles = () => {
  const found = new Map<string, Pile>()
  return {
    found,
    at: (said: string | null): Pile => {
      const id = said === null ? null : (toXrayId(said) ?? said)
      // A document without a trace id belongs to the one trace of the file, if there is one.
      const key = id ?? (found.size === 1 ? [...found.keys()][0]! : 'unknown')
      const pile = found.get(key) ?? { id: key, gathered: gathered(), limitExceeded: false }
      found.set(key, pile)
      return pile
    },
  }
}
type Piles = ReturnType<typeof piles>

const parsed = (text: string): { value: unknown } | { problem: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** One of `Segments[]` or `Spans[]`: `{Id, Document}` with the document as text or as an object, or the document itself. */
const readPart = (part: unknown, pile: Pile, format: 'xray' | 'otel'): void => {
  const id = textIn(part, 'Id')
  const document = field(part, 'Document') ?? part
  const read = typeof document === 'string' ? parsed(document) : { value: document }
  if ('value' in read) readDocument(read.value, id, format, pile.gathered)
  else pile.gathered.invalid.push({ id, reason: `it is no JSON (${read.problem})` })
}

const readTrace = (trace: unknown, into: Piles): void => {
  const pile = into.at(textIn(trace, 'Id'))
  pile.limitExceeded ||= trueIn(trace, 'LimitExceeded')
  for (const part of listIn(trace, 'Segments')) readPart(part, pile, 'xray')
  for (const part of listIn(trace, 'Spans')) readPart(part, pile, 'otel')
}

const isTrace = (value: unknown): boolean =>
  Array.isArray(field(value, 'Segments')) || Array.isArray(field(value, 'Spans'))

/** Readers of one value of the file, by how it looks. */
const readers: readonly {
  readonly is: (value: unknown) => boolean
  readonly read: (value: unknown, into: Piles) => void
}[] = [
  {
    is: (value) => Array.isArray(field(value, 'Traces')),
    read: (value, into) => {
      for (const trace of listIn(value, 'Traces')) readTrace(trace, into)
    },
  },
  { is: isTrace, read: readTrace },
  {
    is: (value) => Array.isArray(field(value, 'resourceSpans')),
    read: (value, into) => {
      for (const { span, resource } of otlpSpans(value))
        readOtelSpan(span, resource, null, into.at(hexId(textIn(span, 'traceId'))).gathered)
    },
  },
  {
    // Log records carry both ids too.
    is: (value) =>
      ['spanId', 'traceId'].every((key) => field(value, key) !== undefined) &&
      ['startTimeUnixNano', 'endTimeUnixNano', 'kind'].some((key) => field(value, key) !== undefined),
    read: (value, into) => readOtelSpan(value, null, null, into.at(hexId(textIn(value, 'traceId'))).gathered),
  },
  {
    is: (value) => typeof field(value, 'Document') === 'string' || isRecord(field(value, 'Document')),
    read: (value, into) => {
      const inner = field(value, 'Document')
      const read = typeof inner === 'string' ? parsed(inner) : { value: inner }
      readPart(value, into.at('value' in read ? textIn(read.value, 'trace_id') : null), 'xray')
    },
  },
  {
    is: (value) =>
      field(value, 'id') !== undefined &&
      ['start_time', 'end_time', 'trace_id', 'subsegments'].some((key) => field(value, key) !== undefined),
    read: (value, into) => readDocument(value, null, 'xray', into.at(textIn(value, 'trace_id')).gathered),
  },
]

/** What the X-Ray daemon is sent before each document. */
const isDaemonHeader = (value: unknown): boolean =>
  textIn(value, 'format') === 'json' && field(value, 'version') !== undefined

/** What is none of the things that a trace file holds, found among what is. */
interface Reading {
  known: boolean
  readonly strange: unknown[]
}

const readValue = (value: unknown, into: Piles, reading: Reading): void => {
  for (const one of Array.isArray(value) ? value.flat() : [value]) {
    const reader = readers.find(({ is }) => is(one))
    if (reader !== undefined) {
      reader.read(one, into)
      reading.known = true
    } else if (!isDaemonHeader(one)) reading.strange.push(one)
  }
}

const header = /^\s*\{\s*"format"\s*:\s*"json"\s*,\s*"version"\s*:\s*\d+\s*\}\s*$/m

const lines = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '')

/** The JSON values of a file: one, or one a line, some of them perhaps broken; or daemon headers with documents of several lines. */
const valuesOf = (text: string): readonly ({ value: unknown } | { problem: string })[] => {
  const whole = parsed(text)
  if ('value' in whole) return [whole]
  const found = text
    .split(header)
    .filter((block) => block.trim() !== '')
    .flatMap((block) => {
      const one = parsed(block)
      return 'value' in one ? [one] : lines(block).map(parsed)
    })
  return found.some((one) => 'value' in one) ? found : [whole]
}

/**
 * The traces of a saved answer or of a file that a tool wrote: BatchGetTraces and ListRetrievedTraces answers, one trace of them, segment
 * documents (one, a list, one a line, as sent to the daemon), OTLP JSON (one request, or one a line), events of `aws/spans`.
 * Throws a Problem where it is none of these.
 */
export const readTraceFile = (text: string): Trace[] => {
  const into = piles()
  const reading: Reading = { known: false, strange: [] }
  const problems: string[] = []
  for (const one of valuesOf(text.replace(/^\uFEFF/, ''))) {
    if ('value' in one) readValue(one.value, into, reading)
    else problems.push(`it is no JSON (${one.problem})`)
  }
  if (!reading.known) {
    throw usage(`this file holds no trace: ${problems[0] ?? 'its JSON is something else'}`, `give ${expected}`)
  }
  if (problems.length + reading.strange.length > 0) {
    const { invalid } = into.at(null).gathered
    for (const reason of problems) invalid.push({ id: null, reason })
    for (const value of reading.strange)
      invalid.push({ id: textIn(value, 'id') ?? textIn(value, 'spanId'), reason: 'it is neither a segment nor a span' })
  }
  return [...into.found.values()].map(({ id, gathered: of, limitExceeded }) => assemble(id, of, limitExceeded))
}
