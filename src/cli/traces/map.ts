import { ExitCode } from '../../domain/problem.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { safeText } from '../../output/safe-text.ts'
import { windowGraph } from '../../usecases/traces/graph.ts'
import type { TracesCall } from './call.ts'
import type { WindowWords } from './flags.ts'
import { openingLine, samplingLine } from './notes.ts'
import { tracesPlace, tracesWindow } from './place.ts'

export interface MapFlags extends WindowWords {
  readonly function?: string[] | undefined
  readonly quiet: boolean
}

/** `slsops traces map`, from its flags to its exit code. */
export const mapCommand = async (call: TracesCall<MapFlags>): Promise<number> => {
  const { flags, signal, note, told, style } = call
  const session = await call.session()
  const place = tracesPlace(await call.discovery(), flags.function ?? [])
  const { app } = place.discovery
  const window = await tracesWindow(flags, session, place.discovery, signal)
  note(openingLine([app.name, session.region, window.words], told))
  const { graph, from } = await windowGraph({ session, scope: place.scope, window, signal })
  if (from.kind === 'traces' && from.total > 0)
    note(
      `X-Ray has no service graph of it: made of ${from.read === from.total ? 'the' : `${from.read} of the`} ${from.total} traces`,
    )
  if (graph.nodes.length === 0) {
    const { sampling } = await import('../../usecases/traces/hints.ts')
    note(safeText(samplingLine(await sampling(session, signal))))
  }
  const [guard, context] = [ciGuard(process.env), await call.context(app)]
  await call.emit({
    human: async () =>
      (await import('../../output/traces/map.ts')).mapText(graph, {
        style,
        asked: window.words,
        flags: { ...flags },
        guard,
      }),
    json: async () =>
      (await import('../../output/traces/map-json.ts')).mapAnswer(graph, window, context, app.incomplete, guard),
    mermaid: async () => (await import('../../output/traces/map-mermaid.ts')).mapMermaid(graph, guard),
    dot: async () => (await import('../../output/traces/map-dot.ts')).mapDot(graph, guard),
  })
  return ExitCode.ok
}
