import type { LogEvent } from '../../domain/log-event.ts'
import type { LinkedTrace } from '../../domain/trace/rows.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { safeJson } from '../../output/safe-text.ts'
import type { TracesCall } from './call.ts'
import type { ShowFlags } from './show.ts'

/** Traces in every format that they have. What hangs under them goes into the waterfall, and as traces of their own into the others. */
export const traceTexts = (
  { flags, style, context }: TracesCall<ShowFlags>,
  traces: readonly Trace[],
  linked: ReadonlyMap<string, readonly LinkedTrace[]>,
  logs: ReadonlyMap<string, readonly LogEvent[]>,
): Readonly<Record<string, () => Promise<string>>> => {
  const guard = ciGuard(process.env)
  const showSecrets = flags['show-secrets']
  const all = [...traces, ...[...linked.values()].flatMap((some) => some.map(({ trace }) => trace))]
  return {
    human: async () => {
      const { waterfallText } = await import('../../output/traces/waterfall.ts')
      const look = { style, zone: flags.timezone ?? null, now: Date.now(), flags: { ...flags }, guard, linked, logs }
      const texts: string[] = []
      for (const trace of traces) texts.push(await waterfallText(trace, look))
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
    mermaid: async () => (await import('../../output/traces/mermaid.ts')).ganttText(traces[0]!, guard),
    html: async () => (await import('../../output/traces/html.ts')).htmlPage(traces[0]!, { showSecrets, linked }),
  }
}
