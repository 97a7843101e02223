import nock from 'nock'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { onceWritten, oneTrace, tracesById } from '../../src/cli/traces/one-trace.ts'
import { doorSession } from '../support/aws-door.ts'
import { VirtualClock } from '../support/virtual-clock.ts'
import { xrayDoor } from '../support/xray-door.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const now = Date.UTC(2026, 4, 20, 15, 30)
const id = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const { signal } = new AbortController()

/** X-Ray with a trace that began so many seconds ago and ends at the nth look. */
const door = (age: number, endsAt: number) => {
  let look = 0
  return xrayDoor('us-east-1', ({ path }) => {
    if (path !== 'Traces') return { body: { Destination: 'XRay' } }
    const ended = ++look >= endsAt
    const start_time = now / 1000 - age
    const segment = {
      id: '00000000000000a1',
      name: 'F',
      start_time,
      ...(ended ? { end_time: start_time + 1 } : { in_progress: true }),
    }
    return { body: { Traces: [{ Id: id, Segments: [{ Id: segment.id, Document: JSON.stringify(segment) }] }] } }
  })
}
const written = async () => {
  const clock = new VirtualClock(now)
  const session = await doorSession({ clock })
  const first = await tracesById(session, [id], null, signal)
  // The socket takes real time, which this clock must not use up.
  return clock.run(clock.whileHeld(async () => first).then((many) => onceWritten(session, many, signal)))
}

it.each([
  ['one that ends is shown whole', 1, 2, 2, false],
  ['one that goes on is shown as it is', 1, 9, 3, true],
  ['one that has ended is asked for once', 1, 1, 1, false],
  ['one that runs for long is asked for once', 600, 9, 1, true],
] as const)('a trace that is being written: %s', async (_, age, endsAt, calls, partial) => {
  const { calls: made } = door(age, endsAt)
  const { traces } = await written()
  expect(traces.map((trace) => trace.partial)).toEqual([partial])
  expect(made).toHaveLength(calls)
})

it('the explorer waits for nothing', async () => {
  const { calls } = door(1, 9)
  expect((await oneTrace(await doorSession(), id, signal)).partial).toBe(true)
  expect(calls).toHaveLength(1)
})

it('an id that leads nowhere is a Problem', async () => {
  xrayDoor('us-east-1', ({ path }) => ({ body: path === 'Traces' ? { Traces: [] } : { Destination: 'XRay' } }))
  await expect(oneTrace(await doorSession(), id, signal)).rejects.toMatchObject({ code: 'TraceNotFound', exit: 2 })
})
