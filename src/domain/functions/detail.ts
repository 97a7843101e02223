import type { FunctionInfo } from '../function-info.ts'
import type { FunctionFigures } from '../log/invocations-figures.ts'

/** What Lambda says of a function beyond what its logs need. Null is what it did not say, or could not be asked. */
export interface FunctionDetail extends FunctionInfo {
  readonly state: string | null
  readonly stateReason: string | null
  /** `Successful`, `InProgress`, `Failed`: of the last change of its code or configuration. */
  readonly lastUpdate: string | null
  readonly lastUpdateReason: string | null
  readonly handler: string | null
  readonly description: string | null
  readonly role: string | null
  readonly version: string | null
  readonly codeBytes: number | null
  readonly storageMb: number | null
  readonly layers: readonly string[]
  readonly vpc: { readonly id: string; readonly subnets: number } | null
  readonly environment: Readonly<Record<string, string>>
  /** Why the environment could not be decrypted; null where it was. */
  readonly environmentError: string | null
  /** Where what failed goes that was invoked asynchronously. */
  readonly deadLetterArn: string | null
  readonly snapStart: boolean
  /** A durable function: how long an execution may take, and how long it is kept. */
  readonly durable: { readonly timeoutMs: number; readonly retentionDays: number } | null
  /** Every tenant has execution environments of its own. */
  readonly perTenant: boolean
  readonly image: { readonly uri: string; readonly digest: string | null } | null
  readonly imageCommand: readonly string[]
  /** Null: none is reserved, or it was not told. */
  readonly reservedConcurrency: number | null
}

/** An event source mapping. (Lambda API: EventSourceMappingConfiguration.) */
export interface Mapping {
  readonly id: string
  readonly source: string
  readonly state: string
  readonly batchSize: number | null
  readonly lastResult: string | null
  readonly onFailure: string | null
  readonly maxRetries: number | null
}

/** What happens with asynchronous invocations. (Lambda API: FunctionEventInvokeConfig.) */
export interface Destinations {
  readonly onSuccess: string | null
  readonly onFailure: string | null
  readonly maxRetries: number | null
  readonly maxAgeMs: number | null
}

export interface Alias {
  readonly name: string
  readonly version: string
  /** Version -> its share of the invocations, 0 to 1; empty where all go to `version`. */
  readonly weights: Readonly<Record<string, number>>
}

export interface FunctionUrl {
  readonly url: string
  /** `NONE`: everybody may call it. */
  readonly auth: string
}

/** A function and what its lines of the window say; figures are null where no line of it could be read. */
export interface FunctionRow {
  readonly detail: FunctionDetail
  readonly figures: FunctionFigures | null
}

/** What is wrong with a function in a word or two, the worst first; empty for one that is as it should be. */
export const functionTroubles = ({ detail, figures }: FunctionRow): readonly string[] => {
  const { state, stateReason, lastUpdate, lastUpdateReason, reservedConcurrency } = detail
  const why = (reason: string | null): string => (reason ? `: ${reason}` : '')
  return [
    ...(state === null || state === 'Active' || state === 'Inactive' ? [] : [`is ${state}${why(stateReason)}`]),
    ...(lastUpdate === 'Failed' ? [`its last update failed${why(lastUpdateReason)}`] : []),
    ...(reservedConcurrency === 0 ? ['its reserved concurrency is 0: every invocation is refused'] : []),
    ...(figures !== null && figures.errors > 0
      ? [`${figures.errors} of ${figures.invocations} invocation${figures.invocations === 1 ? '' : 's'} failed`]
      : []),
  ]
}
