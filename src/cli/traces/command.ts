import type { Command } from '@oclif/core/command'
import { styleFor } from '../../output/style.ts'
import { AppCommand } from '../app-command.ts'
import type { Flags } from '../base-command.ts'
import type { TracesCall } from './call.ts'

/** A command about traces: hands what it was given to the function that does the work. */
export abstract class TracesCommand<T extends typeof Command = typeof Command> extends AppCommand<T> {
  protected call(): TracesCall<Flags<T>> {
    return {
      flags: this.flags,
      outputs: this.outputs,
      plain: (this.flags.output ?? []).length === 0 && !this.flags.json,
      style: this.style,
      told: styleFor({ env: process.env, stream: process.stderr, noColor: this.flags['no-color'] }),
      signal: this.signal,
      session: () => this.session(),
      discovery: () => this.discovery(),
      knownDiscovery: () => this.knownDiscovery(),
      context: (app) => this.context(app),
      emit: (texts) => this.emit(texts),
      note: (line) => this.note(line),
    }
  }
}
