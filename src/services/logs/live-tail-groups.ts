/** A group as it was asked for, and what Live Tail has to be given. */
export interface AskedGroup {
  readonly group: string
  readonly arn: string
}

/** The ARN of a group that is given by its name or by an ARN; without the `:*` that other APIs put after it. */
export const groupArn = (
  group: string,
  { partition, region, account }: { readonly partition: string; readonly region: string; readonly account: string },
): string =>
  group.startsWith('arn:') ? group.replace(/:\*$/, '') : `arn:${partition}:logs:${region}:${account}:log-group:${group}`

/** `123456789012:/aws/lambda/x`, `arn:...:log-group:/aws/lambda/x`, `/aws/lambda/x` -> what tells groups of two accounts apart. */
const parts = (identifier: string): { readonly account: string | null; readonly name: string } => {
  // The name of a log group has no colon.
  const words = identifier.replace(/:\*$/, '').split(':')
  const account = words.length > 2 ? words[4] : words.length === 2 ? words[0] : undefined
  return { account: account ?? null, name: words.at(-1)! }
}

/**
 * Which of the groups asked for an event is of. (CloudWatch Logs API: LiveTailSessionLogEvent, "the name or ARN of the log group";
 * it has been seen as `account:name`.)
 */
export const groupTold = (groups: readonly AskedGroup[]): ((identifier: string) => string) => {
  const exact = new Map<string, string>()
  const byName = new Map<string, string>()
  for (const { group, arn } of groups) {
    const { account, name } = parts(arn)
    exact.set(`${account}:${name}`, group)
    byName.set(name, group)
  }
  const known = new Map<string, string>()
  return (identifier) => {
    let group = known.get(identifier)
    if (group === undefined) {
      const { account, name } = parts(identifier)
      group = exact.get(`${account}:${name}`) ?? byName.get(name) ?? name
      known.set(identifier, group)
    }
    return group
  }
}

/** Those of the groups that an error's message speaks of, by name or ARN. */
export const namedIn = (error: unknown, groups: readonly string[]): readonly string[] => {
  const message = error instanceof Error ? error.message : ''
  const words = new Set(message.split(/[^\w\-./#]+/).map((word) => word.replace(/\.$/, '')))
  return groups.filter((group) => words.has(parts(group).name))
}
