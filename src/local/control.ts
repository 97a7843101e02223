import { createHash, timingSafeEqual } from 'node:crypto'
import type * as http from 'node:http'
import { Problem, usage } from '../domain/problem.ts'
import { parseFault } from './fault-words.ts'
import type { Faults } from './faults.ts'
import type { CallCounts } from './quota.ts'

/** A switch of the sample app: `demo set bug=on`. */
export type Switch = (value: string) => void | Promise<void>

export interface ControlOptions {
  /** The bearer token every request must carry. */
  readonly token: string
  readonly faults: Faults
  readonly switches: ReadonlyMap<string, Switch>
  /** FilterLogEvents calls so far. */
  logs(): CallCounts
  /** Puts the sample app's switches back. */
  reset(): void | Promise<void>
}

type Body = Readonly<Record<string, unknown>>

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const words = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const routes = (options: ControlOptions): Readonly<Record<string, (body: Body) => unknown>> => ({
  'GET /_slsops/health': () => ({ ok: true, pid: process.pid, logs: options.logs() }),
  'POST /_slsops/fault': ({ words: given }) => {
    const fault = parseFault(words(given))
    options.faults.add(fault)
    return { fault, faults: options.faults.list() }
  },
  'POST /_slsops/set': async ({ name, value }) => {
    const flip = options.switches.get(String(name))
    const known = [...options.switches.keys()].join(', ') || 'none (the sample app is not here)'
    if (flip === undefined) throw usage(`There is no switch "${String(name)}"; switches: ${known}`)
    await flip(String(value))
    return { name, value }
  },
  'POST /_slsops/reset': async () => {
    options.faults.reset()
    await options.reset()
    return { faults: [] }
  },
})

/** What `slsops demo set|fault|reset` talk to, on the cloud's own port: `{status, body}`, a failure as `{error: {code, message, hint}}`. */
export const controlHandler = (options: ControlOptions) => {
  const table = routes(options)
  const expected = digest(`Bearer ${options.token}`)
  const failure = (status: number, code: string, message: string, hint: string | null = null) => ({
    status,
    body: { error: { code, message, hint } },
  })
  return async (request: http.IncomingMessage, body: Buffer): Promise<{ status: number; body: unknown }> => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected))
      return failure(401, 'Unauthorized', 'The token is not the one in the state file of demo serve')
    const name = `${request.method} ${request.url?.split('?')[0]}`
    if (!Object.hasOwn(table, name)) return failure(404, 'NotFound', `${name} is no control of the embedded cloud`)
    try {
      const given = body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Body)
      return { status: 200, body: await table[name]?.(given) }
    } catch (error) {
      if (error instanceof Problem) return failure(400, error.code, error.message, error.hint)
      return failure(
        error instanceof SyntaxError ? 400 : 500,
        'ControlFailed',
        error instanceof Error ? error.message : String(error),
      )
    }
  }
}
