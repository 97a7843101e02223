import type { Session } from '../../aws/session.ts'
import type { FunctionInfo } from '../../domain/function-info.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { failureGroups } from '../../domain/log/signature-groups.ts'
import type { LogSource } from '../../domain/log-event.ts'
import type { TriageGroup } from '../../domain/sqs/triage.ts'
import type { Discovery } from '../discovery/discover-app.ts'
import { lastDeploy } from '../errors/errors-place.ts'
import { newSince } from '../errors/new-since.ts'
import { readFailures } from '../errors/read-failures.ts'

export interface Judge {
  readonly session: Session
  readonly discovery: Discovery
  readonly groups: readonly TriageGroup[]
  readonly sources: readonly LogSource[]
  readonly functions: readonly FunctionInfo[]
  readonly signal: AbortSignal
}

/**
 * Which signatures came with the last deploy: of the time before it as much is read as decides that, an hour at least. Null where it can't be told.
 * Rejects with the signal's reason.
 */
export const newSignatures = async (
  judge: Judge,
): Promise<{ readonly isNew: ReadonlyMap<string, boolean | null>; readonly incomplete: readonly Incomplete[] }> => {
  const { session, discovery, groups, sources, functions, signal } = judge
  const occurrences = groups.flatMap(({ letters }) => letters.flatMap(({ death }) => death?.occurrence ?? []))
  if (occurrences.length === 0) return { isNew: new Map(), incomplete: [] }
  const { deploy, incomplete } = await lastDeploy(session, discovery, functions, signal)
  const now = session.now()
  const known = failureGroups({ from: now, to: now })
  for (const one of occurrences.sort((a, b) => a.at - b.at)) known.add(one)
  const told: Incomplete[] = [...incomplete]
  const { groups: judged } = await newSince({
    groups: known.all(),
    // What is known are deaths only: that nobody died of it says nothing of the time before, which is read whole.
    window: { from: now, to: now },
    deployAt: deploy?.at ?? null,
    functions,
    read: async ({ from, to, sources: names }, take, enough) => {
      const wanted = sources.filter(({ name }) => names.has(name))
      const reading = {
        session,
        sources: wanted,
        from,
        to: to - 1,
        signal,
        authTimeoutMs: 0,
        note: () => {},
        take,
        enough,
      }
      const figures = await readFailures(reading)
      const gaps = new Set(figures.gaps.map(({ logGroup }) => logGroup))
      return { figures, unread: new Set(wanted.filter(({ group }) => gaps.has(group)).map(({ name }) => name)) }
    },
    failed: ({ message: reason, action }) =>
      told.push({ what: 'the time before the deploy', operation: 'logs:FilterLogEvents', reason, action }),
  })
  return { isNew: new Map(judged.map(({ signature, isNew }) => [signature, isNew])), incomplete: told }
}
