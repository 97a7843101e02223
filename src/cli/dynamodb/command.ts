import type { Command } from '@oclif/core/command'
import type { WritePlan } from '../../domain/write-guard.ts'
import { type CiGuard, ciGuard } from '../../output/ci-commands.ts'
import { glyphs, styleFor } from '../../output/style.ts'
import type { Discovery } from '../../usecases/discovery/discover-app.ts'
import { WriteCommand } from '../write-command.ts'
import type { ScanAsking } from './ask-for-scan.ts'
import type { Call } from './call.ts'

/** A command about a table. Those that only read never ask for a write; a large scan asks as a write does. */
export abstract class DynamodbCommand<T extends typeof Command = typeof Command> extends WriteCommand<T> {
  protected readonly guard: CiGuard | null = ciGuard(process.env)

  /** `now`: the app as AWS has it this moment, for what writes. */
  protected call(now = false): Call {
    return {
      words: this.words,
      format: this.format,
      style: this.style,
      signal: this.signal,
      session: () => this.session(),
      discovery: () => (now ? this.discoveryNow() : this.discovery()),
      context: (app) => this.context(app),
      emit: (texts) => this.emit(texts),
      note: (line) => this.note(line),
    }
  }

  /** `confirmWrite`, for text that a CI runner must not take for commands to itself: items stand in it. */
  protected confirmItem(plan: WritePlan, discovery: Discovery): Promise<void> {
    const { guard } = this
    const details = plan.details ?? []
    const guarded = guard && { what: guard.text(plan.what), details: details.map((line) => guard.text(line)) }
    return this.confirmWrite({ ...plan, ...guarded }, discovery)
  }

  /** How a large read asks. */
  protected get asking(): Omit<ScanAsking, 'whole' | 'consistent'> {
    return {
      yes: this.flags.yes,
      terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
      note: (line) => this.note(line),
      ask: (question) => this.ask(question),
    }
  }

  protected get dot(): string {
    return glyphs(styleFor({ env: process.env, stream: process.stderr })).dot
  }
}
