import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { apiGatewayService } from './apigateway/service.ts'
import type { Cloud, CloudOptions } from './cloud.ts'
import { givenStack } from './cloudformation/given.ts'
import { cloudFormationService } from './cloudformation/service.ts'
import { StackStore } from './cloudformation/store.ts'
import { controlHandler, type Switch } from './control.ts'
import { openData } from './data/data.ts'
import { deliveryOperations } from './events/deliveries.ts'
import { eventsService } from './events/service.ts'
import { type Faults, faultTable } from './faults.ts'
import { openGateway } from './gateway.ts'
import { iamService } from './iam/service.ts'
import { lambdaRuntime } from './lambda/runtime.ts'
import { lambdaService } from './lambda/service.ts'
import { logsService } from './logs/service.ts'
import { LogStore } from './logs/store.ts'
import type { Mount } from './mount.ts'
import { filterQuota } from './quota.ts'
import { randomOf } from './random.ts'
import { installSample, sampleCode } from './sample/app.ts'
import type { LocalService } from './service.ts'
import { stepFunctionsService } from './stepfunctions/service.ts'
import { SegmentStore } from './xray/segments.ts'
import { xrayService } from './xray/service.ts'

export const account = '123456789012'
export const region = 'eu-west-1'
const accessKey = 'AKIADEMO00000000SLSO'

/** What only the process that started the cloud can reach. */
export interface RunningCloud extends Cloud {
  /** The bearer token of its control endpoint. */
  readonly token: string
  readonly stackStore: StackStore
  readonly faults: Faults
  /** What the services written here can do: `logs.FilterLogEvents` ... */
  readonly operations: readonly string[]
}

const hour = 3_600_000

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined)

/** The embedded cloud, whole: one line mounts one service. */
export const startCloud = async (options: CloudOptions = {}): Promise<RunningCloud> => {
  const now = options.now ?? Date.now
  const services: LocalService[] = []
  const mounts: Mount[] = []
  const closers: (() => Promise<void> | void)[] = []
  const switches = new Map<string, Switch>()
  const resets: (() => Promise<void> | void)[] = []
  const seed = options.seed ?? 1
  const token = randomBytes(24).toString('base64url')
  const faults = faultTable({ account, now, random: randomOf(seed), sleep, keys: [accessKey] })
  const quota = filterQuota({ perSecond: options.quota?.perSecond ?? null, now })

  const stackStore = new StackStore({ region, account, seed })
  services.push(cloudFormationService(stackStore, options.pageSize === undefined ? {} : { pageSize: options.pageSize }))
  for (const spec of options.stacks ?? []) stackStore.add(spec)
  for (const { file, stack } of options.templates ?? []) stackStore.add(givenStack(file, stack, now() - hour))

  const logs = new LogStore(now, faults.lateMs)
  const { liveTail = {}, insights = {} } = options
  const stacks = () => stackStore.list()
  const logsApi = logsService(logs, { account, liveTail, insights, sleep, faults })
  services.push({ ...logsApi, operations: { ...logsApi.operations, ...deliveryOperations(stacks) } })
  services.push(apiGatewayService({ stacks, account }))
  services.push(stepFunctionsService(stacks))
  services.push(iamService({ stacks, account }))
  services.push(eventsService(stacks, { region, account }))

  const endpoint = (): string => gateway.endpoint
  const segments = new SegmentStore()
  services.push(xrayService(segments, account))
  const data = openData({ region, account, endpoint })
  mounts.push(...data.mounts)
  const withSample = options.sample !== false
  const runtime = lambdaRuntime({
    logs,
    segments,
    account,
    region,
    endpoint,
    now,
    seed,
    codeOf: sampleCode(withSample),
  })
  services.push(lambdaService({ stacks, runtime }))
  closers.push(
    () => data.close(),
    () => runtime.close(),
  )

  const reset = async () => {
    for (const back of resets) await back()
  }
  const control = controlHandler({ token, faults, switches, reset, logs: quota.counts })
  const closeAll = async () => {
    for (const close of closers.reverse()) await close()
  }
  const gateway = await openGateway({
    port: options.port ?? 0,
    region,
    now,
    services,
    mounts,
    control,
    fault: quota.before(faults.before),
    cut: faults.cut,
  }).catch(async (error: unknown) => {
    await closeAll()
    throw error
  })
  if (withSample) {
    const where = { stacks: stackStore, logs, segments, data, runtime, endpoint: gateway.endpoint, account }
    const sample = await installSample({ ...where, now, seed })
    closers.push(() => sample.close())
    resets.push(() => sample.reset())
    switches.set('bug', (value) => sample.setBug(value))
    if (options.traffic !== false) sample.start()
  }
  return {
    endpoint: gateway.endpoint,
    region,
    account,
    env: {
      AWS_ENDPOINT_URL: gateway.endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: 'demo',
    },
    token,
    stackStore,
    faults,
    operations: services.flatMap(({ name, operations }) => Object.keys(operations).map((one) => `${name}.${one}`)),
    get stacks() {
      return stackStore
        .list()
        .filter(({ parentId, deletedAt }) => parentId === null && deletedAt === null)
        .map(({ name, id }) => ({ name, id }))
    },
    async close() {
      await closeAll()
      await gateway.close()
    },
  }
}
