import type { Interfaces } from '@oclif/core'
import { Command } from '@oclif/core/command'
import { ExitCode, Problem } from '../domain/problem.ts'
import { type Style, styleFor } from '../output/style.ts'
import { baseFlags } from './base-flags.ts'
import { reportFailure } from './failure.ts'
import { Stopped, watchForStop } from './interrupt.ts'
import { type Output, parseOutputs } from './output-flag.ts'

export type Flags<T extends typeof Command> = Interfaces.InferredFlags<(typeof BaseCommand)['baseFlags'] & T['flags']>
export type Args<T extends typeof Command> = Interfaces.InferredArgs<T['args']>

/**
 * What all commands share: flags, formats, the way they stop, clean up and fail. A command says what it does in `act`, which gives
 * an exit code or nothing (0); it throws a `Problem` for what went wrong.
 */
export abstract class BaseCommand<T extends typeof Command = typeof Command> extends Command {
  static override baseFlags = baseFlags
  /** The formats of `-o`, the default first. */
  static formats: readonly string[] = ['human', 'json']
  /** IAM actions that the command may use. */
  static actions: readonly string[] = []

  protected flags!: Flags<T>
  protected args!: Args<T>
  /** Every word that is not a flag, for commands that take several. */
  protected words: readonly string[] = []
  protected outputs: readonly Output[] = []
  /** Aborted by Ctrl-C, SIGTERM, a closed pipe, `--timeout`. */
  protected signal!: AbortSignal
  protected style!: Style
  private readonly cleanups: (() => unknown)[] = []

  // biome-ignore lint/suspicious/noConfusingVoidType: most commands have nothing to return, and say so by returning nothing.
  protected abstract act(): Promise<number | void>

  /** oclif would look for deprecated aliases here, through a configuration that is not loaded. */
  protected override async init(): Promise<void> {}

  override async run(): Promise<void> {
    const stop = watchForStop()
    this.signal = stop.controller.signal
    try {
      await this.prepare(stop.controller)
      process.exitCode = (await this.act()) ?? ExitCode.ok
      if (this.signal.aborted) process.exitCode = this.fail(this.signal.reason)
    } catch (error) {
      process.exitCode = this.fail(this.signal.aborted ? this.signal.reason : error)
    } finally {
      for (const clean of this.cleanups.reverse())
        await Promise.resolve(clean()).catch((error: unknown) => this.debugLine(`clean-up: ${error}`))
      stop.dispose()
    }
  }

  private async prepare(controller: AbortController): Promise<void> {
    const parsed = await this.parse(this.ctor)
    this.flags = parsed.flags as Flags<T>
    this.args = parsed.args as Args<T>
    this.words = parsed.argv as string[]
    this.style = styleFor({ env: process.env, stream: process.stdout, noColor: this.flags['no-color'] })
    this.outputs = parseOutputs(this.flags.output ?? [], this.flags.json, (this.ctor as typeof BaseCommand).formats)
    if (this.flags.timeout) {
      const { parseDuration } = await import('../domain/duration.ts')
      const ms = parseDuration(this.flags.timeout)
      const over = new Problem('Timeout', `not done after ${this.flags.timeout}`, {
        hint: 'a longer --timeout, or a smaller question',
      })
      this.onExit(
        clearTimeout.bind(
          null,
          setTimeout(() => controller.abort(over), ms),
        ),
      )
    }
  }

  private fail(error: unknown): number {
    if (error instanceof Stopped) return error.exit
    const json = this.flags
      ? this.outputs.some(({ format, file }) => format === 'json' && file === null)
      : this.argv.includes('--json')
    return reportFailure(error, { json, debug: this.flags?.debug ?? this.argv.includes('--debug') })
  }

  /** Runs when the command is over, however it ended; the last one registered first. */
  protected onExit(clean: () => unknown): void {
    this.cleanups.push(clean)
  }

  /** A line for the person on stderr: what was chosen, how far it is. Silent with --quiet. */
  protected note(line: string): void {
    if (!this.flags.quiet) process.stderr.write(`${line}\n`)
  }

  protected debugLine(line: string): void {
    if (this.flags?.debug) process.stderr.write(`debug: ${line}\n`)
  }

  protected get format(): string {
    return this.outputs.find(({ file }) => file === null)?.format ?? 'none'
  }
}
