import type { LogSource } from '../../domain/log-event.ts'
import type { Resource } from '../../domain/stack.ts'
import { type Owner, sourceOf } from './log-sources-named.ts'

/** The log groups of an app, as far as they exist. */
export const groupsOf = (resources: readonly Resource[]): readonly Resource[] =>
  resources.filter(({ type, physicalId }) => type === 'AWS::Logs::LogGroup' && physicalId !== null)

/** Groups that nothing else of the app is known to write to, under their logical ids. */
export const groupSources = (groups: readonly Owner[], covered: ReadonlySet<string>): readonly LogSource[] =>
  groups.flatMap((owner) => {
    const group = owner.resource.physicalId
    return group === null || covered.has(group) ? [] : sourceOf(owner, 'group', group)
  })

/** What a group is called: by its logical id where it is one of the stack's, else by the last word of its name. */
export const nameOfGroup = (groups: readonly Owner[], group: string): string =>
  groups.find(({ resource }) => resource.physicalId === group)?.name ?? group.split('/').at(-1)!
