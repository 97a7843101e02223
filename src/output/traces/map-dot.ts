import type { ServiceGraph } from '../../domain/trace/graph.ts'
import type { CiGuard } from '../ci-commands.ts'
import { safeText } from '../safe-text.ts'
import { edgeFigures, nodeFigures, troubled } from './map-figures.ts'

/** A quoted string of DOT: nothing in it is an escape of Graphviz's but the line breaks put between the parts. */
const quoted = (parts: readonly string[]): string =>
  `"${parts
    .filter(Boolean)
    .map((part) => safeText(part.toWellFormed()).replaceAll('\\', '\\\\').replaceAll('"', '\\"'))
    .join('\\n')}"`

/** The services as a Graphviz digraph: `dot -Tsvg`. Links between traces are dashed, what went wrong is red. */
export const mapDot = (graph: ServiceGraph, guard: CiGuard | null): string => {
  const ids = new Map(graph.nodes.map(({ id }, at) => [id, `n${at}`]))
  const nodes = graph.nodes.map(
    (one) =>
      `  ${ids.get(one.id)} [label=${quoted([one.name, one.type ?? '', nodeFigures(one)])}${troubled(one) ? ', color="#d13212"' : ''}];`,
  )
  const edges = graph.edges.flatMap((one) => {
    const [from, to] = [ids.get(one.from), ids.get(one.to)]
    if (from === undefined || to === undefined) return []
    const looks = [
      `label=${quoted([edgeFigures(one)])}`,
      ...(one.link ? ['style=dashed'] : []),
      ...(troubled(one) ? ['color="#d13212"'] : []),
    ]
    return [`  ${from} -> ${to} [${looks.join(', ')}];`]
  })
  const whole = [
    'digraph services {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...nodes,
    ...edges,
    '}',
    '',
  ].join('\n')
  return guard ? guard.text(whole) : whole
}
