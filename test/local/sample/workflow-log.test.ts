import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { expect, it, vi } from 'vitest'
import { startCloud } from '../../../src/local/start.ts'
import { clientsOf } from '../clients.ts'
import { told } from './story.ts'

interface Line {
  readonly id: string
  readonly type: string
  readonly details: Readonly<Record<string, string>>
  readonly previous_event_id: string
  readonly event_timestamp: string
  readonly execution_arn: string
}

const group = '/aws/vendedlogs/states/payment'

const executionsOf = (messages: readonly string[]): Line[][] => {
  const executions = new Map<string, Line[]>()
  for (const line of messages.map((message) => JSON.parse(message) as Line))
    executions.set(line.execution_arn, [...(executions.get(line.execution_arn) ?? []), line])
  return [...executions.values()]
}

const state = (name: string): string[] => [
  `TaskStateEntered ${name}`,
  ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded'],
  `TaskStateExited ${name}`,
]
const paid = ['ExecutionStarted', ...state('ChargeCard'), ...state('RenderInvoice'), 'ExecutionSucceeded']
const wordsOf = (lines: readonly Line[]): string[] =>
  lines.map(({ type, details }) => [type, details['name']].filter(Boolean).join(' '))

it('is written in the past as Step Functions writes it, one history for each execution', async () => {
  const { story, invocations } = await told(7)
  const lines = story.lines.filter((line) => line.group === group)
  const executions = executionsOf(lines.map(({ message }) => message)).filter((one) =>
    one.at(-1)!.type.startsWith('Execution'),
  )
  const charged = invocations.filter(({ invocation }) => invocation.fn.logicalId === 'ChargeCard')
  expect(executions.length).toBeGreaterThan(100)
  expect(charged.length - executions.length).toBeLessThanOrEqual(3)
  for (const execution of executions) {
    expect(execution.map(({ id }) => Number(id))).toEqual(execution.map((_, index) => index + 1))
    const times = execution.map(({ event_timestamp: at }) => Number(at))
    expect(times).toEqual([...times].sort((a, b) => a - b))
  }
  const all = executions.map(wordsOf)
  expect(all.filter((words) => words.join() === paid.join()).length).toBeGreaterThan(100)
  const declined = executions.find((one) => one.some(({ details }) => details['error'] === 'PaymentDeclined'))!
  expect(wordsOf(declined).slice(4)).toEqual([
    'LambdaFunctionFailed',
    'TaskStateExited ChargeCard',
    'FailStateEntered Declined',
    'ExecutionFailed',
  ])
  expect(declined[4]!.details['cause']).toContain('"errorMessage":"card ')
  // No execution data: no card's number stands in the log.
  expect(lines.some(({ message }) => /42\d{14}/.test(message))).toBe(false)
  expect(new Set(lines.map(({ stream }) => stream.replace(/[0-9a-f]{8}$/, 'x')))).toContain(
    'states/payment/2026-05-20-12/x',
  )
})

it('is written by live traffic too, event by event', async () => {
  const cloud = await startCloud({ seed: 5 })
  const since = Date.now()
  const { logs } = clientsOf(cloud)
  try {
    await vi.waitFor(
      async () => {
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: group, startTime: since }))
        const ended = executionsOf(events.map(({ message }) => message!)).find(
          (lines) => lines[0]!.id === '1' && lines.at(-1)!.type === 'ExecutionSucceeded',
        )
        expect(wordsOf(ended ?? [])).toEqual(paid)
      },
      { timeout: 15_000, interval: 200 },
    )
  } finally {
    await cloud.close()
  }
})
