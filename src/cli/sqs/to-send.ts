import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { ExitCode, Problem, usage } from '../../domain/problem.ts'
import type { MessageAttribute, OutgoingMessage } from '../../domain/sqs/message.ts'
import { messagesIn } from '../../domain/sqs/record.ts'

export interface SendFlags {
  readonly file?: string | undefined
  readonly attribute?: readonly string[] | undefined
  readonly group?: string | undefined
  readonly 'deduplication-id'?: string | undefined
  readonly delay?: number | undefined
}

const contentOf = async (file: string): Promise<string> => {
  try {
    return file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8')
  } catch (cause) {
    throw new Problem('CannotRead', `${file} can't be read: ${(cause as Error).message}`, {
      exit: ExitCode.usage,
      cause,
    })
  }
}

/** `NAME=VALUE`, `NAME:Number=3`. Throws a usage Problem. */
export const attributeOf = (word: string): readonly [string, MessageAttribute] => {
  const [, name, type = 'String', value] =
    /^([\w.-]+)(?::((?:String|Number|Binary)(?:\.[\w.-]+)?))?=([\s\S]*)$/.exec(word) ?? []
  if (name === undefined || value === undefined)
    throw usage(`"${word}" is no attribute`, 'write it like kind=gift, weight:Number=3 or key:Binary=aGVsbG8=')
  return [name, { type, value }]
}

/** What the words and flags of `sqs send` ask to be sent. Throws a usage Problem. */
export const messagesToSend = async (
  body: string | undefined,
  flags: SendFlags,
): Promise<readonly OutgoingMessage[]> => {
  if ((body === undefined) === (flags.file === undefined))
    throw usage('what is to be sent?', 'a body (text, @FILE or -), or --file FILE with many')
  if (flags.file !== undefined) {
    if (flags['deduplication-id'] !== undefined || flags.attribute !== undefined)
      throw usage('a file brings its own attributes and ids', 'leave --attribute and --deduplication-id out')
    const messages = messagesIn(await contentOf(flags.file))
    if (messages.length === 0) throw usage(`${flags.file} holds no message`)
    return messages.map((one) => ({
      ...one,
      groupId: flags.group ?? one.groupId,
      delaySeconds: flags.delay ?? one.delaySeconds,
    }))
  }
  const given = body!
  const text = given === '-' ? await contentOf('-') : given.startsWith('@') ? await contentOf(given.slice(1)) : given
  if (text === '') throw usage('the body is empty', 'SQS takes no message without a body')
  return [
    {
      body: text,
      attributes: Object.fromEntries((flags.attribute ?? []).map(attributeOf)),
      traceHeader: null,
      groupId: flags.group ?? null,
      deduplicationId: flags['deduplication-id'] ?? null,
      delaySeconds: flags.delay ?? null,
    },
  ]
}
