import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTrace } from '../../../src/domain/trace/build.ts'
import type { Span } from '../../../src/domain/trace/span.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'
import { awsCli, type Moto, motoServer, startMoto } from '../../support/peers.ts'
import { runProgram } from '../../support/run-slsops.ts'

const traceId = '1-6b05729a-e8723612ba324fc2dbb733b4'
const id = (number: number): string => String(number).padStart(16, '0')
const span = (number: number, more: object = {}) => ({
  id: id(number),
  name: `s${number}`,
  start_time: 1_795_518_000 + number / 10,
  end_time: 1_795_518_010 - number / 10,
  ...more,
})
const called = span(3, { name: 'DynamoDB', namespace: 'aws', aws: { operation: 'PutItem', table_name: 'orders' } })
const documents = [
  span(1, { trace_id: traceId, http: { response: { status: 502 } }, fault: true, subsegments: [span(2)] }),
  span(4, { trace_id: traceId, parent_id: id(2), origin: 'AWS::Lambda::Function', subsegments: [called] }),
]

/** Names and parents, which are the same wherever the documents went through. */
const tree = (one: Span): unknown => [one.id, one.name, one.status, ...one.children.map(tree)]

describe.each([2, 1] as const)('aws CLI %s.x puts segments and gets its traces', { timeout: 60_000 }, (major) => {
  const cli = awsCli(major)
  const moto = motoServer()
  let cloud: RunningCloud
  beforeAll(async () => {
    if (cli !== null) cloud = await startCloud({ sample: false })
  })
  afterAll(() => cloud?.close())

  const aws = async (endpoint: string, ...words: string[]) => {
    const command = ['--endpoint-url', endpoint, '--output', 'json', 'xray', ...words]
    const { stdout, stderr, code } = await runProgram(cli!.file, command, { env: cloud.env })
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout)
  }
  const throughAws = async (endpoint: string): Promise<Trace> => {
    const texts = documents.map((document) => JSON.stringify(document))
    const put = await aws(endpoint, 'put-trace-segments', '--trace-segment-documents', ...texts)
    expect(put.UnprocessedTraceSegments).toEqual([])
    const { Traces } = await aws(endpoint, 'batch-get-traces', '--trace-ids', traceId)
    expect(Traces).toHaveLength(1)
    return buildTrace(
      traceId,
      Traces[0].Segments.map((one: { Id: string; Document: string }) => ({
        format: 'xray',
        id: one.Id,
        document: one.Document,
      })),
    )
  }

  it.skipIf(cli === null)(`of the embedded cloud${cli === null ? ` (needs aws CLI ${major}.x)` : ''}`, async () => {
    const trace = await throughAws(cloud.endpoint)
    expect(trace.roots.map(tree)).toEqual([
      [id(1), 's1', 'fault', [id(2), 's2', 'ok', [id(4), 's4', 'ok', [id(3), 'DynamoDB', 'ok']]]],
    ])
    const window = ['--start-time', '1795517990', '--end-time', '1795518020']
    const found = await aws(cloud.endpoint, 'get-trace-summaries', ...window, '--filter-expression', 'fault')
    expect(found.TraceSummaries).toMatchObject([{ Id: traceId, HasFault: true, Http: { HttpStatus: 502 } }])
  })

  const both = cli !== null && moto !== null
  it.skipIf(!both)(`as the same tree as from moto${both ? '' : ' (needs both)'}`, async () => {
    const server: Moto = await startMoto(moto!)
    try {
      const [ours, theirs] = [await throughAws(cloud.endpoint), await throughAws(server.endpoint)]
      expect(ours.roots.map(tree)).toEqual(theirs.roots.map(tree))
    } finally {
      await server.close()
    }
  })
})
