import type { Incomplete } from './incomplete.ts'

/** The tool that made a stack, as far as the stack shows it. */
export type DeployTool = 'sam' | 'cdk' | 'serverless' | 'sst' | 'amplify' | 'chalice' | 'architect' | 'cloudformation'

/** A CloudFormation stack as a list shows it. Times are epoch milliseconds. */
export interface StackSummary {
  readonly name: string
  /** The stack's ARN. */
  readonly id: string
  readonly status: string
  readonly createdAt: number
  readonly updatedAt: number | null
  readonly tool: DeployTool | null
  /** Name of the stack that this one is nested in. */
  readonly parent: string | null
  readonly nested: readonly string[]
  readonly description: string | null
}

/** One resource of the app, nested stacks flattened. */
export interface Resource {
  /** `Child/LogicalId` for a resource of a nested stack, else the logical id. */
  readonly path: string
  readonly logicalId: string
  /** Null while it is being created, and for a resource that never got one. */
  readonly physicalId: string | null
  readonly arn: string | null
  /** The short human name: function name, queue name, table name ... */
  readonly name: string | null
  readonly type: string
  readonly status: string
  /** Name of the stack that holds it. */
  readonly stack: string
  readonly updatedAt: number | null
}

/** A deployed app: its root stack, and everything below it. */
export interface StackApp {
  readonly name: string
  readonly id: string
  readonly status: string
  readonly region: string
  readonly account: string | null
  readonly partition: string
  readonly tool: DeployTool | null
  readonly createdAt: number
  /** Last change of the root stack: the update if there was one, else the creation. */
  readonly updatedAt: number
  readonly description: string | null
  readonly resources: readonly Resource[]
  readonly incomplete: readonly Incomplete[]
}
