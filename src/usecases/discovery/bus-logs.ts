import type { LogDestination } from '../../domain/log-destination.ts'
import { type Named, type Owner, sourceOf } from './log-sources-named.ts'

/** The log of an event bus, under its logical id; it may go to several groups. */
export const busSources = (owner: Owner, destinations: readonly LogDestination[]): Named => ({
  sources: destinations.flatMap(({ group }) => (group === null ? [] : sourceOf(owner, 'bus', group))),
  off: destinations.flatMap(({ howToSwitchOn }) =>
    howToSwitchOn === null ? [] : { what: 'event bus log', name: owner.name, howToSwitchOn },
  ),
})
