import type { Command } from '@oclif/core/command'
import { type CiGuard, ciGuard } from '../../output/ci-commands.ts'
import { glyphs, styleFor } from '../../output/style.ts'
import { WriteCommand } from '../write-command.ts'
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

  protected get dot(): string {
    return glyphs(styleFor({ env: process.env, stream: process.stderr })).dot
  }
}
