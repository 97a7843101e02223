import type { GraphEdge, GraphNode, ServiceGraph } from '../../domain/trace/graph.ts'
import type { CiGuard } from '../ci-commands.ts'
import { edgeFigures, nodeFigures, troubled } from './map-figures.ts'
import { mermaidText } from './mermaid-text.ts'

/** A Mermaid flowchart of the services: names and figures in the boxes, figures on the arrows, links between traces dotted. */
export const mapMermaid = (graph: ServiceGraph, guard: CiGuard | null): string => {
  const ids = new Map(graph.nodes.map(({ id }, at) => [id, `n${at}`]))
  const lines = (texts: readonly string[]): string =>
    texts
      .filter(Boolean)
      .map((text) => mermaidText(text, 80))
      .join('<br/>')
  const node = (one: GraphNode): string => {
    const label = lines([one.name, one.type ?? '', nodeFigures(one)])
    return `    ${ids.get(one.id)}["${label}"]${troubled(one) ? ':::bad' : ''}`
  }
  const edge = (one: GraphEdge): string[] => {
    const [from, to] = [ids.get(one.from), ids.get(one.to)]
    if (from === undefined || to === undefined) return []
    const label = lines([edgeFigures(one)])
    return [`    ${from} ${one.link ? '-.->' : '-->'}${label === '' ? '' : `|"${label}"|`} ${to}`]
  }
  const whole = [
    'flowchart LR',
    ...graph.nodes.map(node),
    ...graph.edges.flatMap(edge),
    '    classDef bad stroke:#d13212,stroke-width:2px',
    '',
  ].join('\n')
  return guard ? guard.text(whole) : whole
}
