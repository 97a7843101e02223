import type { Session } from '../../aws/session.ts'
import { regionalArn } from '../../domain/arn.ts'
import { isProblem, usage } from '../../domain/problem.ts'
import type { EventPlace } from '../../domain/sample-events/event-place.ts'
import { type EventKind, eventKinds } from '../../domain/sample-events/kinds.ts'
import type { Resource, StackApp } from '../../domain/stack.ts'
import { eventSources } from '../../services/lambda/invoke-sources.ts'
import { resolveOne } from '../names/resolve-names.ts'

export interface SampleOptions {
  readonly session: Session
  readonly app: StackApp
  /** The function's name: what it reads from is the likeliest sender. */
  readonly functionName: string
  readonly kind: string
  /** `--from NAME`: which resource of the app sends it. */
  readonly from: string | undefined
  /** What it carries; null = a sample of that too. */
  readonly carried: string | null
  readonly uuid: () => string
  readonly signal: AbortSignal
}

export interface Sample {
  readonly event: unknown
  /** Who is said to have sent it, and why: one line. */
  readonly told: string
}

const NOBODY = '123456789012'

/** A full sample event of a kind, with the app's own names in it. A usage Problem for a kind that is none, or a sender that the app does not have. */
export const sampleEvent = async (options: SampleOptions): Promise<Sample> => {
  const { app, kind, from, uuid } = options
  const known = Object.hasOwn(eventKinds, kind) ? eventKinds[kind]! : null
  if (known === null) throw usage(`"${kind}" is no kind of event`, `there are: ${Object.keys(eventKinds).join(', ')}`)
  const candidates = app.resources.filter(({ type, physicalId }) => known.types.includes(type) && physicalId !== null)
  const reads = from === undefined && readable.has(kind) ? await read(options) : []
  const isRead = ({ arn }: Resource): boolean =>
    arn !== null && reads.some((source) => source === arn || source.startsWith(`${arn}/stream/`))
  const named =
    from === undefined ? null : resolveOne(candidates, from, { noun: `sender of ${kind} events`, where: app.name })
  const mapped = candidates.find(isRead)
  const sender = named ?? mapped ?? candidates[0] ?? null
  const others =
    candidates.length > 1 && !named && !mapped ? `, one of ${candidates.length} (--from NAME takes another)` : ''
  const why = mapped && !named ? ', which it reads from' : others
  const arn = reads.find((source) => sender?.arn && source.startsWith(`${sender.arn}/stream/`)) ?? null
  return {
    event: known.make(placeOf(known, sender, arn, options, uuid)),
    told: sender
      ? `a ${kind} event of ${sender.path}${why}`
      : `a ${kind} event of a made-up sender: ${app.name} has none`,
  }
}

const readable: ReadonlySet<string> = new Set(['sqs', 'dynamodb', 'kinesis'])

/** Whoever may not list mappings gets the first resource of the kind. */
const read = async ({ session, functionName, signal }: SampleOptions): Promise<readonly string[]> => {
  try {
    return await eventSources(session, functionName, signal)
  } catch (error) {
    if (signal.aborted || !isProblem(error)) throw error
    session.debug(`lambda:ListEventSourceMappings: ${error.message}`)
    return []
  }
}

const placeOf = (
  { arn: [service, resource] }: EventKind,
  sender: Resource | null,
  streamArn: string | null,
  { session, app, carried }: SampleOptions,
  uuid: () => string,
): EventPlace => {
  const { partition, region } = app
  const account = app.account ?? NOBODY
  const name = sender?.name ?? sender?.physicalId ?? 'sample'
  const made =
    service === 's3'
      ? `arn:${partition}:s3:::${name}`
      : regionalArn({ partition, region, account }, service, resource(name))!
  return {
    ...{ partition, region, account, name, uuid },
    id: sender?.physicalId ?? 'sample',
    arn: streamArn ?? sender?.arn ?? made,
    at: session.now(),
    carried: carried ?? '{"message":"hello"}',
  }
}
