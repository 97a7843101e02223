import type { LogDestination } from '../../domain/log-destination.ts'
import { type Named, type Owner, sourceOf } from './log-sources-named.ts'

const isOn = ({ group }: LogDestination): boolean => group !== null

/** Groups in the order in which they come, each with the destinations that lead there. */
const byGroup = (destinations: readonly LogDestination[]): ReadonlyMap<string, readonly LogDestination[]> => {
  const groups = new Map<string, LogDestination[]>()
  for (const one of destinations) if (one.group !== null) groups.set(one.group, [...(groups.get(one.group) ?? []), one])
  return groups
}

/**
 * The logs of an API: `OrdersApi`, of several stages `OrdersApi/prod`, and ` exec` behind the name of an execution log. A stage that
 * keeps neither log is named once, by what its access log lacks: an execution log alone is a choice, not an omission.
 */
export const apiSources = (owner: Owner, destinations: readonly LogDestination[]): Named => {
  const stages = [...new Set(destinations.map(({ stage }) => stage))]
  const silent = stages.filter((name) => !destinations.some((one) => one.stage === name && isOn(one)))
  const several = stages.length - silent.length > 1
  const sources = [...byGroup(destinations)].map(([group, [first, ...others]]) => {
    const own = several && others.length === 0 ? `/${first!.stage}` : ''
    return sourceOf(owner, 'api', group, `${own}${first!.log === 'execution' ? ' exec' : ''}`)
  })
  const all = silent.length === stages.length
  const off = (all ? silent.slice(0, 1) : silent).map((stage) => ({
    what: 'access log',
    name: all ? owner.name : `${owner.name}/${stage}`,
    howToSwitchOn: destinations.find((one) => one.stage === stage)!.howToSwitchOn!,
  }))
  return { sources, off }
}
