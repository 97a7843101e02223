/** Number of single-letter edits (insert, delete, replace, swap of neighbours) between two words. */
export const editDistance = (a: string, b: string): number => {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

/** The candidates that `word` may have been meant to be, nearest first; those that begin with it count as near. */
export const nearest = (word: string, candidates: readonly string[], limit = 3): readonly string[] => {
  const asked = word.toLowerCase()
  const near = candidates.flatMap((name) => {
    const lower = name.toLowerCase()
    const distance = editDistance(asked, lower)
    const begins = asked.length > 1 && lower.startsWith(asked)
    const allowed = Math.max(1, Math.floor(Math.max(asked.length, lower.length) / 3))
    return begins || distance <= allowed ? [{ name, distance: begins ? Math.min(distance, 1) : distance }] : []
  })
  return near
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name)
}
