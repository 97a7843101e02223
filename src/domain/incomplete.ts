/** One thing that an answer could not tell, and the IAM action that was missing where that was why. */
export interface Incomplete {
  readonly what: string
  /** `logs:FilterLogEvents` style: service and operation of the call that failed. */
  readonly operation: string
  readonly reason: string
  readonly action: string | null
}
