import { type Operation, ServiceError } from '../service.ts'
import { existingGroup, groupName, oneOf, streamName } from './input.ts'
import type { LogStore } from './store.ts'

/** (CloudWatch Logs API: CreateLogGroup.) Keys and tags are accepted and kept nowhere. */
export const createLogGroup =
  (store: LogStore): Operation =>
  (input, call) => {
    const name = groupName(input)
    const logGroupClass = oneOf(input, 'logGroupClass', ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'])
    if (store.group(name)) throw exists('log group')
    store.ensureGroup(name, { createdAt: call.now(), ...(logGroupClass && { logGroupClass }) })
    return {}
  }

/** (CloudWatch Logs API: CreateLogStream.) */
export const createLogStream =
  (store: LogStore): Operation =>
  (input, call) => {
    const group = existingGroup(store, groupName(input))
    const name = streamName(input)
    if (group.streams.has(name)) throw exists('log stream')
    store.ensureStream(group.name, name, call.now())
    return {}
  }

/** (CloudWatch Logs API: DeleteLogGroup.) */
export const deleteLogGroup =
  (store: LogStore): Operation =>
  (input) => {
    store.delete(existingGroup(store, groupName(input)).name)
    return {}
  }

const exists = (what: string): ServiceError =>
  new ServiceError('ResourceAlreadyExistsException', `The specified ${what} already exists`)
