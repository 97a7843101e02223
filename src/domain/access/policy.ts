/** One statement of a policy, its lists made lists. (IAM User Guide: JSON policy elements.) */
export interface Statement {
  readonly sid: string | null
  readonly effect: 'Allow' | 'Deny'
  /** Who; `{type: 'Service', id: 'sns.amazonaws.com'}`. Empty in a policy of a role, which is about the role itself. */
  readonly principals: readonly { readonly type: string; readonly id: string }[]
  /** The principals are those who are NOT meant. */
  readonly notPrincipals: boolean
  readonly actions: readonly string[]
  /** `NotAction`: all but these. */
  readonly notActions: boolean
  readonly resources: readonly string[]
  readonly notResources: boolean
  readonly conditions: readonly {
    readonly operator: string
    readonly key: string
    readonly values: readonly string[]
  }[]
}

const list = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map(String)

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

const principalsOf = (value: unknown): Statement['principals'] =>
  typeof value === 'string'
    ? [{ type: 'AWS', id: value }]
    : Object.entries(record(value)).flatMap(([type, ids]) => list(ids).map((id) => ({ type, id })))

const statementOf = (raw: unknown): Statement => {
  const said = record(raw)
  return {
    sid: typeof said['Sid'] === 'string' ? said['Sid'] : null,
    // What is not clearly an Allow gives nobody anything.
    effect: said['Effect'] === 'Allow' ? 'Allow' : 'Deny',
    principals: principalsOf(said['Principal'] ?? said['NotPrincipal']),
    notPrincipals: said['NotPrincipal'] !== undefined,
    actions: list(said['Action'] ?? said['NotAction']),
    notActions: said['NotAction'] !== undefined,
    resources: list(said['Resource'] ?? said['NotResource']),
    notResources: said['NotResource'] !== undefined,
    conditions: Object.entries(record(said['Condition'])).flatMap(([operator, keys]) =>
      Object.entries(record(keys)).map(([key, values]) => ({ operator, key, values: list(values) })),
    ),
  }
}

/** The statements of a policy document; null where the text is none. */
export const parsePolicy = (text: string): readonly Statement[] | null => {
  try {
    const { Statement: said } = record(JSON.parse(text))
    if (said === undefined) return null
    return (Array.isArray(said) ? said : [said]).map(statementOf)
  } catch {
    return null
  }
}
