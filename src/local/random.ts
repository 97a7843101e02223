/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32): the sample app's only chance. */
export type Random = () => number

export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const between = (random: Random, low: number, high: number): number => low + random() * (high - low)

/** Mostly near `low`, with a long tail towards ten times of it, as latencies are. */
export const latency = (random: Random, low: number): number =>
  low * (1 + 0.4 * random() - 0.35 * Math.log(1 - random() * 0.999))

export const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T

const digits = '0123456789abcdef'

export const hexOf = (random: Random, length: number): string => {
  let text = ''
  while (text.length < length) {
    const word = Math.floor(random() * 4_294_967_296)
    for (let shift = 28; shift >= 0 && text.length < length; shift -= 4) text += digits[(word >>> shift) & 15]
  }
  return text
}

export const uuidOf = (random: Random): string => {
  const hex = hexOf(random, 30)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`
}

/** `1-EPOCHSECONDS-24HEX` of X-Ray. */
export const traceIdOf = (random: Random, at: number): string =>
  `1-${Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0')}-${hexOf(random, 24)}`
