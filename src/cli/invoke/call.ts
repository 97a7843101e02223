import type { Session } from '../../aws/session.ts'
import type { StackApp } from '../../domain/stack.ts'
import type { WritePlan } from '../../domain/write-guard.ts'
import type { AnswerContext } from '../../output/json.ts'
import type { Style } from '../../output/style.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import type { Output } from '../output-flag.ts'

export interface InvokeFlags {
  readonly data?: string | undefined
  readonly event?: string | undefined
  readonly from?: string | undefined
  readonly last: boolean
  readonly set?: readonly string[] | undefined
  readonly 'print-event': boolean
  readonly qualifier?: string | undefined
  readonly async: boolean
  readonly 'dry-run': boolean
  readonly stream: boolean
  readonly trace: boolean
  readonly tenant?: string | undefined
  readonly 'client-context'?: string | undefined
  readonly name?: string | undefined
  readonly repeat?: number | undefined
  readonly concurrency?: number | undefined
  readonly timezone?: string | undefined
  readonly quiet: boolean
  readonly 'show-secrets': boolean
}

/** What `slsops invoke` is given by its class. */
export interface InvokeCall {
  readonly flags: InvokeFlags
  readonly outputs: readonly Output[]
  readonly style: Style
  /** How stderr is written. */
  readonly told: Style
  readonly signal: AbortSignal
  readonly session: () => Promise<Session>
  readonly discoveryNow: () => Promise<Discovery>
  /** Rejects where it may not be done. */
  readonly confirm: (plan: WritePlan, discovery: Discovery) => Promise<void>
  readonly context: (app: StackApp) => Promise<AnswerContext>
  readonly emit: (texts: Readonly<Record<string, () => string | Promise<string>>>) => Promise<void>
  readonly note: (line: string) => void
}

/** Whether this format goes to stdout. */
export const onStdout = ({ outputs }: Pick<InvokeCall, 'outputs'>, format: string): boolean =>
  outputs.some((output) => output.format === format && output.file === null)
