// Measures the explorer on a trace of 10,000 spans in a terminal of 120 x 50 that swallows what it is given: built by explorer.mjs,
// run as a process of its own. Prints one JSON line.
import { Writable } from 'node:stream'
import { render } from 'ink'
import { buildTrace } from '../../src/domain/trace/build.ts'
import { frame } from '../../src/tui/trace/frame.ts'
import { type Action, beginning, type Model } from '../../src/tui/trace/model.ts'
import { step } from '../../src/tui/trace/step.ts'
import { Explorer } from '../../src/tui/trace/view.tsx'

const SEGMENTS = 500
const SUBSEGMENTS = 19
const [columns, rows, KEYS] = [120, 50, 400]
const id = '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2'
const hex = (number: number): string => number.toString(16).padStart(16, '0')

/** Functions that call each other, each with calls of its own; every hundredth failed. Times in seconds, as X-Ray has them. */
const documents = Array.from({ length: SEGMENTS }, (_, n) => {
  const start = 1_763_000_000 + n * 0.01
  const own = n * 100 + 1
  const parent = n === 0 ? {} : { parent_id: hex(Math.floor((n - 1) / 3) * 100 + 2) }
  const subsegments = Array.from({ length: SUBSEGMENTS }, (__, k) => ({
    id: hex(own + k + 1),
    name: k % 2 === 0 ? 'DynamoDB' : `step ${k}`,
    start_time: start + k * 0.002,
    end_time: start + k * 0.002 + 0.0015,
    ...(k % 2 === 0 ? { namespace: 'aws', aws: { operation: 'PutItem', table_name: 'orders' } } : {}),
    ...((n * SUBSEGMENTS + k) % 100 === 99
      ? { fault: true, cause: { exceptions: [{ id: hex(own + 50), type: 'TypeError', message: 'it broke' }] } }
      : {}),
  }))
  const segment = {
    trace_id: id,
    id: hex(own),
    name: `function-${n % 12}`,
    origin: 'AWS::ECS::Container',
    start_time: start,
    end_time: start + 0.05,
    annotations: { orderId: `o-${n}` },
    subsegments,
    ...parent,
  }
  return { format: 'xray' as const, id: segment.id, document: JSON.stringify(segment) }
})

const setting = {
  context: { stack: 'bench', region: null, window: 'bench', narrowed: [] },
  style: { color: true, unicode: true, timeZone: 'UTC' },
  words: { safe: (text: string) => text, duration: (ms: number) => `${ms.toFixed(1)} ms`, ago: () => '1 s' },
}
let bytes = 0
const screen = Object.assign(
  new Writable({
    write(chunk, _, done) {
      bytes += chunk.length
      done()
    },
  }),
  { isTTY: true, columns, rows },
)

const opened = (): Model => {
  const { model } = beginning({ setting, size: { columns, rows }, now: 0, canFollow: false, open: id })
  return step(model, { kind: 'trace', id, trace: buildTrace(id, documents), why: null }).model
}
/** Wall and CPU time of this thread in ms: the machine may have other things to do. */
const timed = (work: () => void): { readonly wall: number; readonly cpu: number } => {
  const [start, cpu] = [performance.now(), process.threadCpuUsage()]
  work()
  const { user, system } = process.threadCpuUsage(cpu)
  return { wall: performance.now() - start, cpu: (user + system) / 1000 }
}
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!
const figures = (times: readonly { readonly wall: number; readonly cpu: number }[]) => {
  const [wall, cpu] = [times.map((one) => one.wall), times.map((one) => one.cpu)]
  return {
    p50: quantile(wall, 0.5),
    p95: quantile(wall, 0.95),
    cpuP50: quantile(cpu, 0.5),
    cpuP95: quantile(cpu, 0.95),
  }
}

let model = opened()
// Tree and layout: from the documents as AWS gave them to the lines of the first frame.
const layouts = Array.from({ length: 7 }, () =>
  timed(() => {
    model = opened()
    frame(model)
  }),
)
const view = render(<Explorer model={model} />, {
  stdout: screen,
  interactive: true,
  patchConsole: false,
  incrementalRendering: true,
  maxFps: 1000,
})
const moves = ['j', 'pgdn', 'e', 'k', 'pgdn', 'G', 'pgup', 'g', 'ctrl-d', 'c']
const press = (n: number): ReturnType<typeof timed> =>
  timed(() => {
    const action: Action = { kind: 'key', key: moves[n % moves.length]! }
    model = step(model, action).model
    view.rerender(<Explorer model={model} />)
  })
for (let n = 0; n < 100; n++) press(n)
bytes = 0
const frames = Array.from({ length: KEYS }, (_, n) => press(n))
const folds = Array.from({ length: 20 }, (_, n) =>
  timed(() => {
    model = step(model, { kind: 'key', key: n % 2 === 0 ? '[' : ']' }).model
    view.rerender(<Explorer model={model} />)
  }),
)
view.unmount()
const spans = model.trace?.tree?.trace.spanCount ?? 0
process.stdout.write(
  `${JSON.stringify({
    spans,
    layout: figures(layouts),
    frame: figures(frames),
    fold: figures(folds),
    frameBytes: Math.round(bytes / KEYS),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
  })}\n`,
)
