const steps: readonly (readonly [below: number, size: number, unit: string])[] = [
  [60, 1, 's'],
  [60 * 60, 60, 'min'],
  [48 * 3600, 3600, 'h'],
  [Number.POSITIVE_INFINITY, 86_400, 'd'],
]

/** An age in one word, rounded down: `9 s`, `41 min`, `3 h`, `12 d`. What lies ahead is `0 s` old: clocks differ. */
export const ago = (at: number, now: number): string => {
  const seconds = Math.max(0, Math.floor((now - at) / 1000))
  if (!Number.isFinite(seconds)) return '?'
  const [, size, unit] = steps.find(([below]) => seconds < below)!
  return `${Math.floor(seconds / size)} ${unit}`
}
