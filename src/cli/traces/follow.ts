import { ExitCode } from '../../domain/problem.ts'
import type { TraceSummary } from '../../domain/trace/trace.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { summaryLine } from '../../output/traces/list-json.ts'
import { onceEnded } from '../../usecases/traces/hold.ts'
import { printOut } from '../print.ts'
import type { TracesCall } from './call.ts'
import type { TracesFlags } from './flags.ts'
import { followRow } from './follow-rows.ts'
import { openingLine, throttledLine } from './notes.ts'
import { followedOf, type Search, searchHints, throttledCalls } from './search.ts'

/** A trace that has not ended is waited for so long before people see it: once. */
const HELD_MS = 20_000

/** `{"type":"trace",...}` and whether it was told before. */
const record = (trace: TraceSummary, update: boolean): string => {
  const { type, ...rest } = JSON.parse(summaryLine(trace, null)) as Record<string, unknown>
  return `${JSON.stringify({ type, update, ...rest })}\n`
}

/** Each trace as a line, once. */
const people = ({ flags, style }: TracesCall<TracesFlags>) => {
  const ready = onceEnded(HELD_MS)
  const zone = flags.timezone ?? null
  return async (trace: TraceSummary | null, now: number): Promise<string> => {
    let text = ''
    for (const one of ready(trace, now)) text += `${await followRow(one, style, zone)}\n`
    return text
  }
}

/** `slsops traces --follow`: until Ctrl-C, and then how many there were. */
export const followCommand = async (call: TracesCall<TracesFlags>, search: Search): Promise<number> => {
  const { outputs, signal, note, told } = call
  const guard = ciGuard(process.env)
  const isNdjson = outputs.some(({ format }) => format === 'ndjson')
  const human = people(call)
  const figures = { traces: 0, faults: 0, updates: 0 }
  const write = async (text: string): Promise<void> => {
    if (text !== '') await printOut(guard ? (isNdjson ? guard.json(text) : guard.text(text)) : text)
  }
  void searchHints(search, signal)
    .then((lines) => lines.forEach(note))
    .catch(() => {})
  try {
    for await (const batch of followedOf(search, search.window.from, signal)) {
      const now = search.session.now()
      for (const { trace, update } of batch) {
        figures[update ? 'updates' : 'traces']++
        if (!update && trace.status === 'fault') figures.faults++
        await write(isNdjson ? record(trace, update) : await human(trace, now))
      }
      if (!isNdjson) await write(await human(null, now))
    }
  } finally {
    const throttled = throttledLine(throttledCalls(search.session))
    const { traces, faults, updates } = figures
    note(
      openingLine(
        [
          `${traces} trace${traces === 1 ? '' : 's'}`,
          `${faults} with a fault`,
          ...(updates > 0 ? [`${updates} update${updates === 1 ? '' : 's'}`] : []),
          ...(throttled === null ? [] : [throttled]),
        ],
        told,
      ),
    )
  }
  return ExitCode.ok
}
