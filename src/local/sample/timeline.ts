type Act = () => unknown

interface Planned {
  readonly at: number
  readonly act: Act
  readonly tooLate: Act | undefined
}

export interface Timeline {
  /** Epoch ms of the act that runs. */
  now(): number
  /** `tooLate` is called instead where the time lies beyond the end. */
  at(time: number, act: Act, tooLate?: Act): void
  /** Runs all acts, each to its end, in order of their times; acts may plan further ones. */
  run(): Promise<void>
}

/** What happens next, and after that: a heap of acts up to an end, for a story that is told faster than it happened. */
export const timeline = (end: number): Timeline => {
  const heap: Planned[] = []
  let time = 0

  const before = (a: number, b: number): boolean => (heap[a] as Planned).at < (heap[b] as Planned).at
  const swap = (a: number, b: number): void => {
    const one = heap[a] as Planned
    heap[a] = heap[b] as Planned
    heap[b] = one
  }
  const up = (index: number): void => {
    const parent = (index - 1) >> 1
    if (index === 0 || !before(index, parent)) return
    swap(index, parent)
    up(parent)
  }
  const down = (index: number): void => {
    let least = index
    for (const child of [2 * index + 1, 2 * index + 2]) if (child < heap.length && before(child, least)) least = child
    if (least === index) return
    swap(index, least)
    down(least)
  }
  const next = (): Planned | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    down(0)
    return first
  }

  return {
    now: () => time,
    at(at, act, tooLate) {
      heap.push({ at, act, tooLate })
      up(heap.length - 1)
    },
    async run() {
      for (let planned = next(); planned !== undefined; planned = next()) {
        time = planned.at
        if (planned.at > end) planned.tooLate?.()
        else await planned.act()
      }
    },
  }
}
