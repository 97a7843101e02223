import { Problem } from '../domain/problem.ts'
import { certificateCodes } from './error-names.ts'
import type { CallContext } from './errors.ts'
import type { Failure } from './failure.ts'
import { safeText } from './safe-text.ts'

const target = (context: CallContext): string =>
  context.endpoint
    ? safeText(context.endpoint)
    : `${context.operation.split(':')[0]}${context.region ? ` in ${context.region}` : ''}`

/** The way to the service is broken: what of it, and where a person would look. */
const faults: readonly {
  readonly codes: RegExp
  readonly what: (context: CallContext) => string
  readonly next: (context: CallContext) => string
}[] = [
  {
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    what: (context) => `The host name of ${target(context)} is not known.`,
    next: (context) =>
      context.endpoint
        ? 'Check --endpoint-url and AWS_ENDPOINT_URL.'
        : `Is the region right${context.region ? ` (${context.region})` : ''}? Else look at the network, the VPN, and HTTPS_PROXY.`,
  },
  {
    codes: /^ECONNREFUSED$/,
    what: (context) => `Nothing listens at ${target(context)}.`,
    next: (context) =>
      context.endpoint
        ? 'Start the emulator, or unset AWS_ENDPOINT_URL.'
        : 'Look at the network, the VPN, and HTTPS_PROXY.',
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH)$/,
    what: (context) => `There is no way to ${target(context)}.`,
    next: () => 'Look at the network, the VPN, and HTTPS_PROXY.',
  },
  {
    codes: /^(ETIMEDOUT|TimeoutError)$/,
    what: (context) => `${target(context)} did not answer in time.`,
    next: () => 'Look at the network, the VPN, and HTTPS_PROXY; a private subnet needs a VPC endpoint or a NAT.',
  },
]

/** What hpagent says when a CONNECT was not answered with 200. */
export const proxyRefusal = /^(?:Bad response: (\d{3})|Proxy timeout)$/

export const networkProblem = (failure: Failure, context: CallContext, cause: unknown): Problem => {
  const refusal = proxyRefusal.exec(failure.message)
  if (refusal) {
    const wants = refusal[1] === '407'
    return new Problem(
      'Network',
      `The proxy did not let us through to ${target(context)} (${refusal[1] ?? 'timeout'}).`,
      {
        hint: wants
          ? 'It wants a name and a password: HTTPS_PROXY=http://user:password@host:port'
          : 'Look at HTTPS_PROXY and NO_PROXY, and at what the proxy allows.',
        cause,
      },
    )
  }
  const code = failure.code ?? failure.name
  if (certificateCodes.has(code)) {
    return new Problem('Certificate', `The certificate of ${target(context)} is not trusted (${code}).`, {
      hint:
        code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID'
          ? 'Check the clock of this machine, then the certificate.'
          : 'If a proxy of your company opens TLS, give its CA: export AWS_CA_BUNDLE=/path/ca.pem (or NODE_EXTRA_CA_CERTS).',
      cause,
    })
  }
  const fault = faults.find(({ codes }) => codes.test(code))
  return new Problem(
    'Network',
    fault?.what(context) ?? `The connection to ${target(context)} broke (${safeText(code)}).`,
    {
      hint: fault?.next(context) ?? 'Look at the network, the VPN, and HTTPS_PROXY, and try again.',
      cause,
    },
  )
}
