import type { Incomplete } from './incomplete.ts'

/** What Lambda says of a function, as far as logs and their figures need it. Times are epoch milliseconds. */
export interface FunctionInfo {
  /** `Child/LogicalId` in a nested stack. */
  readonly path: string
  readonly logicalId: string
  readonly name: string
  readonly arn: string | null
  readonly logGroup: string
  /** The group is not the function's own: others may write there, and stream names tell whose line it is. */
  readonly sharedGroup: boolean
  readonly logFormat: 'text' | 'json'
  readonly timeoutMs: number | null
  readonly memoryMb: number | null
  readonly runtime: string | null
  readonly packageType: 'Zip' | 'Image' | null
  readonly architecture: string | null
  readonly lastModified: number | null
  /** X-Ray's active tracing. */
  readonly tracing: boolean
  /** Why this is only what Lambda does by default: it could not be asked. Null where Lambda has answered. */
  readonly assumed: Incomplete | null
}
