import type { SpanRecord } from './record.ts'
import type { SpanAttempts, SpanMark } from './span.ts'

/** A span while its tree is put together. */
export interface Node {
  record: SpanRecord
  parent: Node | null
  children: Node[]
  /** Ids of what is shown as this span. */
  readonly merged: string[]
  readonly marks: SpanMark[]
  attempts: SpanAttempts | null
  attempt: number | null
  depth: number
}

export interface Forest {
  /** The spans that will be shown, by id. */
  readonly nodes: Map<string, Node>
  /** For the id of what was folded away: the id of the span that it is shown as, itself perhaps folded since. */
  readonly aliases: Map<string, string>
  /** For the id of what can't be shown: the id of what stands above it. */
  readonly above: ReadonlyMap<string, string>
}

export const nodeOf = (record: SpanRecord): Node => ({
  record,
  parent: null,
  children: [],
  merged: [],
  marks: [],
  attempts: null,
  attempt: null,
  depth: 0,
})

/** The span that an id is shown as; for the id of what can't be shown the one above it. */
export const nodeAt = ({ nodes, aliases, above }: Forest, id: string | null): Node | null => {
  let at = id
  // Documents may lead from one to another in a ring; no way is longer than this.
  for (let steps = aliases.size + above.size; at !== null && steps >= 0; steps--) {
    const found = nodes.get(at)
    if (found !== undefined) return found
    at = aliases.get(at) ?? above.get(at) ?? null
  }
  return null
}

/** From now on `from` is shown as `into`. */
export const mergeInto = ({ nodes, aliases }: Forest, from: Node, into: Node): void => {
  nodes.delete(from.record.id)
  aliases.set(from.record.id, into.record.id)
  into.merged.push(from.record.id, ...from.merged)
}

export const mark = (node: Node, word: SpanMark): void => {
  if (!node.marks.includes(word)) node.marks.push(word)
}
