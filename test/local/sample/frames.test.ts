import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { frames as chargeFrames } from '../../../src/local/sample/handlers/charge-card.ts'
import { frames as fulfilFrames } from '../../../src/local/sample/handlers/fulfil.ts'

const handlers = resolve(import.meta.dirname, '../../../src/local/sample/handlers')

/** The frames that V8 itself gives for a failure, in files of the app, as they are after a deploy. */
const thrownBy = (file: string, event: unknown, answer: unknown): string[] => {
  const script = `
    const { handler } = await import(${JSON.stringify(`${handlers}/${file}`)})
    const context = { env: {}, now: () => 0, console() {}, write() {}, trace() {}, send: async () => (${JSON.stringify(answer)}) }
    await handler(${JSON.stringify(event)}, context).catch((error) => process.stdout.write(error.stack))`
  const stack = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  return stack.split('\n').flatMap((line) => {
    const frame = /^ +at (\S+) \(.*\/handlers\/([\w-]+\.ts:\d+:\d+)\)$/.exec(line)
    return frame === null ? [] : [`${frame[1]} (/var/task/${frame[2]})`]
  })
}

it('names the lines in which the gift bug really is', () => {
  const Message = JSON.stringify({ orderId: 'o-1', items: [], gift: true })
  const event = { Records: [{ body: JSON.stringify({ Message }) }] }
  expect(thrownBy('fulfil.ts', event, {})).toEqual(fulfilFrames.TypeError)
})

it('names the line in which a payment is declined', () => {
  const event = { orderId: 'o-1', card: '4000000000000002', cents: 1 }
  expect(thrownBy('charge-card.ts', event, { status: 'declined' })).toEqual(chargeFrames.PaymentDeclined)
})
