import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '../client.ts'
import { toProblem } from '../errors.ts'
import { readPrivateFile, writePrivateFile } from '../private-file.ts'
import type { Session } from '../session.ts'
import { wireOf } from '../wire.ts'

export interface CallerIdentity {
  readonly account: string
  readonly arn: string
  /** `aws`, `aws-cn`, `aws-us-gov` ... */
  readonly partition: string
}

const asking = new WeakMap<Session, Promise<CallerIdentity>>()

/**
 * Which account these credentials belong to. An access key belongs to one account for ever, so the answer is
 * remembered on disk per key (hashed) and endpoint, and a warm command does not ask. Rejects with a Problem.
 * (AWS STS API: GetCallerIdentity; it needs no permission)
 */
export const callerIdentity = (session: Session): Promise<CallerIdentity> => {
  const known = asking.get(session)
  if (known !== undefined) return known
  const fresh = find(session)
  asking.set(session, fresh)
  fresh.catch(() => asking.delete(session))
  return fresh
}

const find = async (session: Session): Promise<CallerIdentity> => {
  const { accessKeyId } = await session.credentials()
  const place = memory(session, accessKeyId)
  return (await remembered(place)) ?? (await ask(session, place))
}

const memory = (session: Session, accessKeyId: string): string => {
  const { env } = wireOf(session)
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache')
  const id = createHash('sha256')
    .update(`${accessKeyId}\n${session.endpoint('sts') ?? 'aws'}`)
    .digest('hex')
  return join(cache, 'slsops', 'identity', `${id.slice(0, 40)}.json`)
}

const remembered = async (place: string): Promise<CallerIdentity | null> => {
  const text = await readPrivateFile(place)
  if (text === null) return null
  try {
    const { account, arn } = JSON.parse(text) as Record<string, unknown>
    return typeof account === 'string' && typeof arn === 'string' ? identity(account, arn) : null
  } catch {
    return null
  }
}

const identity = (account: string, arn: string): CallerIdentity => ({
  account,
  arn,
  partition: arn.split(':')[1] || 'aws',
})

const ask = async (session: Session, place: string): Promise<CallerIdentity> => {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
  const { profile, region } = session
  try {
    const answer = await createClient(session, 'sts', STSClient).send(new GetCallerIdentityCommand({}))
    const found = identity(answer.Account ?? '', answer.Arn ?? '')
    if (found.account !== '')
      await writePrivateFile(place, JSON.stringify({ account: found.account, arn: found.arn })).catch(() => {})
    return found
  } catch (error) {
    throw toProblem(error, { operation: 'sts:GetCallerIdentity', profile, region, endpoint: session.endpoint('sts') })
  }
}
