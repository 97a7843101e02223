import type { Command } from '@oclif/core/command'
import { callSummary } from '../aws/call-log.ts'
import { createSession, type Session } from '../aws/session.ts'
import { ExitCode, isProblem, Problem, usage } from '../domain/problem.ts'
import type { StackApp } from '../domain/stack.ts'
import type { AnswerContext } from '../output/json.ts'
import { openDiscoveryCache } from '../usecases/discovery/cache.ts'
import { type Discovery, discoverApp } from '../usecases/discovery/discover-app.ts'
import type { Inferred } from '../usecases/stacks/infer-stack.ts'
import { BaseCommand } from './base-command.ts'
import type { DemoCloud } from './demo-cloud.ts'
import { printOut } from './print.ts'

interface Asked {
  readonly cloud: DemoCloud | null
  readonly folder: Inferred | null
}

/** A command about an app: knows whom it talks to and which stack is meant, and says so. */
export abstract class AppCommand<T extends typeof Command = typeof Command> extends BaseCommand<T> {
  private asked: Promise<Asked> | undefined
  private made: Promise<Session> | undefined
  private account: string | null = null

  /** The session; also says at the end, under --debug, what was asked of AWS. */
  protected session(): Promise<Session> {
    this.made ??= this.connect()
    return this.made
  }

  private async connect(): Promise<Session> {
    const { cloud, folder } = await this.look()
    const session = await createSession({
      region: this.flags.region,
      profile: this.flags.profile,
      endpointUrl: this.flags['endpoint-url'],
      env: process.env,
      debug: (line) => this.debugLine(line),
      // In this order: process.stdin is a stream that is made when it is first asked for.
      prompt: process.stderr.isTTY && process.stdin.isTTY ? { askMfa: (serial) => this.askMfa(serial) } : undefined,
      folderRegion: folder?.region,
      folderProfile: folder?.profile,
      demo: cloud?.env,
    })
    this.onExit(() => {
      if (session.wire) for (const line of callSummary(session.wire.calls)) this.debugLine(line)
    })
    return session
  }

  /** Looks around once: at the demo cloud, or at the folder. */
  private look(): Promise<Asked> {
    this.asked ??= (async () => {
      if (this.flags.demo) {
        const { demoCloud } = await import('./demo-cloud.ts')
        const cloud = await demoCloud(process.env)
        this.onExit(() => cloud.close())
        return { cloud, folder: null }
      }
      // A stack that is named and a region that is set leave nothing to look for in the folder.
      if (this.flags.stack && (this.flags.region ?? process.env['AWS_REGION'])) return { cloud: null, folder: null }
      const [{ inferStack }, { homedir }] = await Promise.all([
        import('../usecases/stacks/infer-stack.ts'),
        import('node:os'),
      ])
      const folder = await inferStack({
        flag: this.flags.stack,
        env: process.env,
        cwd: process.cwd(),
        home: homedir(),
        config: this.flags.config,
        configEnv: this.flags['config-env'],
      })
      return { cloud: null, folder }
    })()
    return this.asked
  }

  private async askMfa(serial: string): Promise<string> {
    const { createInterface } = await import('node:readline/promises')
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return (await lines.question(`MFA code for ${serial}: `, { signal: this.signal })).trim()
    } finally {
      lines.close()
    }
  }

  /** Which stack is meant; says on stderr which one it took and why, where nobody named it. */
  protected async stackName(): Promise<string> {
    const { cloud, folder } = await this.look()
    if (this.flags.stack) return this.flags.stack
    if (cloud) {
      const [only, ...others] = cloud.stacks
      if (only && (others.length === 0 || only.name === 'orders')) return only.name
      if (!only)
        throw usage(
          'the demo cloud has no stack',
          'slsops demo serve without --no-sample, or with --template FILE --stack NAME',
        )
      throw usage(
        'the demo cloud has several stacks',
        `say which: ${cloud.stacks.map(({ name }) => `--stack ${name}`).join(', ')}`,
      )
    }
    if (folder?.kind === 'found') {
      if (folder.from !== '--stack') this.note(`stack ${folder.name}, from ${folder.from}`)
      return folder.name
    }
    const known = folder?.candidates.map(({ name, from }) => ({ name, about: from })) ?? []
    const { chooseStack } = await import('./choose-stack.ts')
    return chooseStack({
      candidates: known,
      notes: folder?.notes ?? [],
      session: () => this.session(),
      signal: this.signal,
      terminal: process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, screen: process.stderr } : null,
    })
  }

  /** The app, from what is remembered or from AWS; the account is known after it. */
  protected async discovery(): Promise<Discovery> {
    const stack = await this.stackName()
    const [session, { cloud }] = await Promise.all([this.session(), this.look()])
    // A cloud of our own lives as long as we do: there is nothing to remember of it.
    const cache = cloud?.own
      ? null
      : openDiscoveryCache({ env: process.env, salt: cloud?.start ?? '', debug: (line) => this.debugLine(line) })
    const discovery = await discoverApp({ session, stack, signal: this.signal, refresh: this.flags.refresh, cache })
    this.account = discovery.app.account
    return discovery
  }

  /** The app, where a stack is named or the folder says one, and it can be read; else null. Asks nobody, and fails for nothing but a stop. */
  protected async knownDiscovery(): Promise<Discovery | null> {
    const { cloud, folder } = await this.look()
    if (this.flags.stack === undefined && cloud === null && folder?.kind !== 'found') return null
    try {
      return await this.discovery()
    } catch (error) {
      if (this.signal.aborted || !isProblem(error)) throw error
      this.debugLine(`without the app: ${error.message}`)
      return null
    }
  }

  /** The context of a JSON answer. */
  protected async context(app: StackApp | null): Promise<AnswerContext> {
    const session = await this.session()
    return {
      stack: app?.name ?? null,
      stackId: app?.id ?? null,
      account: app?.account ?? this.account,
      region: session.region,
      endpoint: session.endpoint('cloudformation'),
    }
  }

  /** `-o json=FILE` and its like: what goes to a file; the rest is the caller's to print. */
  protected async emit(texts: Readonly<Record<string, () => string | Promise<string>>>): Promise<void> {
    for (const { format, file } of this.outputs) {
      const text = await texts[format]!()
      if (file === null) await printOut(text)
      else await writeAnswer(file, text)
    }
  }
}

const writeAnswer = async (file: string, text: string): Promise<void> => {
  const { writeFile } = await import('node:fs/promises')
  await writeFile(file, text).catch((cause: unknown) => {
    throw new Problem('CannotWrite', `${file} can't be written: ${(cause as Error).message}`, {
      exit: ExitCode.usage,
      cause,
    })
  })
}
