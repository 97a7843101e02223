import { parentPort, workerData } from 'node:worker_threads'
import { code } from '../sample/code.ts'
import { liveWorld } from './clients.ts'
import { runHandler } from './handler.ts'
import type { WorkerJob, WorkerNews, WorkerStart } from './worker-messages.ts'

/** An execution environment: it loads the code of one function, and runs one invocation after the other. */
const { code: name, endpoint, region } = workerData as WorkerStart
const tell = (news: WorkerNews): void => parentPort?.postMessage(news)

const load = code[name]
if (load === undefined) throw new Error(`The sample app has no code named ${name}`)
const deployed = await load()

const run = async (job: WorkerJob): Promise<void> => {
  const now = () => Date.now() + job.clockOffset
  let calls = 0
  const result = await runHandler({
    ...job,
    code: deployed,
    world: liveWorld({ endpoint, region, traceId: job.traceId, sampled: job.sampled, now }),
    nextId: () => `${job.idPrefix}${String(++calls).padStart(8, '0')}`,
    line: (line) => tell({ kind: 'line', line }),
    call: (call) => tell({ kind: 'call', call }),
    note: (note) => tell({ kind: 'note', note }),
  })
  tell({ kind: 'done', result, heapMb: Math.round(process.memoryUsage().heapUsed / 1_048_576) })
}

parentPort?.on('message', (job: WorkerJob) => {
  run(job).catch((error: unknown) => {
    throw error
  })
})
tell({ kind: 'ready' })
