import { Problem } from '../domain/problem.ts'
import { isLoopback } from './endpoint.ts'
import type { Environment } from './settings.ts'

/** A variable in either case; the lower one wins, as it does for curl and the AWS CLI. */
const either = (env: Environment, name: string): string => env[name.toLowerCase()] || env[name] || ''

/** `host`, `.domain`, `*.domain`, `host:port`, an IPv4 block `10.0.0.0/8`, or `*`. */
const excludes = (rule: string, host: string, port: string): boolean => {
  if (rule === '*') return true
  const block = /^(\d+(?:\.\d+){3})\/(\d{1,2})$/.exec(rule)
  if (block) return inBlock(host, block[1]!, Number(block[2]))
  const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(rule) ?? []
  if (wantedPort && wantedPort !== port) return false
  const bare = name.replace(/^\*?\./, '').toLowerCase()
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`))
}

const ipv4 = (text: string): number | null => {
  const parts = text.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return null
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}

const inBlock = (host: string, base: string, bits: number): boolean => {
  const [address, start] = [ipv4(host), ipv4(base)]
  if (address === null || start === null || bits > 32) return false
  const size = 2 ** (32 - bits)
  return Math.floor(address / size) === Math.floor(start / size)
}

/**
 * The proxy for a URL by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY (either case); null = go directly. Loopback
 * never goes through one. A proxy without a scheme is taken as `http://`; one that can't be read is a usage Problem.
 */
export const proxyFor = (url: URL, env: Environment): URL | null => {
  const host = url.hostname.toLowerCase()
  if (isLoopback(host)) return null
  const secure = url.protocol === 'https:'
  const value = either(env, secure ? 'HTTPS_PROXY' : 'HTTP_PROXY') || either(env, 'ALL_PROXY')
  if (value === '') return null
  const port = url.port || (secure ? '443' : '80')
  const rules = either(env, 'NO_PROXY')
    .split(/[\s,]+/)
    .filter(Boolean)
  if (rules.some((rule) => excludes(rule, host, port))) return null
  const full = value.includes('://') ? value : `http://${value}`
  const proxy = URL.canParse(full) ? new URL(full) : null
  if (proxy && /^https?:$/.test(proxy.protocol)) return proxy
  throw new Problem('Usage', `The proxy in ${secure ? 'HTTPS_PROXY' : 'HTTP_PROXY'} can't be used.`, {
    hint: 'slsops speaks to http:// and https:// proxies, such as http://user:password@proxy.example:3128',
    exit: 2,
  })
}
