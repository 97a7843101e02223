import type { LogEvent } from '../../domain/log-event.ts'
import { type NameOf, renamed, renamedLinks } from '../../domain/trace/rename.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { safeJson } from '../../output/safe-text.ts'
import type { TracesCall } from './call.ts'
import type { ShowFlags } from './show.ts'

export interface ShownTraces {
  readonly traces: readonly Trace[]
  /** By the row of the span that they hang under. */
  readonly linked: ReadonlyMap<string, readonly LinkedTrace[]>
  /** By the row of the function's span. */
  readonly logs: ReadonlyMap<string, readonly LogEvent[]>
  /** For the formats that people read; the others keep the names that AWS has. */
  readonly nameOf: NameOf
}

/** Traces in every format that they have. What hangs under them goes into the waterfall, and as traces of their own into the others. */
export const traceTexts = (
  { flags, style, context }: TracesCall<ShowFlags>,
  shown: ShownTraces,
): Readonly<Record<string, () => Promise<string>>> => {
  const { traces, linked, logs, nameOf } = shown
  const guard = ciGuard(process.env)
  const called = traces.map((trace) => renamed(trace, nameOf))
  const hung = new Map([...linked].map(([key, links]) => [key, renamedLinks(links, nameOf)]))
  const showSecrets = flags['show-secrets']
  const all = [...traces, ...[...linked.values()].flatMap((some) => some.map(({ trace }) => trace))]
  return {
    human: async () => {
      const { waterfallText } = await import('../../output/traces/waterfall.ts')
      const look = {
        style,
        zone: flags.timezone ?? null,
        now: Date.now(),
        flags: { ...flags },
        guard,
        linked: hung,
        logs,
      }
      const texts: string[] = []
      for (const trace of called) texts.push(await waterfallText(trace, look))
      return texts.join('\n')
    },
    json: async () => {
      const { traceAnswer } = await import('../../output/traces/trace-json.ts')
      const given = { context: await context(null), incomplete: [], guard, showSecrets }
      return traceAnswer(traces[0]!, given)
    },
    ndjson: async () => {
      const [{ traceRecord }, { withoutSecrets }] = await Promise.all([
        import('../../output/traces/trace-json.ts'),
        import('../../output/traces/secrets.ts'),
      ])
      const lines = all.map((trace) => {
        const json = safeJson(
          JSON.stringify({ type: 'trace', ...traceRecord(showSecrets ? trace : withoutSecrets(trace)) }),
        )
        return `${guard ? guard.json(json) : json}\n`
      })
      return lines.join('')
    },
    chrome: async () => (await import('../../output/traces/chrome.ts')).chromeJson(all, { showSecrets, guard }),
    otlp: async () => (await import('../../output/traces/otlp.ts')).otlpJson(all, { showSecrets, guard }),
    mermaid: async () => (await import('../../output/traces/mermaid.ts')).ganttText(called[0]!, guard),
    html: async () => (await import('../../output/traces/html.ts')).htmlPage(called[0]!, { showSecrets, linked: hung }),
  }
}
