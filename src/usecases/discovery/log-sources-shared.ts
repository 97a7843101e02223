import type { LogSource } from '../../domain/log-event.ts'
import type { Owner } from './log-sources-named.ts'

/** A source and whose it is. */
export interface Owned {
  readonly owner: Owner
  readonly source: LogSource
}

const isWhole = ({ streamPart, streamStart }: LogSource): boolean => streamPart === null && streamStart === undefined

/** Groups that more than one of the sources writes to. */
const sharedGroups = (sources: readonly LogSource[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { group } of sources) (seen.has(group) ? twice : seen).add(group)
  return twice
}

/**
 * Sources that write into one group, told apart as far as streams tell: Step Functions' begin with `states/MACHINE/`, Lambda's hold the
 * function's name. Where nothing tells lines apart (API stages) the sources are called as the group is, by what `nameOf` gives for it.
 */
export const toldApart = (
  owned: readonly Owned[],
  functions: readonly LogSource[],
  nameOf: (group: string) => string,
): readonly Owned[] => {
  const shared = sharedGroups([...owned.map(({ source }) => source), ...functions])
  const parted = owned.map(({ owner, source }): Owned => {
    const machine = source.sourceType === 'workflow' && shared.has(source.group) ? owner.resource.name : null
    return { owner, source: machine === null ? source : { ...source, streamStart: `states/${machine}/` } }
  })
  const mixed = sharedGroups(parted.map(({ source }) => source).filter(isWhole))
  return parted.map(({ owner, source }) =>
    isWhole(source) && mixed.has(source.group)
      ? { owner, source: { ...source, name: nameOf(source.group) } }
      : { owner, source },
  )
}

/** One source for each whole group: the first. */
export const onePerGroup = (sources: readonly LogSource[]): readonly LogSource[] => {
  const taken = new Set<string>()
  return sources.filter((source) => {
    if (!isWhole(source)) return true
    const isFirst = !taken.has(source.group)
    taken.add(source.group)
    return isFirst
  })
}
