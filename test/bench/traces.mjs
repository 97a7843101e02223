// Reading traces: 1,000 of 20 segments from a server that takes 30 ms for each call, beside the requests alone.
import { join } from 'node:path'

const TRACES = 1000
const SEGMENTS = 20
const DELAY_MS = 30

/** The table; its server is not the one of the other tables. */
export const tracesTable = ({ node, product, endpoint }) => ({
  name: 'traces',
  title: `${TRACES} traces of ${SEGMENTS} segments, ${DELAY_MS} ms a call`,
  server: { file: 'traces-server.mjs', words: [TRACES, SEGMENTS, DELAY_MS].map(String) },
  rows: [
    {
      name: 'traces-floor',
      label: 'the requests alone',
      peer: true,
      lines: 1,
      budgets: [],
      commands: [[node, join(import.meta.dirname, 'traces-floor.mjs'), endpoint]],
    },
    {
      name: 'traces-map',
      label: 'slsops traces map, made of the traces',
      peer: false,
      lines: SEGMENTS - 2,
      budgets: [{ of: 'wallMs', against: 'traces-floor', atMost: 1.6 }],
      commands: [
        [node, product, 'traces', 'map', '--stack', 'bench', '--endpoint-url', endpoint, '--region', 'us-east-1'],
      ],
    },
  ],
})
