import { exactJson } from '../../domain/invoke-payload.ts'
import type { WritePlan } from '../../domain/write-guard.ts'
import type { InvokeRequest } from '../../services/lambda/invoke.ts'
import type { InvokeFlags } from './call.ts'

/** So much of a payload is shown before it is sent. */
const SHOWN = 300

/** What a person is asked: which function, how, and with what. */
export const planOf = (
  { name, shown, qualifier, type }: Pick<InvokeRequest, 'name' | 'shown' | 'qualifier' | 'type'>,
  payload: string,
  { repeat, concurrency = 1, last }: Pick<InvokeFlags, 'repeat' | 'concurrency' | 'last'>,
): WritePlan => {
  const which = `${shown}${name === shown ? '' : ` (${name})`}${qualifier === null ? '' : `, ${qualifier}`}`
  const times = repeat === undefined ? '' : `, ${repeat} times, ${concurrency} at once`
  // What a function failed on is somebody's data that nobody typed: all of it is shown.
  if (last) {
    const rows = JSON.stringify(exactJson(payload), null, 2).split('\n')
    return { what: `invoke ${which}${type === 'Event' ? ', asynchronously' : ''}${times}`, details: rows }
  }
  const cut = payload.length > SHOWN ? `${payload.slice(0, SHOWN)}...` : payload
  return {
    what: `invoke ${which}${type === 'Event' ? ', asynchronously' : ''}${times}`,
    details: [`with ${Buffer.byteLength(payload)} bytes: ${cut}`],
  }
}
