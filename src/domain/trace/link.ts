import { type Forest, mark, type Node, nodeAt } from './node.ts'

const byStart = (a: Node, b: Node): number => a.record.start - b.record.start

/** Parents that lead back to where they began are cut at the span of the ring that started first. */
const cutCycles = (nodes: Iterable<Node>): void => {
  const done = new Map<Node, number>()
  let walk = 0
  for (const from of nodes) {
    walk++
    let at: Node | null = from
    while (at !== null && !done.has(at)) {
      done.set(at, walk)
      at = at.parent
    }
    if (at === null || done.get(at) !== walk) continue
    let first = at
    for (let one = at.parent!; one !== at; one = one.parent!) {
      const earlier = byStart(one, first) || (one.record.id < first.record.id ? -1 : 1)
      if (earlier < 0) first = one
    }
    first.parent = null
    mark(first, 'cycle')
  }
}

export interface Linked {
  readonly roots: readonly Node[]
  /** Every span, a parent before its children and siblings by their start. */
  readonly preOrder: readonly Node[]
  readonly orphans: number
}

/** Ties the spans by the parents they name. Who names one that is not there is a root, marked. */
export const link = (forest: Forest): Linked => {
  let orphans = 0
  for (const node of forest.nodes.values()) {
    const { parentId } = node.record
    node.parent = nodeAt(forest, parentId)
    if (node.parent !== null || parentId === null) continue
    orphans++
    mark(node, 'orphan')
  }
  cutCycles(forest.nodes.values())
  const roots: Node[] = []
  for (const node of forest.nodes.values()) (node.parent?.children ?? roots).push(node)
  roots.sort(byStart)
  const preOrder: Node[] = []
  const stack = [...roots].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    preOrder.push(node)
    if (node.parent !== null) node.depth = node.parent.depth + 1
    node.children.sort(byStart)
    for (let at = node.children.length - 1; at >= 0; at--) stack.push(node.children[at]!)
    // A subsegment that was sent alone does not say whose it is.
    const above = node.parent?.record.service
    if (!node.record.segment && node.record.segmentId === node.record.id && above !== undefined)
      node.record = { ...node.record, service: above }
  }
  return { roots, preOrder, orphans }
}
