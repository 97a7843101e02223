import { string as argument } from '@oclif/core/args'
import { boolean, integer, string } from '@oclif/core/flags'
import { AppCommand } from '../src/cli/app-command.ts'
import { ciGuard } from '../src/output/ci-commands.ts'
import { styleFor } from '../src/output/style.ts'
import type { FailOn } from '../src/usecases/errors/verdict.ts'

/** Off a terminal, credentials that expire on the way are waited for so long. */
const WAIT_FOR_LOGIN_MS = 5 * 60_000

export default class Errors extends AppCommand<typeof Errors> {
  static override summary = "group the failures of the app's functions, and show which came with the last deploy"
  static override description =
    `NAME is a function: logical id, name, ARN, a part of one, or a glob. Without one, all functions of the app.
Failures are the same where their error, their message without numbers, ids and quoted values, and their place in the app's own code are.
NEW: not seen in a time before the deploy that is as long as the one since it (1 to 24 hours).`
  static override examples = [
    '<%= config.bin %> errors --demo',
    '<%= config.bin %> errors --since deploy',
    '<%= config.bin %> errors FulfilOrder --since 1d --json',
    '<%= config.bin %> errors --since deploy --fail-on new',
  ]
  static override strict = false
  static override usage = 'errors [NAME...] [FLAGS]'
  static override args = { name: argument({ description: 'functions (default: all of the app)' }) }
  static override flags = {
    since: string({
      helpGroup: 'WHAT',
      helpValue: 'TIME',
      default: '1h',
      description: "from when: 10m, 1h30m, 12:34, '2h ago', ISO 8601, deploy",
    }),
    until: string({ helpGroup: 'WHAT', helpValue: 'TIME', description: 'up to when (default: now)' }),
    new: boolean({ helpGroup: 'WHAT', description: 'only failures that came with the last deploy' }),
    limit: integer({
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      default: 50,
      description: 'at most so many kinds of failure',
    }),
    'fail-on': string({
      helpGroup: 'WHAT',
      options: ['new', 'any'],
      description: 'exit code 1 where there is a new failure, or any',
    }),
  }
  static override formats = ['human', 'json', 'ndjson']
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:ListFunctions',
    'logs:FilterLogEvents',
  ]

  protected async act(): Promise<number> {
    const { flags, signal } = this
    const session = await this.session()
    const discovery = await this.discovery()
    const [{ errorsPlace, lastDeploy }, { findErrors }, { errorsExit }, { parseRange }] = await Promise.all([
      import('../src/usecases/errors/errors-place.ts'),
      import('../src/usecases/errors/find-errors.ts'),
      import('../src/usecases/errors/verdict.ts'),
      import('../src/domain/time-range.ts'),
    ])
    const [{ errorsText }, { errorsAnswer, errorsRecords, shownOf }, { errorsProgress }, notes] = await Promise.all([
      import('../src/output/errors.ts'),
      import('../src/output/errors-json.ts'),
      import('../src/output/errors-progress.ts'),
      import('../src/output/errors-notes.ts'),
    ])
    const place = await errorsPlace(session, discovery, this.words, signal)
    const { deploy, refused, incomplete: unasked } = await lastDeploy(session, discovery, place.functions, signal)
    const { since, until } = flags
    const began = session.now()
    const deployAt = async () => {
      if (refused) throw refused
      return deploy?.at ?? null
    }
    const range = await parseRange({ since, until }, began, { timezone: flags.timezone, deployAt })
    const window = { from: range.from, to: Math.max(range.from + 1, range.to ?? began) }

    const told = styleFor({ env: process.env, stream: process.stderr, noColor: flags['no-color'] })
    const heard = { style: told, zone: flags.timezone ?? null }
    const functions = place.sources.map(({ name }) => name)
    const about = { app: discovery.app.name, region: session.region, functions, window, since, until, deploy }
    for (const line of notes.openingLines(about, heard)) this.note(line)
    const live = process.stderr.isTTY === true && !flags.quiet
    const row = errorsProgress(process.stderr, told, () => session.now())
    const found = await findErrors({
      ...{ session, ...place, window, deploy, signal },
      authTimeoutMs: live ? null : WAIT_FOR_LOGIN_MS,
      note: (note) => this.note(notes.loginText(note)),
      progress: live ? row.show : undefined,
    }).finally(row.clear)

    const { report, figures, missing } = found
    const incomplete = [...place.incomplete, ...unasked, ...found.incomplete]
    const shown = shownOf(report, { onlyNew: flags.new, limit: flags.limit })
    const [guard, context] = [ciGuard(process.env), await this.context(discovery.app)]
    const look = {
      style: this.style,
      zone: heard.zone,
      now: session.now(),
      sinceDeploy: since.trim().toLowerCase() === 'deploy',
      flags,
      guard,
    }
    // Before the answer, whose last line is what to type next.
    for (const line of notes.closingLines({ incomplete, missing, figures }, heard)) this.note(line)
    await this.emit({
      human: () => errorsText(shown, look),
      json: () => errorsAnswer(shown, context, incomplete, guard),
      ndjson: () => errorsRecords(shown, guard),
    })
    const lost = missing.filter((group) => place.assumed.has(group)).length
    const failOn = (flags['fail-on'] ?? null) as FailOn | null
    return errorsExit(report, failOn, { groups: figures.gaps.length, functions: place.unknown + lost })
  }
}
