import type { LocalEvent, LocalResource, LocalStack } from './model.ts'

const time = (at: number | null): Date | null => (at === null ? null : new Date(at))

const notDrifted = { StackDriftStatus: 'NOT_CHECKED' }

/** `StackSummary` of ListStacks. */
export const stackSummary = (stack: LocalStack) => ({
  StackId: stack.id,
  StackName: stack.name,
  TemplateDescription: stack.template.description,
  CreationTime: time(stack.createdAt),
  LastUpdatedTime: time(stack.updatedAt),
  DeletionTime: time(stack.deletedAt),
  StackStatus: stack.status,
  StackStatusReason: stack.statusReason,
  ParentId: stack.parentId,
  RootId: stack.rootId,
  DriftInformation: notDrifted,
})

/** `Stack` of DescribeStacks. */
export const stackShape = (stack: LocalStack) => ({
  StackId: stack.id,
  StackName: stack.name,
  Description: stack.template.description,
  Parameters: Object.entries(stack.parameters).map(([key, value]) => ({
    ParameterKey: key,
    ParameterValue: String(stack.template.parameters[key]?.['NoEcho']) === 'true' ? '****' : value,
  })),
  CreationTime: time(stack.createdAt),
  LastUpdatedTime: time(stack.updatedAt),
  DeletionTime: time(stack.deletedAt),
  RollbackConfiguration: {},
  StackStatus: stack.status,
  StackStatusReason: stack.statusReason,
  DisableRollback: false,
  NotificationARNs: [],
  Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
  Outputs: stack.outputs.map(({ key, value, description }) => ({
    OutputKey: key,
    OutputValue: value,
    Description: description,
  })),
  Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
  EnableTerminationProtection: false,
  ParentId: stack.parentId,
  RootId: stack.rootId,
  DriftInformation: notDrifted,
})

const shared = (resource: LocalResource) => ({
  LogicalResourceId: resource.logicalId,
  PhysicalResourceId: resource.physicalId === '' ? null : resource.physicalId,
  ResourceType: resource.type,
  ResourceStatus: resource.status,
  DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
})

/** `StackResourceSummary` of ListStackResources. */
export const resourceSummary = (resource: LocalResource) => ({
  ...shared(resource),
  LastUpdatedTimestamp: time(resource.updatedAt),
})

/** `StackResource` of DescribeStackResources. */
export const resourceDescription = (stack: LocalStack, resource: LocalResource) => ({
  StackName: stack.name,
  StackId: stack.id,
  ...shared(resource),
  Timestamp: time(resource.updatedAt),
})

/** `StackEvent` of DescribeStackEvents. */
export const eventShape = (stack: LocalStack, event: LocalEvent) => ({
  StackId: stack.id,
  EventId: event.id,
  StackName: stack.name,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: time(event.at),
  ResourceStatus: event.status,
  ResourceStatusReason: event.reason,
})
