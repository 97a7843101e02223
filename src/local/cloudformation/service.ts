import { pageOf } from '../protocol/pages.ts'
import { type LocalService, ServiceError } from '../service.ts'
import type { LocalStack } from './model.ts'
import { eventShape, resourceDescription, resourceSummary, stackShape, stackSummary } from './shapes.ts'
import type { StackStore } from './store.ts'

export interface CloudFormationOptions {
  /** ListStackResources, ListStacks, DescribeStacks, DescribeStackEvents: items a page. AWS: 100. */
  readonly pageSize?: number
}

const wrong = (message: string): ServiceError => new ServiceError('ValidationError', message)

const members = (form: Record<string, unknown>, list: string): string[] =>
  Object.entries(form).flatMap(([name, value]) => (name.startsWith(`${list}.member.`) ? [String(value)] : []))

/** CloudFormation's reads over the stacks of the store (Query protocol, 2010-05-15). It changes nothing: there is no provisioner here. */
export const cloudFormationService = (
  store: StackStore,
  { pageSize = 100 }: CloudFormationOptions = {},
): LocalService => {
  const page = <T>(all: readonly T[], { NextToken: token }: Record<string, unknown>) => {
    const asked = { token, size: undefined, most: pageSize }
    const { items, next } = pageOf(all, asked, () => wrong('The specified NextToken is invalid'))
    return { items, NextToken: next }
  }
  const named = (form: Record<string, unknown>): LocalStack => {
    const name = form['StackName']
    if (typeof name !== 'string' || name === '') throw wrong('1 validation error detected: stackName must not be null')
    const stack = store.get(name)
    if (stack === null) throw wrong(`Stack with id ${name} does not exist`)
    return stack
  }
  const described = (form: Record<string, unknown>): readonly LocalStack[] =>
    form['StackName'] === undefined ? store.list().filter((stack) => stack.status !== 'DELETE_COMPLETE') : [named(form)]

  return {
    name: 'cloudformation',
    protocol: {
      kind: 'query',
      version: '2010-05-15',
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    },
    operations: {
      ListStacks(form) {
        const wanted = new Set(members(form, 'StackStatusFilter'))
        const stacks = store.list().filter((stack) => wanted.size === 0 || wanted.has(stack.status))
        const { items, ...next } = page(stacks, form)
        return { StackSummaries: items.map(stackSummary), ...next }
      },
      DescribeStacks(form) {
        const { items, ...next } = page(described(form), form)
        return { Stacks: items.map(stackShape), ...next }
      },
      ListStackResources(form) {
        const { items, ...next } = page(named(form).resources, form)
        return { StackResourceSummaries: items.map(resourceSummary), ...next }
      },
      DescribeStackResources(form) {
        const physical = form['PhysicalResourceId']
        const logical = form['LogicalResourceId']
        const owner =
          typeof physical === 'string'
            ? store
                .list()
                .find(
                  ({ resources, deletedAt }) =>
                    deletedAt === null && resources.some((one) => one.physicalId === physical),
                )
            : named(form)
        if (owner === undefined) throw wrong(`Stack for ${physical} does not exist`)
        const resources = owner.resources.filter(({ logicalId }) => logical === undefined || logical === logicalId)
        if (resources.length === 0) throw wrong(`Resource ${logical} does not exist for stack ${owner.name}`)
        // The first hundred only, whatever the stack has: that is AWS's documented limit of this call.
        return { StackResources: resources.slice(0, 100).map((resource) => resourceDescription(owner, resource)) }
      },
      DescribeStackEvents(form) {
        const stack = named(form)
        const { items, ...next } = page(stack.events.toReversed(), form)
        return { StackEvents: items.map((event) => eventShape(stack, event)), ...next }
      },
      GetTemplate(form) {
        return { TemplateBody: named(form).template.body, StagesAvailable: ['Original', 'Processed'] }
      },
      GetTemplateSummary(form) {
        const { template } = named(form)
        return {
          Description: template.description,
          Parameters: Object.entries(template.parameters).map(([key, { Default, Type, Description, NoEcho }]) => ({
            ParameterKey: key,
            DefaultValue: Default,
            ParameterType: Type,
            NoEcho: NoEcho === true || NoEcho === 'true',
            Description,
          })),
          ResourceTypes: [...new Set(template.resources.map(({ type }) => type))],
          DeclaredTransforms: template.transforms,
          Metadata: template.metadata === null ? null : JSON.stringify(template.metadata),
        }
      },
    },
  }
}
