// Figures to text. A ratio is the median of the rounds' own ratios: what disturbs a whole round disturbs both sides of it.
export const median = (values) => {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export const METRICS = ['wallMs', 'firstMs', 'cpuMs', 'rssMb']
const names = { wallMs: 'wall', firstMs: 'first line', cpuMs: 'CPU', rssMb: 'peak memory' }

export const mediansOf = (rounds) =>
  Object.fromEntries(METRICS.map((metric) => [metric, median(rounds.map((round) => round[metric]))]))

/** A budget's outcome; `ratio` is null where one side was not measured. */
export const verdict = (row, other, { of, to = of, against, atMost }) => {
  const pairs = row.rounds.map((round, i) => [round[of], other?.rounds[i]?.[to] ?? null])
  const ratio = median(
    pairs.map(([mine, theirs]) => (mine === null || theirs === null || theirs === 0 ? null : mine / theirs)),
  )
  return { of, to, against, atMost, ratio, ok: ratio === null ? null : ratio <= atMost }
}

const ms = (value) =>
  value === null ? 'NOT MEASURED' : value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(0)} ms`
const mib = (value) => (value === null ? 'NOT MEASURED' : `${value.toFixed(0)} MiB`)

const HEAD = ['', 'wall', 'first byte', 'CPU', 'peak memory']

export const tableText = (table) => {
  const lines = [HEAD, ...table.rows.map(rowCells)]
  const widths = HEAD.map((_, i) => Math.max(...lines.map((cells) => (cells.length > 2 ? (cells[i] ?? '').length : 0))))
  widths[0] = Math.max(...lines.map(([label]) => label.length))
  const text = lines.map((cells) =>
    cells
      .map((cell, i) =>
        i === 0 || cells.length === 2 ? cell.padEnd(i === 0 ? widths[i] : 0) : cell.padStart(widths[i]),
      )
      .join('   ')
      .trimEnd(),
  )
  return [
    table.title,
    ...text.map((line) => `  ${line}`),
    ...table.rows.flatMap((row) => row.verdicts.map(verdictText(table, row))),
  ].join('\n')
}

const rowCells = (row) => {
  if (row.state !== 'measured') return [row.label, `${row.state === 'failed' ? 'FAILED' : 'NOT MEASURED'}: ${row.why}`]
  const { wallMs, firstMs, cpuMs, rssMb } = row.medians
  return [row.label, ms(wallMs), firstMs === null ? '-' : ms(firstMs), ms(cpuMs), mib(rssMb)]
}

const verdictText = (table, row) => (one) => {
  const other = table.rows.find(({ name }) => name === one.against)
  const what = `  ${row.label} / ${other?.label ?? one.against} (${names[one.of]})`
  if (one.ratio === null) return `${what}: NOT MEASURED, at most ${one.atMost}`
  return `${what}: ${one.ratio.toFixed(2)}, at most ${one.atMost}: ${one.ok ? 'ok' : 'over'}`
}
