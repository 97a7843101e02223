import { describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import { spans } from '../../../src/domain/trace/flatten.ts'
import { renamed } from '../../../src/domain/trace/rename.ts'

const id = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const hex = (n: number): string => n.toString(16).padStart(16, '0')

const built = (names: readonly string[]) =>
  buildTrace(
    id,
    names.map((name, n) => ({
      format: 'xray' as const,
      id: null,
      document: JSON.stringify({
        ...{ id: hex(n + 1), trace_id: id, name, start_time: 1000 + n, end_time: 2000 - n, fault: true },
        ...(n === 0 ? {} : { parent_id: hex(n) }),
        cause: { exceptions: [{ id: hex(900), type: 'TypeError', message: `no box in ${name}` }] },
      }),
    })),
  )

const names: Readonly<Record<string, string>> = { 'orders-A-1': 'A', 'orders-A-12': 'B' }
const nameOf = (service: string): string => names[service] ?? service

describe('a trace with the names of the template', () => {
  it('has them in its spans and in the words of its cause, and all else as it was', () => {
    const trace = built(['orders-A-1', 'other', 'orders-A-12'])
    const named = renamed(trace, nameOf)
    expect([...spans(named)].map(({ name, service }) => [name, service])).toEqual([
      ['A', 'A'],
      ['other', 'other'],
      ['B', 'B'],
    ])
    expect(trace.cause?.summary).toBe('orders-A-12 failed: TypeError: no box in orders-A-12')
    expect(named.cause).toEqual({ spanId: hex(3), summary: 'B failed: TypeError: no box in B' })
    const rest = (one: typeof trace) =>
      [...spans(one)].map(({ name, service, children, ...more }) => [more, children.length])
    expect(rest(named)).toEqual(rest(trace))
  })

  it('is the same one where no name changes', () => {
    const trace = built(['other'])
    expect(renamed(trace, nameOf)).toBe(trace)
  })

  it('may be ten thousand deep', () => {
    const trace = built(Array.from({ length: 10_000 }, () => 'orders-A-1'))
    expect([...spans(renamed(trace, nameOf))].every(({ name }) => name === 'A')).toBe(true)
  })
})
