export interface Stretch {
  readonly pid: number
  readonly from: number
  readonly to: number
}

/**
 * A thread (from 1) for each stretch, so that on each thread of a process any two either lie apart or one inside the other: viewers draw
 * nothing else. Of two equal ones the first holds the second.
 */
export const chromeLanes = (stretches: readonly Stretch[]): readonly number[] => {
  const order = stretches
    .map((one, at) => ({ one, at }))
    .sort((a, b) => a.one.from - b.one.from || b.one.to - a.one.to || a.at - b.at)
  const lanesOf = new Map<number, number[][]>()
  const found = new Array<number>(stretches.length).fill(1)
  for (const { one, at } of order) {
    const lanes = lanesOf.get(one.pid) ?? []
    lanesOf.set(one.pid, lanes)
    let lane = lanes.findIndex((ends) => {
      // Those that have ended by now hold nothing more.
      while (ends.length > 0 && ends.at(-1)! <= one.from) ends.pop()
      return ends.length === 0 || one.to <= ends.at(-1)!
    })
    if (lane < 0) lane = lanes.push([]) - 1
    lanes[lane]!.push(one.to)
    found[at] = lane + 1
  }
  return found
}
