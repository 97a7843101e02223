import type { Fields, Template } from './template.ts'

/** A stack as a test, the sample app or a template on the command line describes it. Times are epoch milliseconds. */
export interface StackSpec extends NestedSpec {
  readonly name: string
  /** CREATE_COMPLETE unless said otherwise; UPDATE_COMPLETE with an `updatedAt`. */
  readonly status?: string
  readonly createdAt: number
  readonly updatedAt?: number | null
  readonly deletedAt?: number | null
  readonly tags?: Readonly<Record<string, string>>
}

export interface NestedSpec {
  /** JSON, YAML, or the same already parsed. */
  readonly template: string | Template | Fields
  /** Where the template came from: child templates are looked for beside it. */
  readonly file?: string
  readonly parameters?: Readonly<Record<string, string>>
  /** Logical id -> physical id, where it is not to be formed; '' for a resource that has none yet. */
  readonly physicalIds?: Readonly<Record<string, string>>
  /** Logical id -> resource status. */
  readonly statuses?: Readonly<Record<string, string>>
  /** Logical id of an AWS::CloudFormation::Stack -> what is in it. */
  readonly nested?: Readonly<Record<string, NestedSpec>>
}

export interface LocalResource {
  readonly logicalId: string
  readonly type: string
  readonly physicalId: string
  readonly status: string
  readonly updatedAt: number
  /** As the template says them, functions unresolved. */
  readonly properties: Fields
}

export interface LocalEvent {
  readonly id: string
  readonly at: number
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason: string | null
}

export interface LocalStack {
  readonly name: string
  /** The stack's ARN. */
  readonly id: string
  readonly status: string
  readonly statusReason: string | null
  readonly createdAt: number
  readonly updatedAt: number | null
  readonly deletedAt: number | null
  readonly tags: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, string>>
  readonly outputs: readonly { readonly key: string; readonly value: string; readonly description: string | null }[]
  readonly template: Template
  readonly resources: readonly LocalResource[]
  /** Oldest first. */
  readonly events: readonly LocalEvent[]
  readonly parentId: string | null
  readonly rootId: string | null
  /** ARNs of the child stacks that are here. */
  readonly children: readonly string[]
}
