// The figures of the quota table to text.
const THROTTLED_AT_MOST = 0.01

const seconds = (value) => {
  if (value === null) return 'NOT MEASURED'
  return value === Number.POSITIVE_INFINITY ? 'not shown' : `${(value / 1000).toFixed(1)} s`
}
const percent = (share) => (share === null ? 'NOT MEASURED' : `${(share * 100).toFixed(1)} %`)

const HEAD = ['', 'requests/s', 'throttled', 'first line', 'active p50', 'p95', 'quiet p50', 'p95', 'not shown in time']

const cells = ({ label, figures }) => {
  const { perSecond, throttledShare, firstMs, active, quiet } = figures
  const unseen = `${active.unseen + quiet.unseen} of ${active.lines + quiet.lines}`
  const times = [active.p50, active.p95, quiet.p50, quiet.p95].map(seconds)
  return [label, perSecond.toFixed(2), percent(throttledShare), seconds(firstMs), ...times, unseen]
}

export const quotaText = (title, rows) => {
  const measured = rows.filter(({ figures }) => figures !== null)
  const lines = [HEAD, ...measured.map(cells)]
  const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => line[i].length)))
  const pad = (cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))
  const text = measured.length === 0 ? [] : lines.map((line) => line.map(pad).join('   '))
  const absent = rows.filter(({ figures }) => figures === null)
  return [
    `${title} (time from ingestion to the terminal)`,
    ...text,
    ...absent.map(({ label, state, why }) => `${label}   ${state === 'failed' ? 'FAILED' : 'NOT MEASURED'}: ${why}`),
    ...rows.filter(({ peer }) => !peer).map(budget),
  ].join('\n  ')
}

/** Throttling while it is measured, not while it warms up. */
const budget = ({ label, figures }) => {
  const share = figures?.throttledShare ?? null
  const atMost = `at most ${percent(THROTTLED_AT_MOST)}`
  if (share === null) return `${label} (share throttled): NOT MEASURED, ${atMost}`
  const all = `${figures.throttledInAll} in all, ${figures.repeated} lines repeated`
  return `${label} (share throttled): ${percent(share)}, ${atMost}: ${share <= THROTTLED_AT_MOST ? 'ok' : 'over'} (${all})`
}
