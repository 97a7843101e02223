import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Session } from '../../aws/session.ts'
import { exactJson, utf8 } from '../../domain/invoke-payload.ts'
import { setInEvent } from '../../domain/invoke-set.ts'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import { md5 } from '../../domain/sample-events/messages.ts'
import type { StackApp } from '../../domain/stack.ts'
import type { InvokeFlags } from './call.ts'

const MB = 1024 * 1024
/** (Lambda quotas: invocation payload) */
const SYNC_BYTES = 6 * MB
const ASYNC_BYTES = MB
const CONTEXT_BYTES = 3583

const badJson = (what: string, error: unknown): Problem =>
  new Problem('BadPayload', `${what} is no JSON: ${(error as Error).message}`, {
    hint: `a text is JSON in quotes too: -d '"hello"'; a file is -d @FILE`,
    exit: ExitCode.usage,
    cause: error,
  })

const cannotRead = (what: string, error: unknown): Problem =>
  new Problem('CannotRead', `${what} can't be read: ${(error as Error).message}`, {
    exit: ExitCode.usage,
    cause: error,
  })

const bytesOf = async (data: string): Promise<{ readonly what: string; readonly bytes: Uint8Array }> => {
  if (data === '-') {
    const bytes = await buffer(process.stdin).catch((error: unknown) => {
      throw cannotRead('standard input', error)
    })
    return { what: 'standard input', bytes }
  }
  if (!data.startsWith('@')) return { what: 'the payload', bytes: Buffer.from(data) }
  const file = data.slice(1)
  const bytes = await readFile(file).catch((error: unknown) => {
    throw cannotRead(file === '' ? 'the file after @' : file, error)
  })
  return { what: file, bytes }
}

/** `-d`: the text that it names, which is JSON; null where there is none. Throws a usage Problem for what is none. */
export const givenData = async (data: string | undefined): Promise<string | null> => {
  if (data === undefined) return null
  const { what, bytes } = await bytesOf(data)
  const text = utf8(bytes)?.replace(/^\ufeff/, '')
  if (text === undefined) throw badJson(what, new Error('it is not UTF-8'))
  try {
    JSON.parse(text)
  } catch (error) {
    throw badJson(what, error)
  }
  return text
}

/** `--client-context`, as it is; Lambda takes so many bytes of its base64. */
export const givenContext = (text: string | undefined): string | null => {
  if (text === undefined) return null
  try {
    JSON.parse(text)
  } catch (error) {
    throw badJson('--client-context', error)
  }
  const size = Buffer.from(text).toString('base64').length
  if (size > CONTEXT_BYTES) throw usage(`--client-context takes ${CONTEXT_BYTES} bytes of base64, and this is ${size}`)
  return text
}

/** What a queue hands over is told with its digest: an SDK that checks it would refuse a body that was set. */
const digested = (event: unknown): unknown => {
  const { Records } = event as { Records?: unknown }
  if (!Array.isArray(Records)) return event
  const records = Records.map((record: Readonly<Record<string, unknown>>) =>
    typeof record['body'] === 'string' && 'md5OfBody' in record
      ? { ...record, md5OfBody: md5(record['body']) }
      : record,
  )
  return { ...(event as object), Records: records }
}

export interface EventOptions {
  readonly flags: InvokeFlags
  /** What `-d` gave. */
  readonly data: string | null
  readonly session: Session
  readonly app: StackApp
  readonly functionName: string
  readonly signal: AbortSignal
  readonly note: (line: string) => void
}

/** The event as it goes over the wire. What was given with `-d` alone goes as it is, byte by byte. */
export const eventText = async (options: EventOptions): Promise<string> => {
  const { flags, data, session, app, functionName, signal, note } = options
  const assignments = flags.set ?? []
  if (flags.event === undefined && !flags.last && assignments.length === 0) return data ?? '{}'
  let event: unknown = data === null ? {} : exactJson(data)
  if (flags.event !== undefined) {
    const { sampleEvent } = await import('../../usecases/invoke/sample-event.ts')
    const { kind, from } = { kind: flags.event, from: flags.from }
    const sample = await sampleEvent({
      session,
      app,
      functionName,
      kind,
      from,
      carried: data,
      uuid: randomUUID,
      signal,
    })
    note(sample.told)
    event = sample.event
  }
  if (flags.last) {
    const { lastEvent } = await import('../../usecases/invoke/last-event.ts')
    const last = await lastEvent(session, app, functionName, signal)
    note(last.told)
    event = last.event
  }
  for (const assignment of assignments) event = setInEvent(event, assignment)
  return JSON.stringify(flags.event === 'sqs' || flags.last ? digested(event) : event)
}

/** A usage Problem for more than Lambda takes: nothing is sent then. */
export const checkSize = (payload: string, async: boolean): void => {
  const size = Buffer.byteLength(payload)
  const most = async ? ASYNC_BYTES : SYNC_BYTES
  if (size <= most) return
  throw usage(
    `the payload has ${size} bytes, and Lambda takes ${most}${async ? ' with --async' : ''}`,
    'put it into a bucket and send its key',
  )
}
