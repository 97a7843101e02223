import type { Incomplete } from '../../domain/incomplete.ts'
import type { ServiceGraph } from '../../domain/trace/graph.ts'
import type { CiGuard } from '../ci-commands.ts'
import { type AnswerContext, answer, isoTime } from '../json.ts'

/** `slsops.traces-map/1`: the service graph of a window. `link`: the callee works in a trace of its own. */
export const mapAnswer = (
  { nodes, edges }: ServiceGraph,
  window: { readonly from: number; readonly to: number },
  context: AnswerContext,
  incomplete: readonly Incomplete[],
  guard: CiGuard | null,
): string =>
  answer(
    'slsops.traces-map/1',
    context,
    {
      window: { from: isoTime(window.from), to: isoTime(window.to) },
      nodes: nodes.map(({ id, name, type, root, requests, errors, faults, throttles, totalMs, p50Ms, p95Ms }) => ({
        id,
        name,
        type,
        root,
        requests,
        errors,
        faults,
        throttles,
        totalMs,
        p50Ms,
        p95Ms,
      })),
      edges: edges.map(({ from, to, requests, errors, faults, throttles, p50Ms, p95Ms, link }) => ({
        from,
        to,
        requests,
        errors,
        faults,
        throttles,
        p50Ms,
        p95Ms,
        link,
      })),
    },
    incomplete,
    guard,
  )
