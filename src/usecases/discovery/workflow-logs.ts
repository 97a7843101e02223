import type { LogDestination } from '../../domain/log-destination.ts'
import { type Named, type Owner, sourceOf } from './log-sources-named.ts'

/** The log of a state machine, under its logical id. */
export const workflowSources = (owner: Owner, destinations: readonly LogDestination[]): Named => ({
  sources: destinations.flatMap(({ group }) => (group === null ? [] : sourceOf(owner, 'workflow', group))),
  off: destinations.flatMap(({ howToSwitchOn }) =>
    howToSwitchOn === null ? [] : { what: 'workflow log', name: owner.name, howToSwitchOn },
  ),
})
