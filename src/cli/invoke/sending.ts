import type { Session } from '../../aws/session.ts'
import { safeText } from '../../output/safe-text.ts'
import type { InvokeRequest } from '../../services/lambda/invoke.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import type { FunctionNow } from '../../usecases/invoke/function-now.ts'

/** What is known of an invocation when it is sent. */
export interface Sending {
  readonly session: Session
  readonly discovery: Discovery
  readonly fn: FunctionNow
  readonly request: InvokeRequest
}

/** What is told of a function whose answer nobody waits for any more. */
export const goesOn = ({ shown, type }: Pick<InvokeRequest, 'shown' | 'type'>): string =>
  type === 'RequestResponse'
    ? safeText(`${shown} goes on: an invocation can't be called back. Its log: slsops tail ${shown} --since 5m`)
    : safeText(`${shown} may have been handed the event all the same: slsops tail ${shown} --since 5m`)
