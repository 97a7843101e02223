import type { Session } from '../../aws/session.ts'
import { parseRange } from '../../domain/time-range.ts'
import { deployTime } from '../../usecases/discovery/deploy-time.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { stackNotFound } from '../../usecases/discovery/stack-not-found.ts'

/** The app as AWS has it now. Rejects with a Problem where the stack is gone. */
export const checked = async (session: Session, discovery: Discovery, signal: AbortSignal): Promise<Discovery> => {
  if (discovery.remembered && (await discovery.revalidate(signal)) === 'gone')
    throw await stackNotFound(session, discovery.app.name, signal)
  return discovery
}

/** The window that figures are of, epoch milliseconds. A Problem (usage) for a time that is none. */
export const windowOf = async (
  session: Session,
  discovery: Discovery,
  flags: { readonly since: string; readonly until?: string | undefined; readonly timezone?: string | undefined },
  signal: AbortSignal,
): Promise<{ readonly from: number; readonly to: number }> => {
  const now = session.now()
  const { since, until, timezone } = flags
  const deployAt = async () =>
    (await deployTime(session, discovery.app, [...discovery.functions.values()], signal))?.at ?? null
  const { from, to } = await parseRange({ since, until }, now, { timezone, deployAt })
  return { from, to: Math.max(from + 1, to ?? now) }
}
