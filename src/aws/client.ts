import { isAwsHost } from './endpoint.ts'
import { isThrottle } from './failure.ts'
import { type Handler, requestHandler } from './request-handler.ts'
import { maxAttempts } from './retry.ts'
import type { Session } from './session.ts'
import { userAgent } from './user-agent.ts'
import { wireOf } from './wire.ts'

/** What every SDK client of ours is made with. */
export interface ClientConfig {
  readonly region: string
  readonly endpoint?: string
  readonly credentials: () => Promise<{
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
    readonly expiration?: Date
  }>
  readonly requestHandler: Handler
  readonly maxAttempts: number
  readonly retryMode: 'standard' | 'adaptive'
  readonly disableHostPrefix: boolean
  readonly forcePathStyle?: boolean
  readonly useFipsEndpoint?: boolean
  readonly useDualstackEndpoint?: boolean
  readonly logger: Logger
  readonly userAgentAppId: string
}

interface Logger {
  trace(): void
  debug(): void
  info(): void
  warn(): void
  error(): void
}

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }

export interface ClientOptions {
  /** 1 for what must be sent once (an invoke, a write that is not idempotent). */
  readonly maxAttempts?: number
  /** How long a call may stay silent, milliseconds; an invoke waits as long as its function may run. */
  readonly idleMs?: number
}

/**
 * Settings of an SDK client for a session. `service` is the name that `session.endpoint` knows: `logs`,
 * `cloudformation`, `states` ... An endpoint override switches off what only AWS's own names have: host prefixes
 * (`stream-`, `sync-`), bucket names in the host, FIPS and dual-stack variants.
 */
export const clientConfig = (session: Session, service: string, options: ClientOptions = {}): ClientConfig => {
  const wire = wireOf(session)
  const endpoint = session.endpoint(service)
  const override =
    endpoint === null ? {} : { endpoint, forcePathStyle: true, useFipsEndpoint: false, useDualstackEndpoint: false }
  return {
    region: session.region,
    ...override,
    credentials: async () => {
      const keys = await session.credentials()
      return {
        accessKeyId: keys.accessKeyId,
        secretAccessKey: keys.secretAccessKey,
        ...(keys.sessionToken === null ? {} : { sessionToken: keys.sessionToken }),
        ...(keys.expiresAt === null ? {} : { expiration: new Date(keys.expiresAt) }),
      }
    },
    requestHandler: requestHandler(wire.network, { connectMs: 5_000, idleMs: options.idleMs ?? 30_000 }),
    maxAttempts: options.maxAttempts ?? maxAttempts(wire.env),
    retryMode: wire.env['AWS_RETRY_MODE'] === 'adaptive' ? 'adaptive' : 'standard',
    disableHostPrefix: endpoint !== null,
    logger: silent,
    userAgentAppId: userAgent,
  }
}

/** The few things of the SDK's middleware that the meter touches. */
interface Context {
  readonly commandName?: string
  readonly __smithy_context?: unknown
}
interface Args {
  readonly request?: unknown
}
type Next = (args: Args) => Promise<unknown>

interface MeteredClient {
  readonly middlewareStack: {
    addRelativeTo(
      middleware: (next: Next, context: Context) => Next,
      options: { name: string; relation: 'after'; toMiddleware: string; override: boolean },
    ): void
  }
}

/** Every attempt waits for its quota, is counted, and lowers the rate when AWS throttles it. */
const meter = (session: Session, service: string) => {
  const wire = wireOf(session)
  return (next: Next, context: Context): Next =>
    async (args) => {
      const operation = (context.commandName ?? 'Unknown').replace(/Command$/, '')
      const { hostname } = (args.request ?? {}) as { hostname?: string }
      const held = isAwsHost(hostname ?? '')
      const bucket = wire.buckets.bucket({ service, operation, region: session.region, held })
      const { abortSignal } = (context.__smithy_context ?? {}) as { abortSignal?: AbortSignal }
      await bucket.take(abortSignal)
      wire.calls.count(service, operation, 'sent')
      try {
        return await next(args)
      } catch (error) {
        if (isThrottle(error)) {
          bucket.throttled()
          wire.calls.count(service, operation, 'throttled')
        }
        throw error
      }
    }
}

/**
 * The session's client of a service, made once: `await createClient(session, 'logs', CloudWatchLogsClient)`. Import the
 * class inside the function that calls, so that a command's start does not load it. Never `destroy()` it.
 */
export const createClient = <C extends object>(
  session: Session,
  service: string,
  Client: new (config: ClientConfig) => C,
  options: ClientOptions = {},
): C => {
  const { clients } = wireOf(session)
  const key = `${service} ${Client.name} ${options.maxAttempts ?? ''} ${options.idleMs ?? ''}`
  const known = clients.get(key)
  if (known) return known as C
  const client = new Client(clientConfig(session, service, options))
  // After the retry, so that each attempt passes; before the signature, which must not grow old in a queue.
  ;(client as unknown as MeteredClient).middlewareStack.addRelativeTo(meter(session, service), {
    name: 'slsopsMeter',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    override: true,
  })
  clients.set(key, client)
  return client
}
