// What is measured, and the budgets: ratios within one table of one run, never absolute times.
import { tracesTable } from './traces.mjs'

const TEN = Array.from({ length: 10 }, (_, i) => `/bench/ten-${i}`)
const groups = {
  start: [['/bench/few', 100]],
  volume: [['/bench/200k', 200_000]],
  groups: TEN.map((name) => [name, 20_000]),
  memory: [
    ['/bench/200k', 200_000],
    ['/bench/1m', 1_000_000],
  ],
}

/**
 * Tables of rows. A row's `commands` are run one after the other; `lines` is how many lines its output must have at least, or it
 * did not do the work; `peer` rows belong to others, and may be missing. `budgets` compare `of` this row with `to` (this row's own
 * metric unless said) of another: at most so many times.
 */
export const tables = ({ node, product, aws, endpoint }) => {
  const slsops = (...words) => [[node, product, ...words]]
  const where = ['--endpoint-url', endpoint, '--region', 'us-east-1']
  const tail = (...names) =>
    slsops('tail', ...names.flatMap((name) => ['--log-group', name]), '--no-follow', '--since', '2h', ...where)
  const awsTail = (...names) => names.map((name) => [aws, ...where, 'logs', 'tail', name, '--since', '2h'])
  const ours = (row) => ({ peer: false, lines: 1, budgets: [], ...row })
  const theirs = (row) => ({ peer: true, lines: 1, budgets: [], ...row })
  const start = (atMost) => ({ of: 'wallMs', against: 'node', atMost })
  return [
    {
      name: 'start',
      title: 'start-up',
      groups: groups.start,
      rows: [
        theirs({ name: 'node', label: 'node -e 0', commands: [[node, '-e', '0']], lines: 0 }),
        ours({ name: 'version', label: 'slsops --version', commands: slsops('--version'), budgets: [start(1.2)] }),
        ours({ name: 'help', label: 'slsops --help', commands: slsops('--help'), budgets: [start(1.3)] }),
        ours({
          name: 'one line',
          label: 'slsops completion',
          commands: slsops('completion', 'bash'),
          budgets: [start(3)],
        }),
        ours({ name: 'stacks', label: 'slsops stacks (SDK)', commands: slsops('stacks', ...where), budgets: [] }),
        ours({
          name: 'first',
          label: 'slsops tail, first line',
          commands: tail('/bench/few'),
          lines: 100,
          budgets: [
            { of: 'firstMs', against: 'node', to: 'wallMs', atMost: 3.5 },
            { of: 'firstMs', against: 'aws-first', atMost: 0.18 },
          ],
        }),
        theirs({ name: 'aws-first', label: 'aws logs tail, first line', commands: awsTail('/bench/few'), lines: 100 }),
      ],
    },
    {
      name: 'volume',
      title: '200,000 events',
      groups: groups.volume,
      rows: [
        ours({
          name: '200k',
          label: 'slsops tail',
          commands: tail('/bench/200k'),
          lines: 200_000,
          budgets: [
            { of: 'wallMs', against: 'aws-200k', atMost: 0.3 },
            { of: 'cpuMs', against: 'aws-200k', atMost: 0.3 },
          ],
        }),
        theirs({ name: 'aws-200k', label: 'aws logs tail', commands: awsTail('/bench/200k'), lines: 200_000 }),
      ],
    },
    {
      name: 'groups',
      title: '10 groups of 20,000 events',
      groups: groups.groups,
      rows: [
        ours({
          name: 'ten',
          label: 'slsops tail, all at once',
          commands: tail(...TEN),
          lines: 200_000,
          budgets: [{ of: 'wallMs', against: 'aws-ten', atMost: 0.12 }],
        }),
        theirs({ name: 'aws-ten', label: 'aws logs tail, one by one', commands: awsTail(...TEN), lines: 200_000 }),
      ],
    },
    {
      name: 'memory',
      title: 'peak memory',
      groups: groups.memory,
      rows: [
        ours({ name: 'rss-200k', label: 'slsops tail, 200,000 events', commands: tail('/bench/200k'), lines: 200_000 }),
        ours({
          name: 'rss-1m',
          label: 'slsops tail, 1,000,000 events',
          commands: tail('/bench/1m'),
          lines: 1_000_000,
          budgets: [{ of: 'rssMb', against: 'rss-200k', atMost: 1.3 }],
        }),
        theirs({
          name: 'aws-rss-1m',
          label: 'aws logs tail, 1,000,000 events',
          commands: awsTail('/bench/1m'),
          lines: 1_000_000,
        }),
      ],
    },
    tracesTable({ node, product, endpoint }),
  ]
}

/** The tables that are asked for: by a table's name, or by a row's, which brings what it is compared with. */
export const chosen = (all, only) => {
  if (only.length === 0) return all
  return all
    .map((table) => {
      const wanted = new Set()
      const want = (row) => {
        wanted.add(row.name)
        for (const { against } of row.budgets) want(table.rows.find(({ name }) => name === against))
      }
      for (const row of table.rows) if (only.includes(table.name) || only.includes(row.name)) want(row)
      return { ...table, rows: table.rows.filter(({ name }) => wanted.has(name)) }
    })
    .filter(({ rows }) => rows.length > 0)
}
