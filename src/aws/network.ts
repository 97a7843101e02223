import type * as http from 'node:http'
import type * as https from 'node:https'
import { authorities } from './authorities.ts'
import { proxyFor } from './proxy.ts'
import type { Environment } from './settings.ts'

/** Sockets of one session: kept alive, bounded, through the proxy where one is set, trusting the CAs that are set. */
export interface Network {
  /** The agent for a URL. A usage Problem where the proxy or the CA file can't be used. */
  agent(url: URL): Promise<http.Agent | https.Agent>
  /** Closes the sockets that are kept for later. */
  close(): void
}

const MAX_SOCKETS = 50

export const createNetwork = (options: { env: Environment; caBundle: string | null }): Network => {
  const agents = new Map<string, Promise<http.Agent | https.Agent>>()
  let trusted: string[] | null | undefined
  const ca = () => {
    if (trusted === undefined) trusted = authorities(options.env, options.caBundle)
    return trusted
  }

  const make = async (secure: boolean, proxy: URL | null): Promise<http.Agent | https.Agent> => {
    const common = { keepAlive: true, maxSockets: MAX_SOCKETS }
    const own = secure || proxy?.protocol === 'https:' ? ca() : null
    const tls = own ? { ca: own } : {}
    if (!proxy) {
      return secure
        ? new (process.getBuiltinModule('node:https').Agent)({ ...common, ...tls })
        : new (process.getBuiltinModule('node:http').Agent)(common)
    }
    const { HttpProxyAgent, HttpsProxyAgent } = await import('hpagent')
    const through = { ...common, proxy, ...(own ? { proxyRequestOptions: { ca: own } } : {}) }
    return secure ? new HttpsProxyAgent({ ...through, ...tls }) : new HttpProxyAgent(through)
  }

  return {
    agent: (url) => {
      const secure = url.protocol === 'https:'
      const proxy = proxyFor(url, options.env)
      const key = `${secure} ${proxy?.href ?? ''}`
      const known = agents.get(key)
      if (known !== undefined) return known
      const fresh = make(secure, proxy)
      agents.set(key, fresh)
      return fresh
    },
    close: () => {
      for (const agent of agents.values()) void agent.then((made) => made.destroy()).catch(() => {})
      agents.clear()
    },
  }
}
