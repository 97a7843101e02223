import { StackStore } from '../../../src/local/cloudformation/store.ts'
import { history } from '../../../src/local/sample/history.ts'
import type { PastInvocation } from '../../../src/local/sample/past-runtime.ts'
import { placeOf } from '../../../src/local/sample/place.ts'
import { template } from '../../../src/local/sample/template.ts'

/** A story of six hours, told without a cloud. */
export const to = Date.UTC(2026, 4, 20, 15, 30)
export const from = to - 6 * 3_600_000

export const place = placeOf(
  new StackStore({ region: 'eu-west-1', account: '123456789012', seed: 1 }).add({
    name: 'orders',
    template: template(true),
    createdAt: from - 86_400_000,
  }),
)

export const told = async (seed: number) => {
  const invocations: PastInvocation[] = []
  const story = await history(seed, from, to, place, (past) => invocations.push(past))
  return { story, invocations }
}
