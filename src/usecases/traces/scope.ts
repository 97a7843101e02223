import type { Resource, StackApp } from '../../domain/stack.ts'
import { arnClause, serviceClause } from '../../services/xray/filter-expression.ts'
import type { FoundTrace } from '../../services/xray/summary-facts.ts'
import { functionsOf } from '../discovery/function-log-sources.ts'

/** X-Ray is asked for up to so many functions by name; of more, all traces of the region are read and chosen from here. */
export const functionsByName = 60

/** A part of the app as X-Ray knows it. */
export interface TraceNode {
  readonly resource: Resource
  /** Its name and type on the service map; null where the template does not tell the name. */
  readonly service: { readonly name: string; readonly type: string } | null
  /** What its ARN, or those of its parts, begin with. */
  readonly arnStart: string | null
}

export interface TraceScope {
  readonly nodes: readonly TraceNode[]
  /** One for each node that X-Ray is to look for; null = it is asked for everything, and `holds` chooses. */
  readonly clauses: readonly string[] | null
  readonly holds: (found: FoundTrace) => boolean
  /** What the template calls a service of the map; its own name for one that is not of the app. */
  readonly nameOf: (service: string) => string
}

type NodeOf = (resource: Resource, app: StackApp) => Pick<TraceNode, 'service' | 'arnStart'> | null

const named =
  (type: string): NodeOf =>
  ({ name, arn }) =>
    name === null ? null : { service: { name, type }, arnStart: arn }

/** CloudFormation type -> how X-Ray knows it. HTTP APIs can't be traced. (X-Ray developer guide: origins of segments) */
const kinds: Readonly<Record<string, NodeOf>> = {
  'AWS::Lambda::Function': named('AWS::Lambda::Function'),
  'AWS::Lambda::WebFunction': named('AWS::Lambda::Function'),
  'AWS::StepFunctions::StateMachine': named('AWS::StepFunctions::StateMachine'),
  // Its node is called NAME/STAGE, and the stack tells neither; the ARN of a stage begins with its API's.
  'AWS::ApiGateway::RestApi': ({ physicalId }, { partition, region }) => ({
    service: null,
    arnStart: `arn:${partition}:apigateway:${region}::/restapis/${physicalId}/stages/`,
  }),
  'AWS::AppSync::GraphQLApi': ({ arn }) => (arn === null ? null : { service: null, arnStart: arn }),
}

const nodeOf = (resource: Resource, app: StackApp): readonly TraceNode[] => {
  const found = resource.physicalId === null ? null : kinds[resource.type]?.(resource, app)
  return found ? [{ resource, ...found }] : []
}

const clauseOf = ({ service, arnStart }: TraceNode): string | null =>
  service ? serviceClause(service.name, service.type) : arnStart && arnClause(arnStart)

/** Lambda's own segment and the function's stand under the same name. */
const sameService = (type: string, seen: string | null): boolean =>
  seen === type || (type === 'AWS::Lambda::Function' && seen === 'AWS::Lambda')

/** The parts of the app that X-Ray may have traces of, or (`only`) some functions of it. */
export const traceScope = (app: StackApp, only: readonly Resource[] | null = null): TraceScope => {
  const nodes = (only ?? app.resources).flatMap((resource) => nodeOf(resource, app))
  const clauses = nodes.flatMap((node) => clauseOf(node) ?? [])
  const whole = clauses.length === nodes.length
  const functions = only ?? functionsOf(app.resources)
  const byName = new Map<string, TraceNode>()
  for (const node of nodes) if (node.service) byName.set(node.service.name, node)
  const starts = nodes.flatMap(({ arnStart, service }) => (arnStart === null || service ? [] : [arnStart]))
  const all = new Map(
    app.resources.flatMap((resource) =>
      nodeOf(resource, app).flatMap(({ service }) => (service ? [[service.name, resource] as const] : [])),
    ),
  )
  const twice = new Set(
    [...all.values()].map(({ logicalId }) => logicalId).filter((id, at, ids) => ids.indexOf(id) < at),
  )
  return {
    nodes,
    clauses: whole && functions.length <= functionsByName ? clauses : null,
    holds: ({ serviceIds, resourceArns }) =>
      serviceIds.some(({ name, type }) => {
        const service = byName.get(name)?.service
        return service !== undefined && service !== null && sameService(service.type, type)
      }) || resourceArns.some((arn) => starts.some((start) => arn.startsWith(start))),
    nameOf: (service) => {
      const resource = all.get(service)
      if (resource === undefined) return service
      return twice.has(resource.logicalId) ? resource.path : resource.logicalId
    },
  }
}
