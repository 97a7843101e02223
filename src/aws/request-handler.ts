import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { Network } from './network.ts'

/** The part of the SDK's request handler that its clients use. */
export type Handler = Pick<
  NodeHttpHandler,
  'handle' | 'metadata' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>

/** 5 s to connect, 30 s of silence, unless the call is one that answers late (an invoke). */
export interface Timeouts {
  readonly connectMs: number
  readonly idleMs: number
}

const usual: Timeouts = { connectMs: 5_000, idleMs: 30_000 }

const addressOf = (request: { protocol: string; hostname: string; port?: number | undefined }): URL =>
  new URL(`${request.protocol}//${request.hostname}${request.port ? `:${request.port}` : ''}/`)

/**
 * Every SDK client's way out: the session's own sockets, so that the proxy and the CA of a host are decided in one
 * place. HTTP/1.1 for all of them, Kinesis too (its default, HTTP/2, knows no proxy and no plain loopback endpoint).
 */
export const requestHandler = (network: Network, timeouts: Timeouts = usual): Handler => {
  const handlers = new Map<object, NodeHttpHandler>()
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      const agent = await network.agent(addressOf(request))
      const known = handlers.get(agent)
      if (known) return known.handle(request, options)
      const { NodeHttpHandler: Made } = await import('@smithy/node-http-handler')
      // One of the two is the agent that this request takes; the handler never meets the other protocol.
      const shared = { httpAgent: agent, httpsAgent: agent } as object
      const fresh = new Made({ ...shared, connectionTimeout: timeouts.connectMs, socketTimeout: timeouts.idleMs })
      handlers.set(agent, fresh)
      return fresh.handle(request, options)
    },
    // The sockets are the session's: a client that is thrown away leaves them to the others.
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  }
}
