import type { LogOff } from '../../domain/log-destination.ts'
import type { LogSource } from '../../domain/log-event.ts'
import type { Resource } from '../../domain/stack.ts'

/** The sources that a resource is, and its logs that are none. */
export interface Named {
  readonly sources: readonly LogSource[]
  readonly off: readonly LogOff[]
}

/** A resource, and what its sources have in common. */
export interface Owner {
  readonly resource: Resource
  /** The logical id; the path where nested stacks have the same one twice. */
  readonly name: string
  /** Name of the root stack. */
  readonly stack: string
}

export const sourceOf = (
  { resource, name, stack }: Owner,
  sourceType: LogSource['sourceType'],
  group: string,
  suffix = '',
): LogSource => ({
  group,
  streamPart: null,
  name: `${name}${suffix}`,
  sourceType,
  logicalId: resource.logicalId,
  functionName: null,
  stack,
})

/** Makes owners of resources; `all` are the app's, among which a logical id may be there twice. */
export const owners = (all: readonly Resource[], stack: string): ((resource: Resource) => Owner) => {
  const count = new Map<string, number>()
  for (const { logicalId } of all) count.set(logicalId, (count.get(logicalId) ?? 0) + 1)
  return (resource) => {
    const twice = (count.get(resource.logicalId) ?? 0) > 1
    return { resource, name: twice ? resource.path : resource.logicalId, stack }
  }
}
