import { expect, it } from 'vitest'
import type { QueueState } from '../../../src/domain/sqs/queue.ts'
import { queuesTable } from '../../../src/output/sqs/queues.ts'

const queue = (name: string, more: Partial<QueueState> = {}): QueueState =>
  ({
    name,
    path: name,
    logicalId: name,
    visible: 0,
    inFlight: 0,
    delayed: 0,
    dlq: null,
    dlqFor: [],
    consumers: [],
    ...more,
  }) as QueueState

const queues = [
  queue('Fulfilment', {
    inFlight: 3,
    dlq: { name: 'fulfilment-dlq', depth: 143 } as NonNullable<QueueState['dlq']>,
    consumers: [
      { functionName: 'FulfilOrder', functionArn: 'arn', state: 'Enabled' } as NonNullable<
        QueueState['consumers']
      >[number],
    ],
  }),
  queue('FulfilmentDlq', { visible: 143, dlqFor: ['fulfilment'] }),
]

it.each([
  [
    120,
    `\
queue          visible  in flight  delayed  dead letters        takes dead letters of  consumers
Fulfilment           0          3        0  fulfilment-dlq 143  —                      FulfilOrder
FulfilmentDlq    ✗ 143          0        0  —                   fulfilment             —
`,
  ],
  [
    60,
    `\
queue          visible  in flight  dead letters
Fulfilment           0          3  fulfilment-dlq 143
FulfilmentDlq    ✗ 143          0  —
`,
  ],
  [
    24,
    `\
queue          visible
Fulfilment           0
FulfilmentDlq    ✗ 143
`,
  ],
])('queues in %i columns: what matters least is left out, and no word is cut', async (width, text) => {
  expect(await queuesTable(queues, { color: false, unicode: true, width })).toBe(text)
})
