import { Problem } from '../domain/problem.ts'

export interface ControlAddress {
  readonly endpoint: string
  readonly token: string
}

interface Answer {
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string | null }
  readonly [field: string]: unknown
}

/** One request to a running `demo serve`. A refusal comes back as the `Problem` it is there; no answer in time as `DemoUnreachable`. */
export const callControl = async (
  address: ControlAddress,
  path: 'health' | 'fault' | 'set' | 'reset',
  body?: Readonly<Record<string, unknown>>,
  timeoutMs = 2000,
): Promise<Answer> => {
  const { request } = process.getBuiltinModule('node:http')
  const text = await new Promise<string>((resolve, reject) => {
    const options = {
      method: path === 'health' ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      // A connection kept for reuse would hold the process open.
      agent: false as const,
      signal: AbortSignal.timeout(timeoutMs),
    }
    const sent = request(`${address.endpoint}/_slsops/${path}`, options, (response) => {
      let received = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        received += chunk
      })
      response.on('end', () => resolve(received)).on('error', reject)
    })
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  }).catch((cause: unknown) => {
    throw new Problem('DemoUnreachable', `No embedded cloud answers at ${address.endpoint}`, {
      hint: 'Start one: slsops demo serve',
      cause,
    })
  })
  const answer = JSON.parse(text) as Answer
  if (answer.error === undefined) return answer
  const { code, message, hint } = answer.error
  throw new Problem(code, message, code === 'Usage' ? { hint, exit: 2 } : { hint })
}
