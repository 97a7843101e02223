import type { ServiceGraph } from '../../domain/trace/graph.ts'
import type { CiGuard } from '../ci-commands.ts'
import { nextRows } from '../next-command.ts'
import { paint } from '../paint.ts'
import { parted } from '../parted.ts'
import { safeText } from '../safe-text.ts'
import { glyphs, type Style } from '../style.ts'
import { type Cell, type Column, table } from '../table.ts'
import { measureFor } from '../width.ts'
import { wrapRow } from '../wrap.ts'
import { share, time, troubled } from './map-figures.ts'
import { type MapRow, mapRows } from './map-tree.ts'
import { faultsCommand } from './next.ts'

export interface MapText {
  readonly style: Style
  /** The window in words: `in the last 15 min`; empty where there is nothing to say. */
  readonly asked: string
  readonly flags: Readonly<Record<string, unknown>>
  readonly guard: CiGuard | null
}

/** Below this the types of the services go, below the second the median. */
const ROOMY = 84
const NARROW = 66

const branch = ({ more, edge }: MapRow, unicode: boolean): string => {
  if (edge === null) return ''
  const [bar, last, mid] = unicode ? ['│ ', '└ ', '├ '] : ['| ', '`-', '|-']
  const stems = more.slice(0, -1).map((follows) => (follows ? bar : '  '))
  const arrow = edge.link ? (unicode ? '⇢ ' : '~> ') : ''
  return `${stems.join('')}${more.at(-1) ? mid : last}${arrow}`
}

const shortType = (type: string | null): string | null => type?.replace(/^AWS::/, '') ?? null

/**
 * The services as a tree of calls, what went wrong first: requests, faults, errors and times as the caller above sees them, an entry's
 * own at its row. A service that several call stands at each of them, what it calls at the first only.
 */
export const mapText = async (graph: ServiceGraph, { style, asked, flags, guard }: MapText): Promise<string> => {
  const look = await paint(style)
  const columns = style.width ?? Number.POSITIVE_INFINITY
  const rows = mapRows(graph)
  const finish = (text: string): string => (guard ? guard.text(text) : text)
  const when = asked === '' ? '' : ` ${safeText(asked)}`
  if (rows.length === 0) return finish(`no service was traced${when}\n`)
  const all = [...graph.nodes, ...graph.edges]
  const has = {
    type: columns >= ROOMY && graph.nodes.some(({ type }) => type !== null),
    errors: all.some(({ errors }) => errors > 0),
    throttles: all.some(({ throttles }) => throttles > 0),
    p50: columns >= NARROW,
  }
  const right = (title: string): Column => ({ title, align: 'right', keep: true })
  const heads: Column[] = [
    { title: 'service' },
    ...(has.type ? [{ title: 'type' }] : []),
    right('requests'),
    right('faults'),
    ...(has.errors ? [right('errors')] : []),
    ...(has.throttles ? [right('throttled')] : []),
    ...(has.p50 ? [right('p50')] : []),
    right('p95'),
  ]
  const cells = rows.map((row): Cell[] => {
    const { node, edge, above } = row
    const { requests, errors, faults, throttles } = edge ?? node
    // A link carries no time: what it leads to takes as long as it takes.
    const { p50Ms, p95Ms } = edge?.link && edge.p95Ms === null ? node : (edge ?? node)
    const again = above ? (style.unicode ? ' ↑' : ' ^') : ''
    return [
      { text: `${branch(row, style.unicode)}${node.name}${again}`, tone: edge === null ? 'bold' : 'plain' },
      ...(has.type ? [{ text: shortType(node.type) ?? '', tone: 'dim' } as const] : []),
      requests,
      { text: share(faults, requests), tone: 'fault' },
      ...(has.errors ? [{ text: share(errors, requests), tone: 'error' } as const] : []),
      ...(has.throttles ? [{ text: share(throttles, requests), tone: 'throttle' } as const] : []),
      ...(has.p50 ? [{ text: time(p50Ms), tone: 'dim' } as const] : []),
      { text: time(p95Ms), tone: 'dim' },
    ]
  })
  const drawn = await table(heads, cells, style)
  const shared = rows.some(({ above }) => above)
  const linked = rows.some(({ edge }) => edge?.link)
  const foot = [
    `${graph.nodes.length} service${graph.nodes.length === 1 ? '' : 's'}${when}`,
    ...(shared ? [`${style.unicode ? '↑' : '^'} what it calls stands above`] : []),
    ...(linked ? [`${style.unicode ? '⇢' : '~>'} in a trace of its own`] : []),
  ]
  const measure = await measureFor(foot)
  const below = parted(foot, ` ${glyphs(style).dot} `, style.width, measure).flatMap((row) =>
    wrapRow(row, { first: columns, rest: columns }, measure),
  )
  const next = all.some(troubled) ? nextRows(faultsCommand(flags), columns) : []
  return finish(`${drawn}\n${[...below.map((row) => look('dim', row)), ...next].map((row) => `${row}\n`).join('')}`)
}
