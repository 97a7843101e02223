import type { StackSpec } from './cloudformation/model.ts'

/** The embedded cloud as its users (the demo commands, the `--demo` flag, tests) see it. */
export interface Cloud {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  readonly region: string
  readonly account: string
  /** What to export so that any AWS tool talks to it: AWS_ENDPOINT_URL, AWS_REGION, dummy keys ... */
  readonly env: Readonly<Record<string, string>>
  readonly stacks: readonly { readonly name: string; readonly id: string }[]
  close(): Promise<void>
}

export interface CloudOptions {
  /** 0 = any free port. */
  readonly port?: number
  /** Templates as files on disk, each under a stack name. */
  readonly templates?: readonly { readonly file: string; readonly stack: string }[]
  /** Stacks from memory, nested ones included. */
  readonly stacks?: readonly StackSpec[]
  /** Items a page of CloudFormation's lists; AWS's 100 unless said otherwise. */
  readonly pageSize?: number
  /** The sample app `orders`; true unless said otherwise. */
  readonly sample?: boolean
  /** Live traffic of the sample app; true unless said otherwise. Tests that need a still story turn it off. */
  readonly traffic?: boolean
  readonly seed?: number
  /** Epoch milliseconds. Default: the wall clock. */
  readonly now?: () => number
  /** AWS's quota of FilterLogEvents: calls beyond so many a second, and a burst of as many, are throttled. None unless given. */
  readonly quota?: { readonly perSecond: number }
  /** Live Tail: how long a session lasts in milliseconds (AWS and default: three hours), how many at one time (15). */
  readonly liveTail?: { readonly sessionMs?: number; readonly sessions?: number }
  /** Insights: how long a query waits (150 ms) and then runs (850 ms) on the cloud's clock, how many at one time (100). */
  readonly insights?: { readonly scheduledMs?: number; readonly runMs?: number; readonly queries?: number }
}
