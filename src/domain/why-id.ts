import { usage } from './problem.ts'
import { toXrayId } from './trace/ids.ts'

/** An id that somebody found in a log, a header or a ticket. `part` is the beginning of a request id. */
export type WhyId =
  | { readonly kind: 'trace'; readonly id: string }
  | { readonly kind: 'request'; readonly id: string; readonly part: boolean }

/** Fewer digits fit too many requests. */
const LEAST = 6

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text)
const isPart = (text: string): boolean =>
  text.length < 36 && /^(?:[0-9a-f]{1,8}|[0-9a-f]{8}(?:-[0-9a-f]{4}){0,3}-[0-9a-f]{0,12})$/.test(text)

/** What an id is by its form. Throws a usage Problem for a text that is none. */
export const whyId = (given: string): WhyId => {
  const text = given.trim()
  const header = /(?:^|[\s;])Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/i.exec(text)?.[1]
  const trace = toXrayId(header ?? text)
  if (trace !== null) return { kind: 'trace', id: trace }
  const id = text.toLowerCase()
  if (isUuid(id)) return { kind: 'request', id, part: false }
  if (isPart(id) && id.length >= LEAST) return { kind: 'request', id, part: true }
  throw usage(
    `${text === '' ? 'an empty id' : text.slice(0, 80)} is no id that can be followed`,
    `a request id of Lambda (or its first ${LEAST} digits or more), or a trace id: 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2, or its 32 digits`,
  )
}
