import { partitionOf } from '../../aws/endpoint.ts'
import type { Session } from '../../aws/session.ts'
import { type Place, parseStackId } from '../../domain/arn.ts'
import type { Incomplete } from '../../domain/incomplete.ts'
import { isProblem } from '../../domain/problem.ts'
import type { Resource, StackApp } from '../../domain/stack.ts'
import { recogniseTool } from '../../domain/tool.ts'
import { describeStack, type StackDetail } from '../../services/cloudformation/describe-stack.ts'
import { listStackResources, type StackResource } from '../../services/cloudformation/list-stack-resources.ts'
import { identify } from '../../services/index.ts'
import { type AtMost, atMost } from './at-most.ts'
import { stackNotFound } from './stack-not-found.ts'

/** How far a discovery has come. */
export interface Progress {
  readonly stacks: number
  readonly resources: number
}

export interface ReadOptions {
  readonly session: Session
  /** Name, alias or ARN. */
  readonly stack: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** CloudFormation's quota is small, and the account's own deploys live on it. */
const calls = 3

const nestedStack = 'AWS::CloudFormation::Stack'

/** What all parts of one reading share. */
interface Reading {
  readonly session: Session
  readonly signal: AbortSignal | undefined
  readonly place: Place
  readonly limit: AtMost
  readonly seen: Set<string>
  readonly incomplete: Incomplete[]
  count(resources: number): void
}

const resourceOf = (raw: StackResource, prefix: string, stack: string, place: Place): Resource => ({
  path: `${prefix}${raw.logicalId}`,
  logicalId: raw.logicalId,
  physicalId: raw.physicalId,
  ...identify(raw.type, raw.physicalId, place),
  type: raw.type,
  status: raw.status,
  stack,
  updatedAt: raw.updatedAt,
})

/** A nested stack's resources; one that can't be read is named in `incomplete` and has none. */
const readChild = async (reading: Reading, { path, physicalId: id }: Resource): Promise<readonly Resource[]> => {
  if (id === null || reading.seen.has(id)) return []
  reading.seen.add(id)
  const { session, signal, limit } = reading
  try {
    const raw = await limit(() => listStackResources(session, id, { shown: path, signal }))
    return await flatten(reading, raw, `${path}/`, parseStackId(id)?.name ?? id)
  } catch (error) {
    if (signal?.aborted || !isProblem(error)) throw error
    const operation = 'cloudformation:ListStackResources'
    reading.incomplete.push({ what: `nested stack ${path}`, operation, reason: error.message, action: error.action })
    return []
  }
}

/** A stack's resources in CloudFormation's order, each nested stack followed by what is in it. */
const flatten = async (
  reading: Reading,
  raw: readonly StackResource[],
  prefix: string,
  stack: string,
): Promise<readonly Resource[]> => {
  reading.count(raw.length)
  const parts = raw.map(async (one) => {
    const resource = resourceOf(one, prefix, stack, reading.place)
    return one.type === nestedStack ? [resource, ...(await readChild(reading, resource))] : [resource]
  })
  return (await Promise.all(parts)).flat()
}

const toolOf = (stack: StackDetail, resources: readonly Resource[]) =>
  recogniseTool({
    name: stack.name,
    description: stack.description,
    tags: stack.tags,
    outputs: Object.keys(stack.outputs),
    parameters: stack.parameters,
    resources: resources.filter((resource) => resource.stack === stack.name),
  })

/**
 * A deployed app as AWS shows it now: DescribeStacks, and ListStackResources of the stack and everything nested in it, with every
 * page. Rejects with `StackNotFound` (exit 2, nearest names as hint) or the Problem of the root's own calls; a nested stack that
 * can't be read is in `incomplete`.
 */
export const readApp = async ({ session, stack: asked, signal, onProgress }: ReadOptions): Promise<StackApp> => {
  const limit = atMost(calls)
  // Both are asked at once: the list needs nothing that the description tells.
  const listing = limit(() => listStackResources(session, asked, { signal }))
  listing.catch(() => {})
  const stack = await limit(() => describeStack(session, asked, signal))
  if (stack === null) throw await stackNotFound(session, asked, signal)
  const where = parseStackId(stack.id)
  const place: Place = {
    partition: where?.partition ?? partitionOf(session.region),
    region: where?.region || session.region,
    account: where?.account || null,
  }
  let stacks = 0
  let resources = 0
  const count = (more: number): void => {
    stacks += 1
    resources += more
    onProgress?.({ stacks, resources })
  }
  const incomplete: Incomplete[] = []
  const reading: Reading = { session, signal, place, limit, seen: new Set([stack.id]), incomplete, count }
  const all = await flatten(reading, await listing, '', stack.name)
  return {
    name: stack.name,
    id: stack.id,
    status: stack.status,
    ...place,
    tool: toolOf(stack, all),
    createdAt: stack.createdAt,
    updatedAt: stack.updatedAt ?? stack.createdAt,
    description: stack.description,
    resources: all,
    incomplete,
  }
}
