import { Problem } from '../../domain/problem.ts'
import { buildStacks, type Place } from './build.ts'
import { operationEvents } from './events.ts'
import type { LocalResource, LocalStack, StackSpec } from './model.ts'
import type { Fields, Template } from './template.ts'

export interface StackUpdate {
  /** When the operation ended, epoch milliseconds. */
  readonly at: number
  /** How long it took, ms. */
  readonly took?: number
  /** The new template. Child stacks stay as they are. */
  readonly template?: string | Template | Fields
  /** Logical ids of the resources that were touched. */
  readonly changed: readonly string[]
  /** UPDATE_COMPLETE unless said otherwise; after a rollback the stack is as it was, but for its times and events. */
  readonly status?: string
  readonly reason?: string
}

/** The stacks of the embedded cloud: one account, one region, in memory. */
export class StackStore {
  readonly #place: Place
  readonly #specs = new Map<string, StackSpec>()
  /** By ARN; a deleted stack is found by nothing else. */
  readonly #stacks = new Map<string, LocalStack>()

  constructor(place: Place) {
    this.#place = place
  }

  /** Adds a stack and every child stack whose template is given or lies beside its parent's. Throws `BadTemplate`, `StackExists`. */
  add(spec: StackSpec): LocalStack {
    if (spec.status !== 'DELETE_COMPLETE' && this.get(spec.name) !== null)
      throw new Problem('StackExists', `A stack named ${spec.name} is there already`, { hint: 'Give it another name.' })
    const stacks = buildStacks(spec, this.#place)
    for (const stack of stacks) this.#stacks.set(stack.id, stack)
    const [root] = stacks as [LocalStack]
    this.#specs.set(root.id, spec)
    return root
  }

  /** By ARN, or by name among those that are not deleted. */
  get(nameOrId: string): LocalStack | null {
    const byId = this.#stacks.get(nameOrId)
    if (byId !== undefined) return byId
    return this.list().find((stack) => stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE') ?? null
  }

  /** Newest first, deleted ones too, as ListStacks has them. */
  list(): LocalStack[] {
    return [...this.#stacks.values()].sort((a, b) => b.createdAt - a.createdAt)
  }

  /** One stack operation on a stack that was added by name: moves its times, statuses and template, and writes its events. */
  update(
    name: string,
    { at, took = 30_000, template, changed, status = 'UPDATE_COMPLETE', reason }: StackUpdate,
  ): LocalStack {
    const before = this.get(name)
    const spec = before === null ? undefined : this.#specs.get(before.id)
    if (before === null || spec === undefined)
      throw new Problem('StackNotFound', `No stack named ${name} was added`, { hint: null })
    const kept = status.includes('ROLLBACK') || status.endsWith('_FAILED')
    const next = template === undefined || kept ? spec : { ...spec, template }
    const rebuilt = buildStacks(next, this.#place)[0] ?? before
    const old = new Map(before.resources.map((resource) => [resource.logicalId, resource]))
    const touched = new Set(changed)
    const resources = rebuilt.resources.map((resource): LocalResource => {
      const was = old.get(resource.logicalId)
      const known = was === undefined ? resource : { ...resource, status: was.status, updatedAt: was.updatedAt }
      if (was !== undefined && !touched.has(resource.logicalId)) return known
      const done = was === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE'
      return { ...known, status: done, updatedAt: at }
    })
    const moved = resources.filter((resource) => touched.has(resource.logicalId) || !old.has(resource.logicalId))
    const started = at - took
    const events = operationEvents(before, {
      kind: 'UPDATE',
      from: started,
      to: at,
      resources: moved,
      status,
      reason: reason ?? null,
    })
    const after: LocalStack = {
      ...(kept ? before : rebuilt),
      id: before.id,
      children: before.children,
      resources,
      status,
      statusReason: kept ? (reason ?? null) : null,
      updatedAt: started,
      events: [...before.events, ...events],
    }
    this.#stacks.set(after.id, after)
    this.#specs.set(after.id, next)
    return after
  }
}
