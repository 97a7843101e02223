import type { Session } from '../../aws/session.ts'
import { lastPart, parseArn } from '../../domain/arn.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import type { QueueConsumer, QueueFacts, QueueState } from '../../domain/sqs/queue.ts'
import type { Resource, StackApp } from '../../domain/stack.ts'
import { consumersOf } from '../../services/sqs/consumers.ts'
import { describeQueue, queueUrl, sourcesOf } from '../../services/sqs/describe.ts'
import { resolveOne } from '../names/resolve-names.ts'
import { telling } from '../telling.ts'

/** The stack's queues that exist. */
export const queuesOf = (app: Pick<StackApp, 'resources'>): readonly Resource[] =>
  app.resources.filter(({ type, physicalId }) => type === 'AWS::SQS::Queue' && physicalId !== null)

interface Asking {
  readonly session: Session
  readonly app: StackApp
  readonly signal: AbortSignal
  readonly incomplete: Incomplete[]
}

/** The stack's own URL of a queue, by its ARN; a queue of elsewhere is asked for. */
const urlOf = async ({ session, app, signal }: Asking, arn: string): Promise<string> =>
  queuesOf(app).find((one) => one.arn === arn || one.name === lastPart(arn))?.physicalId ??
  (await queueUrl(session, arn, signal))

/** Depth of a queue's dead-letter queue; null where it can't be asked. */
const dlqOf = async (
  asking: Asking,
  { redrive }: QueueFacts,
  known: ReadonlyMap<string, QueueFacts>,
): Promise<QueueState['dlq']> => {
  if (redrive === null) return null
  const { dlqArn: arn } = redrive
  const name = lastPart(arn)
  const facts =
    known.get(arn) ??
    (await telling(asking.incomplete, asking.signal)(`depth of ${name}`, 'sqs:GetQueueAttributes', async () =>
      describeQueue(asking.session, await urlOf(asking, arn), asking.signal),
    ))
  return { name, arn, depth: facts?.visible ?? null }
}

const functionNames = (app: StackApp): ReadonlyMap<string, string> =>
  new Map(app.resources.flatMap(({ arn, logicalId }) => (arn === null ? [] : [[arn, logicalId] as const])))

/** `arn:...:function:NAME:ALIAS` without its alias. */
const plainArn = (arn: string): string => arn.split(':').slice(0, 7).join(':')

/** A consumer by the name that a person knows. */
export const consumerName = (app: StackApp, { functionArn, functionName }: QueueConsumer): string =>
  functionNames(app).get(plainArn(functionArn)) ?? functionName

const stateOf = async (
  asking: Asking,
  resource: Resource | null,
  facts: QueueFacts,
  known: ReadonlyMap<string, QueueFacts>,
): Promise<QueueState> => {
  const { session, app, signal } = asking
  const [dlq, sources, consumers] = await Promise.all([
    dlqOf(asking, facts, known),
    telling(asking.incomplete, asking.signal)(
      `queues that ${facts.name} takes dead letters of`,
      'sqs:ListDeadLetterSourceQueues',
      () => sourcesOf(session, facts.url, signal),
    ),
    telling(asking.incomplete, asking.signal)(`consumers of ${facts.name}`, 'lambda:ListEventSourceMappings', () =>
      consumersOf(session, facts.arn, signal),
    ),
  ])
  const own = [...known.values()].filter(({ redrive }) => redrive?.dlqArn === facts.arn).map(({ name }) => name)
  return {
    ...facts,
    logicalId: resource?.logicalId ?? null,
    path: resource?.path ?? null,
    oldestAgeMs: null,
    dlq,
    dlqFor: [...new Set([...own, ...(sources ?? []).map(lastPart)])],
    consumers: consumers?.map((one) => ({ ...one, functionName: consumerName(app, one) })) ?? null,
  }
}

export interface QueuesRead {
  readonly queues: readonly QueueState[]
  readonly incomplete: readonly Incomplete[]
}

/** All queues of the stack and how they hang together. A queue that can't be asked is told in `incomplete`. */
export const readQueues = async (session: Session, app: StackApp, signal: AbortSignal): Promise<QueuesRead> => {
  const asking: Asking = { session, app, signal, incomplete: [] }
  const described = await Promise.all(
    queuesOf(app).map(async (resource) => ({
      resource,
      facts: await telling(asking.incomplete, asking.signal)(`queue ${resource.path}`, 'sqs:GetQueueAttributes', () =>
        describeQueue(session, resource.physicalId!, signal),
      ),
    })),
  )
  const found = described.flatMap(({ resource, facts }) => (facts === null ? [] : [{ resource, facts }]))
  const known = new Map(found.map(({ facts }) => [facts.arn, facts]))
  const queues = await Promise.all(found.map(({ resource, facts }) => stateOf(asking, resource, facts, known)))
  return { queues, incomplete: asking.incomplete }
}

export interface QueueRead {
  readonly queue: QueueState
  readonly incomplete: readonly Incomplete[]
}

/**
 * The queue that a word means: a name of the stack's, or a whole ARN or URL of any queue. Without a word the stack's only one (of `among`). Rejects
 * with a Problem.
 */
export const readQueue = async (
  session: Session,
  app: StackApp,
  word: string | undefined,
  signal: AbortSignal,
  among: (resource: Resource) => boolean = () => true,
): Promise<QueueRead> => {
  const asking: Asking = { session, app, signal, incomplete: [] }
  const all = queuesOf(app)
  const foreign = word !== undefined && !all.some(({ arn, physicalId }) => arn === word || physicalId === word)
  const isUrl = foreign && /^https?:\/\/[^/]+\/.+/.test(word)
  const isArn = foreign && parseArn(word)?.service === 'sqs'
  const resource =
    isUrl || isArn
      ? null
      : resolveOne(word === undefined ? all.filter(among) : all, word, { noun: 'queue', where: app.name })
  const url = resource?.physicalId ?? (isArn ? await queueUrl(session, word!, signal) : word!)
  const facts = await describeQueue(session, url, signal)
  return { queue: await stateOf(asking, resource, facts, new Map()), incomplete: asking.incomplete }
}

/** The dead-letter queue that a word means; without one the stack's only one. Rejects with a Problem. */
export const readDlq = async (
  session: Session,
  app: StackApp,
  word: string | undefined,
  signal: AbortSignal,
): Promise<QueueRead> => {
  if (word !== undefined) return readQueue(session, app, word, signal)
  const facts = await Promise.all(queuesOf(app).map((one) => describeQueue(session, one.physicalId!, signal)))
  const dead = new Set(facts.flatMap(({ redrive }) => redrive?.dlqArn ?? []))
  return readQueue(session, app, undefined, signal, (one) => (dead.size === 0 ? false : dead.has(one.arn ?? '')))
}
