import type { LogEvent } from '../../domain/log-event.ts'
import type { CiGuard } from '../ci-commands.ts'
import { safeText } from '../safe-text.ts'

export interface RawOptions {
  /** Control characters stay in a pipe; on a terminal they are made safe. */
  readonly tty: boolean
  readonly guard?: CiGuard | null
}

/** `tail -o raw`: the message alone, as it came, ending in exactly the line break it had or one of ours. */
export const raw = ({ tty, guard = null }: RawOptions): ((event: LogEvent) => string) => {
  return ({ message }) => {
    const text = tty ? safeText(message.replace(/\r\n?/g, '\n'), { keepNewlines: true, tabs: 'keep' }) : message
    const whole = text.endsWith('\n') ? text : `${text}\n`
    return guard === null ? whole : guard.text(whole)
  }
}
