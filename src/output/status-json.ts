import { type AppStatus, troublesOf } from '../domain/functions/app-status.ts'
import { functionRecord } from './functions-json.ts'
import { type AnswerContext, answer, isoTime } from './json.ts'

/** `slsops.status/1`. */
export const statusAnswer = (status: AppStatus, context: AnswerContext): string => {
  const { app, deploy, window } = status
  return answer(
    'slsops.status/1',
    context,
    {
      stackStatus: app.status,
      tool: app.tool,
      updatedAt: isoTime(app.updatedAt),
      deploy: deploy && { time: isoTime(deploy.at), what: deploy.what },
      window: window && { from: isoTime(window.from), to: isoTime(window.to) },
      problems: troublesOf(status),
      functions: status.functions.map((row) => functionRecord({ ...row, wiring: null })),
      queues: status.queues.map((queue) => ({
        path: queue.path,
        name: queue.name,
        visible: queue.visible,
        inFlight: queue.inFlight,
        delayed: queue.delayed,
        dlq: queue.dlq?.name ?? null,
        dlqFor: queue.dlqFor,
        consumers: queue.consumers?.map(({ functionName, state }) => ({ function: functionName, state })) ?? null,
      })),
      tables: status.tables.map(({ path, facts }) => ({
        path,
        name: facts.name,
        status: facts.status,
        billing: facts.billing,
        approximateItems: facts.approximateItems,
        approximateBytes: facts.approximateBytes,
      })),
    },
    status.incomplete,
  )
}
