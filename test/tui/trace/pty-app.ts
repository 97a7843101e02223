// The explorer as a program of its own, with the signals handled as the command line handles them. Bundled and run by pty.test.ts.
import { watchForStop } from '../../../src/cli/interrupt.ts'
import { openTraceExplorer } from '../../../src/tui/trace/open.tsx'
import { at, orders, setting, sourceOf } from './sample.ts'

const { controller } = watchForStop()
const traces = orders(30)
const { context, style, words } = setting({ color: true, unicode: true, timeZone: 'UTC' })
try {
  const how = await openTraceExplorer({
    context,
    style,
    words,
    source: sourceOf(traces, {
      console: () => {
        throw new Error('a bug of ours')
      },
    }),
    now: () => at,
    input: process.stdin,
    screen: process.stdout,
    signal: controller.signal,
  })
  process.exit(how === 'interrupted' ? 130 : 0)
} catch (error) {
  process.stdout.write(`after the screen: ${(error as Error).message}\n`)
  process.exit(typeof error === 'object' && error !== null && 'exit' in error ? Number(error.exit) : 3)
}
