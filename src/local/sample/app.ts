import { setTimeout as pause } from 'node:timers/promises'
import { usage } from '../../domain/problem.ts'
import type { StackStore } from '../cloudformation/store.ts'
import type { Data } from '../data/data.ts'
import type { LambdaRuntime } from '../lambda/runtime.ts'
import type { FunctionShape } from '../lambda/shape.ts'
import { overheadMs } from '../lambda/trace.ts'
import type { LogStore } from '../logs/store.ts'
import { randomOf } from '../random.ts'
import type { SegmentStore } from '../xray/segments.ts'
import { code } from './code.ts'
import type { Stagehand } from './flows.ts'
import { deployed, history, type Story } from './history.ts'
import { type Place, placeOf } from './place.ts'
import { seedsOf } from './seeds.ts'
import { accessLogGroup, paymentLogGroup, workersLogGroup } from './template/resources.ts'
import { template } from './template.ts'
import { type Traffic, traffic } from './traffic.ts'

export const sampleStack = 'orders'

/** The code of the sample app's functions, where the sample app is there; no other function has any. */
export const sampleCode =
  (installed: boolean) =>
  ({ stack, logicalId }: FunctionShape): string | null =>
    installed && stack === sampleStack && Object.hasOwn(code, logicalId) ? logicalId : null

export interface SampleOptions {
  readonly stacks: StackStore
  readonly logs: LogStore
  readonly segments: SegmentStore
  readonly data: Data
  readonly runtime: LambdaRuntime
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  readonly account: string
  /** Epoch ms. */
  readonly now: () => number
  readonly seed: number
}

export interface SampleApp {
  readonly stackId: string
  readonly place: () => Place
  /** Live traffic. */
  start(): void
  stop(): Promise<void>
  /** A deploy of FulfilOrder, now: with the bug, or with its fix. */
  setBug(value: string): void
  /** A day of history up to now, the bug in it, tables and queues as they are after it; traffic goes on if it ran. */
  reset(): Promise<void>
  close(): Promise<void>
}

const day = 86_400_000
/** Lambda's lines reach CloudWatch a moment after they are written. */
const ingestionMs = 600

const writeLines = (logs: LogStore, { lines }: Story): void => {
  for (let from = 0, to = 0; from < lines.length; from = to) {
    const { group, stream } = lines[from] ?? { group: '', stream: '' }
    while (lines[to]?.group === group && lines[to]?.stream === stream) to += 1
    logs.put(
      group,
      stream,
      lines.slice(from, to).map((line) => ({ ...line, ingestionTime: line.timestamp + ingestionMs })),
    )
  }
}

/** The sample app `orders`, deployed into the cloud with a day of its past. */
export const installSample = async (options: SampleOptions): Promise<SampleApp> => {
  const { stacks, logs, segments, data, runtime, account, now, seed } = options
  const queueUrl = (name: string) => `${options.endpoint}/${account}/${name}`
  const createdAt = now() - 23 * day
  const first = stacks.add({
    name: sampleStack,
    template: template(true),
    createdAt,
    tags: { team: 'shop' },
    physicalIds: { Fulfilment: queueUrl('fulfilment'), FulfilmentDlq: queueUrl('fulfilment-dlq') },
  })
  const current: { place: Place; live: Traffic | null; going: boolean } = {
    place: placeOf(first),
    live: null,
    going: false,
  }
  const groups = [accessLogGroup, workersLogGroup, paymentLogGroup]
  const ownGroups = () => [...groups, ...Object.values(current.place.functions).map(({ logGroup }) => logGroup)]

  const deploy = (gifts: boolean, at: number, changed: readonly string[]): void => {
    current.place = placeOf(stacks.update(sampleStack, { at, template: template(gifts), changed }))
    runtime.retire(changed.map((name) => current.place.functions[name]?.name ?? ''))
  }

  const hand = (): Stagehand => ({
    place: current.place,
    random: live.random,
    async invoke(logicalId, event, at, cause) {
      const fn = current.place.functions[logicalId]
      if (fn === undefined) throw new Error(`The sample app has no function ${logicalId}`)
      // Timers may ring a millisecond early, and a clock of whole milliseconds shows up to one less.
      if (at > now()) await pause(Math.ceil(at - now()) + 1)
      const invoked = await runtime.invoke(fn, { event, ...cause })
      return { ...invoked, endedAt: now() + 1 + overheadMs }
    },
    line: (group, stream, at, message) => logs.put(group, stream, [{ timestamp: Math.floor(at), message }]),
    segment: (make) => segments.put(make()),
  })
  const live = { random: randomOf(seed + 1) }

  const tell = async (): Promise<void> => {
    const to = now()
    const story = await history(seed, to - day, to, current.place)
    deploy(false, story.deployAt, deployed)
    for (const group of groups) logs.ensureGroup(group, { createdAt, retentionInDays: 30 })
    for (const group of ownGroups()) logs.ensureGroup(group, { createdAt })
    writeLines(logs, story)
    segments.before(story.documents)
    data.seed(seedsOf(current.place, story))
    live.random = randomOf(seed + 1)
    current.live = traffic({
      hand,
      data,
      queueUrl: () => queueUrl('fulfilment'),
      random: live.random,
      firstOrder: story.nextOrder,
      now,
    })
  }
  await tell()

  return {
    stackId: first.id,
    place: () => current.place,
    start() {
      current.going = true
      current.live?.start()
    },
    async stop() {
      current.going = false
      await current.live?.stop()
    },
    setBug(value) {
      if (value !== 'on' && value !== 'off') throw usage(`bug is on or off, not "${value}"`)
      deploy(value === 'off', now(), ['FulfilOrder'])
    },
    async reset() {
      await current.live?.stop()
      for (const group of ownGroups()) logs.delete(group)
      segments.clear()
      await data.reset()
      await tell()
      if (current.going) current.live?.start()
    },
    async close() {
      current.going = false
      // What still runs is ended, not waited for: a card may never be answered.
      const stopped = current.live?.stop()
      await runtime.close()
      await stopped
    },
  }
}
