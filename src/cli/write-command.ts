import type { Command } from '@oclif/core/command'
import { ExitCode, Problem } from '../domain/problem.ts'
import { decideWrite, placeText, type WritePlan, type WriteRules } from '../domain/write-guard.ts'
import { safeText } from '../output/safe-text.ts'
import type { Discovery } from '../usecases/discovery/discover-app.ts'
import { AppCommand } from './app-command.ts'

/** Set to anything but these, SLSOPS_READ_ONLY forbids every write. */
const off = new Set(['', '0', 'false', 'no', 'off'])

/**
 * A command that changes or runs something in the account. It finds out what it acts on by `discoveryNow`, then asks with `confirmWrite`, and only
 * then sends anything.
 */
export abstract class WriteCommand<T extends typeof Command = typeof Command> extends AppCommand<T> {
  /** The app as AWS has it now: what is remembered may name a resource that was replaced. */
  protected async discoveryNow(): Promise<Discovery> {
    const discovery = await this.discovery()
    if (discovery.remembered && (await discovery.revalidate(this.signal)) === 'gone') {
      const { stackNotFound } = await import('../usecases/discovery/stack-not-found.ts')
      throw await stackNotFound(await this.session(), discovery.app.name, this.signal)
    }
    return discovery
  }

  /** Returns where it may be done. Throws a Problem (exit 2) where it may not, or nobody said yes: then nothing was sent. */
  protected async confirmWrite(plan: WritePlan, { app }: Pick<Discovery, 'app'>): Promise<void> {
    const place = { stack: app.name, account: app.account, region: app.region }
    const decision = decideWrite(plan, place, await this.writeRules())
    const what = `${plan.what.charAt(0).toUpperCase()}${plan.what.slice(1)}`
    for (const line of [`${what} in ${placeText(place)}`, ...(plan.details ?? [])]) this.note(safeText(line))
    if (decision.kind === 'go') return
    if (decision.kind === 'name' && decision.why !== null) this.note(safeText(decision.why))
    const question = decision.kind === 'yes' ? 'Go on? [y/N] ' : `Type ${safeText(decision.name)} to go on: `
    const said = (await this.ask(question)).trim()
    const agreed = decision.kind === 'yes' ? /^y(es)?$/i.test(said) : said === decision.name
    if (!agreed) throw new Problem('Declined', 'nothing was done', { exit: ExitCode.usage })
  }

  private async writeRules(): Promise<WriteRules> {
    const flags: Readonly<Record<string, unknown>> = this.flags
    const fromEnvironment = !off.has((process.env['SLSOPS_READ_ONLY'] ?? '').toLowerCase())
    return {
      readOnly: this.flags['read-only'] ? '--read-only' : fromEnvironment ? 'SLSOPS_READ_ONLY' : null,
      protect: this.flags.demo ? null : await this.protection(),
      yes: this.flags.yes,
      confirm: typeof flags['confirm'] === 'string' ? flags['confirm'] : null,
      terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
    }
  }

  private async protection(): Promise<WriteRules['protect']> {
    const [{ projectFileFor }, { homedir }] = await Promise.all([
      import('../usecases/stacks/infer-stack.ts'),
      import('node:os'),
    ])
    const file = await projectFileFor({ cwd: process.cwd(), home: homedir(), config: this.flags.config })
    return file && { globs: file.protect, from: file.path }
  }

  /** One line from the terminal; empty where it ends without one. */
  protected async ask(question: string): Promise<string> {
    const { createInterface } = await import('node:readline/promises')
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    // In raw mode Ctrl-C is a key, and would only close the line.
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    try {
      const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
      return await Promise.race([lines.question(question, { signal: this.signal }), ended])
    } finally {
      lines.close()
    }
  }
}
