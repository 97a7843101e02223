const trimmed = (value: number, digits: number): string =>
  String(digits === 0 ? Math.round(value) : Number(value.toFixed(digits)))

/** `0.8 ms`, `46 ms`, `3.02 s`, `10 min`, `1 h 5 min`, `2 d 3 h`: a length of time for people. */
export const durationText = (ms: number): string => {
  if (!Number.isFinite(ms)) return '?'
  if (ms < 0) return `-${durationText(-ms)}`
  if (ms < 999.5) return `${trimmed(ms, ms < 9.95 ? 1 : 0)} ms`
  if (ms < 59_995) return `${trimmed(ms / 1000, 2)} s`
  const seconds = Math.round(ms / 1000)
  const parts: readonly (readonly [size: number, unit: string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ]
  const first = parts.findIndex(([size]) => seconds >= size)
  const [big, small] = [parts[first]!, parts[first + 1]!]
  const count = Math.floor(seconds / big[0])
  const rest = Math.floor((seconds - count * big[0]) / small[0])
  return rest === 0 ? `${count} ${big[1]}` : `${count} ${big[1]} ${rest} ${small[1]}`
}
