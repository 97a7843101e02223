import type { Session } from '../aws/session.ts'
import { ExitCode, Problem } from '../domain/problem.ts'
import { ago } from '../output/ago.ts'
import { safeText } from '../output/safe-text.ts'
import { listApps } from '../usecases/stacks/list-apps.ts'

export interface Choosing {
  /** What the folder names. Empty: the stacks of the region are asked for. */
  readonly candidates: readonly { readonly name: string; readonly about: string }[]
  readonly notes: readonly string[]
  readonly session: () => Promise<Session>
  readonly signal: AbortSignal
  /** Null off a terminal. */
  readonly terminal: { readonly input: NodeJS.ReadStream; readonly screen: NodeJS.WriteStream } | null
}

/** A person picks; a script is told what there is to pick from. */
export const chooseStack = async ({ candidates, notes, session, signal, terminal }: Choosing): Promise<string> => {
  const items = candidates.length > 0 ? candidates : await fromRegion(await session(), signal)
  if (items.length === 0) {
    throw new Problem('NoStack', 'there is no stack in this region', {
      hint: [...notes, 'another --region or --profile? Without an account: slsops tail --demo'].join('\n'),
      exit: ExitCode.usage,
    })
  }
  if (terminal === null) {
    const shown = items.slice(0, 10).map(({ name }) => name)
    throw new Problem('StackMissing', 'which stack?', {
      hint: [
        ...notes,
        `say it with --stack or SLSOPS_STACK; there are: ${shown.join(', ')}${items.length > 10 ? ` and ${items.length - 10} more` : ''}`,
      ].join('\n'),
      exit: ExitCode.usage,
    })
  }
  const { pick } = await import('../tui/pick.tsx')
  const safe = items.map(({ name, about }) => ({ name: safeText(name), about: safeText(about) }))
  const picked = await pick('Which stack?', safe, terminal)
  if (picked === null)
    throw new Problem('StackMissing', 'no stack was chosen', { hint: 'slsops stacks lists them', exit: ExitCode.usage })
  return items[safe.findIndex(({ name }) => name === picked)]!.name
}

const fromRegion = async (session: Session, signal: AbortSignal) => {
  const { stacks } = await listApps({ session, signal })
  return stacks
    .filter(({ parent }) => parent === null)
    .map(({ name, status, updatedAt, createdAt }) => ({
      name,
      about: `${status}, ${ago(updatedAt ?? createdAt, session.now())} ago`,
    }))
}
