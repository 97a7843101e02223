import { createHash } from 'node:crypto'

/** Numbers in [0, 1), the same for the same seed. */
export const seededRandom = (seed: number): (() => number) => {
  let drawn = 0
  return () => createHash('sha256').update(`${seed}/${drawn++}`).digest().readUInt32BE() / 2 ** 32
}
