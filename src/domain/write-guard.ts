import { matchesGlob } from './glob.ts'
import { type Problem, usage } from './problem.ts'

/** Something that will change, or run, in the account. */
export interface WritePlan {
  /** What will be done, in one line that begins with a verb: `invoke FulfilOrder (orders-FulfilOrder-1A2B)`. */
  readonly what: string
  /** What else a person wants to see before a yes: the item as it will be, how many messages. */
  readonly details?: readonly string[]
  /** A name that has to be typed instead of a yes, where nothing can bring back what goes. */
  readonly typed?: string
}

export interface WritePlace {
  readonly stack: string | null
  readonly account: string | null
  readonly region: string
}

export interface WriteRules {
  /** What asked for reading only; null = nothing did. */
  readonly readOnly: '--read-only' | 'SLSOPS_READ_ONLY' | null
  /** Globs of stacks in which a yes is not enough, and who says so: `slsops.yaml`. */
  readonly protect: { readonly globs: readonly string[]; readonly from: string } | null
  /** `--yes`. */
  readonly yes: boolean
  /** `--confirm NAME`: the name that would be typed. */
  readonly confirm: string | null
  /** Somebody is there to be asked. */
  readonly terminal: boolean
}

/** What has to be given before it is done: nothing more, a yes, or a name, and why this one. */
export type WriteDecision =
  | { readonly kind: 'go' }
  | { readonly kind: 'yes' }
  | { readonly kind: 'name'; readonly name: string; readonly why: string | null }

/** `account 123456789012, eu-west-1, stack orders-prod`. */
export const placeText = ({ stack, account, region }: WritePlace): string =>
  [
    account === null ? 'an account that is not known' : `account ${account}`,
    region,
    stack === null ? null : `stack ${stack}`,
  ]
    .filter((word) => word !== null)
    .join(', ')

const missing = (plan: WritePlan, place: WritePlace, flag: string): Problem =>
  usage(
    `nothing was done: this would ${plan.what} in ${placeText(place)}, and nobody is there to be asked`,
    `${flag} says yes`,
  )

/**
 * Whether a write goes ahead, or what has to be asked first. Throws a usage Problem where it may not be done, or where nobody can be asked: then
 * nothing must have been sent.
 */
export const decideWrite = (plan: WritePlan, place: WritePlace, rules: WriteRules): WriteDecision => {
  if (rules.readOnly) {
    throw usage(
      `nothing was done: ${rules.readOnly} is set, and this would ${plan.what}`,
      `without ${rules.readOnly} it asks first`,
    )
  }
  const { stack } = place
  const isProtected = stack !== null && (rules.protect?.globs.some((glob) => matchesGlob(glob, stack)) ?? false)
  const name = plan.typed ?? (isProtected ? stack : null)
  if (name === null) {
    if (rules.yes) return { kind: 'go' }
    if (!rules.terminal) throw missing(plan, place, '--yes')
    return { kind: 'yes' }
  }
  const why = plan.typed === undefined ? `${rules.protect!.from} protects the stack ${name}` : null
  if (rules.confirm !== null) {
    if (rules.confirm === name) return { kind: 'go' }
    throw usage(`nothing was done: --confirm says ${rules.confirm}, and this is ${name}`, `--confirm ${name}`)
  }
  if (!rules.terminal) throw missing(plan, place, `--confirm ${name}`)
  return { kind: 'name', name, why }
}
