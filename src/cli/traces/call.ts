import type { Session } from '../../aws/session.ts'
import type { StackApp } from '../../domain/stack.ts'
import type { AnswerContext } from '../../output/json.ts'
import type { Style } from '../../output/style.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import type { Output } from '../output-flag.ts'

/** What a command about traces is given by its class. */
export interface TracesCall<F> {
  readonly flags: F
  readonly outputs: readonly Output[]
  /** Nobody asked for a format. */
  readonly plain: boolean
  readonly style: Style
  /** How stderr is written. */
  readonly told: Style
  readonly signal: AbortSignal
  readonly session: () => Promise<Session>
  readonly discovery: () => Promise<Discovery>
  /** Null where no stack is named, or it can't be read. */
  readonly knownDiscovery: () => Promise<Discovery | null>
  readonly context: (app: StackApp | null) => Promise<AnswerContext>
  readonly emit: (texts: Readonly<Record<string, () => string | Promise<string>>>) => Promise<void>
  readonly note: (line: string) => void
}
