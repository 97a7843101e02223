import { string as argument } from '@oclif/core/args'
import { boolean, integer, string } from '@oclif/core/flags'
import { AppCommand } from '../src/cli/app-command.ts'
import { ExitCode, usage } from '../src/domain/problem.ts'
import { ciGuard } from '../src/output/ci-commands.ts'
import { styleFor } from '../src/output/style.ts'
import type { QueryAnswer } from '../src/usecases/query/ask.ts'
import type { AskedQuery, KnownQuery } from '../src/usecases/query/named.ts'
import type { QueryPlace } from '../src/usecases/query/query-place.ts'

interface Window {
  readonly from: number
  readonly to: number
}

/** How often the bar moves. */
const DRAW_MS = 100

export default class Query extends AppCommand<typeof Query> {
  static override summary = "ask the logs of the app's functions with CloudWatch Logs Insights"
  static override description = [
    'QUERY is written in the language of Logs Insights, or is the name of a query: --list shows them.',
    'AWS bills for the bytes that a query goes over; the last line says how many there were.',
    'Ctrl-C stops the query on AWS and shows what came so far.',
    'More than 50 log groups, and more rows than AWS gives at once, are asked for in parts and joined.',
    'Times of JSON, NDJSON and CSV are UTC. CSV values are as they were logged: a spreadsheet takes one that begins with = + - or @ for a formula.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> query slow --demo',
    '<%= config.bin %> query errors --since 3h --function FulfilOrder',
    '<%= config.bin %> query "filter @message like /timeout/ | fields @timestamp, @log, @message"',
    '<%= config.bin %> query "stats count(*) by bin(10m)" --since 1d',
    '<%= config.bin %> query memory -o csv=memory.csv',
  ]
  static override usage = 'query QUERY [FLAGS]'
  static override args = { query: argument({ description: 'a query, or the name of one' }) }
  static override flags = {
    list: boolean({ helpGroup: 'WHAT', description: 'the queries that have a name' }),
    function: string({
      multiple: true,
      helpGroup: 'WHAT',
      helpValue: 'NAME',
      description: 'only this function: logical id, name, ARN, a part of one, or a glob',
    }),
    'log-group': string({
      multiple: true,
      helpGroup: 'WHAT',
      helpValue: 'NAME',
      description: 'this log group instead, or besides --function; alone it needs no stack',
    }),
    since: string({
      helpGroup: 'WHAT',
      helpValue: 'TIME',
      default: '1h',
      description: "from when: 10m, 1h30m, 12:34, '2h ago', ISO 8601, deploy",
    }),
    until: string({ helpGroup: 'WHAT', helpValue: 'TIME', description: 'up to when (default: now)' }),
    limit: integer({
      char: 'n',
      helpGroup: 'WHAT',
      helpValue: 'N',
      min: 1,
      max: 1_000_000,
      description: "rows at most (default: the query's own limit, else 10000)",
    }),
  }
  static override formats = ['human', 'json', 'ndjson', 'csv']
  static override actions = [
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'lambda:GetFunctionConfiguration',
    'lambda:ListFunctions',
    'logs:DescribeLogGroups',
    'logs:GetQueryResults',
    'logs:StartQuery',
    'logs:StopQuery',
  ]

  protected async act(): Promise<number> {
    const words = this.args.query
    if (this.flags.list) return this.list(await this.known())
    if (words === undefined || words.trim() === '')
      throw usage(
        'what to ask is missing',
        'slsops query "filter @message like /timeout/"; slsops query --list shows queries by name',
      )
    const { askedQuery, isName } = await import('../src/usecases/query/named.ts')
    const query = askedQuery(words, isName(words.trim()) ? await this.known() : [])
    const place = await this.place(query)
    const window = await this.window(place)
    const answer = await this.ask(query, place, window)
    await this.tell(query, place, answer)
    return answer.partial ? ExitCode.unknown : ExitCode.ok
  }

  /** Queries by name: ours, and those of the project's file. */
  private async known(): Promise<readonly KnownQuery[]> {
    const [{ knownQueries }, { projectFileFor }, { homedir }] = await Promise.all([
      import('../src/usecases/query/named.ts'),
      import('../src/usecases/stacks/infer-stack.ts'),
      import('node:os'),
    ])
    return knownQueries(await projectFileFor({ cwd: process.cwd(), home: homedir(), config: this.flags.config }))
  }

  private async place({ text }: AskedQuery): Promise<QueryPlace> {
    const { appPlace, choosesItself, groupsPlace } = await import('../src/usecases/query/query-place.ts')
    const { function: functions = [], 'log-group': groups = [] } = this.flags
    if (functions.length === 0 && (groups.length > 0 || choosesItself(text))) return groupsPlace(groups)
    const [session, discovery] = [await this.session(), await this.discovery()]
    return appPlace(session, discovery, { functions, groups }, this.signal)
  }

  private async window({ discovery }: QueryPlace): Promise<Window> {
    const [session, { parseRange }] = [await this.session(), await import('../src/domain/time-range.ts')]
    const now = session.now()
    const { since, until, timezone } = this.flags
    const deployAt = async () => {
      if (discovery === null) throw usage('a log group has no deploy', 'say a time, such as --since 1h')
      const { deployTime } = await import('../src/usecases/discovery/deploy-time.ts')
      return (await deployTime(session, discovery.app, [...discovery.functions.values()], this.signal))?.at ?? null
    }
    const { from, to } = await parseRange({ since, until }, now, { timezone, deployAt })
    return { from, to: Math.max(from + 1, to ?? now) }
  }

  private async ask(query: AskedQuery, place: QueryPlace, window: Window): Promise<QueryAnswer> {
    const [{ askQuery }, { queryProgress }, { openingLine }] = await Promise.all([
      import('../src/usecases/query/ask.ts'),
      import('../src/output/query-progress.ts'),
      import('../src/output/query-notes.ts'),
    ])
    const session = await this.session()
    this.note(openingLine({ title: place.title, name: query.name, from: query.from, window }, this.heard))
    const bar = queryProgress(process.stderr, this.heard.style, () => session.now())
    const live = process.stderr.isTTY === true && !this.flags.quiet
    const drawing = live ? setInterval(bar.draw, DRAW_MS) : undefined
    try {
      return await askQuery({
        ...{ session, place, query, window },
        limit: this.flags.limit ?? query.limit,
        whole: this.flags['log-group'] ?? [],
        signal: this.signal,
        progress: live ? bar.tell : undefined,
        waiting: () => this.note('as many queries as the account may have are running: waiting for one to end'),
      })
    } finally {
      clearInterval(drawing)
      bar.clear()
    }
  }

  private async tell(query: AskedQuery, { sources, discovery }: QueryPlace, answer: QueryAnswer): Promise<void> {
    const [
      { queryHuman, askedPointers },
      { queryAnswer, queryRecords, queryCsv },
      { closingLines },
      { queryNext },
      { nameOf },
    ] = await Promise.all([
      import('../src/output/query.ts'),
      import('../src/output/query-json.ts'),
      import('../src/output/query-notes.ts'),
      import('../src/output/query-next.ts'),
      import('../src/usecases/query/query-place.ts'),
    ])
    const [guard, context] = [ciGuard(process.env), await this.context(discovery?.app ?? null)]
    const told = { ...answer, name: query.name, query: query.text }
    const pointers = askedPointers(query.text)
    // Text that a terminal would act on goes to a file, or a pipe, as it was logged.
    const screen = process.stdout.isTTY === true && this.format === 'csv'
    let left: readonly string[] = []
    await this.emit({
      human: async () => {
        const look = { style: this.style, zone: this.heard.zone, nameOf: nameOf(sources) }
        const shown = await queryHuman(told, look, guard)
        left = shown.left
        return shown.text
      },
      json: () => queryAnswer(told, context, guard),
      ndjson: () => queryRecords(told, guard),
      csv: () => queryCsv(told, { pointers, screen, guard }),
    })
    for (const line of closingLines({ ...answer, rows: answer.rows.length, left }, this.heard)) this.note(line)
    const about = {
      flags: this.flags,
      logGroups: discovery === null ? (this.flags['log-group'] ?? []) : [],
      now: (await this.session()).now(),
      nameOf: nameOf(sources),
    }
    if (this.format === 'human') for (const line of queryNext(answer.rows, about, this.heard.style)) this.note(line)
    // The answer is out, and says that it is partial: what stopped it is for stderr.
    if (this.signal.aborted) this.outputs = []
  }

  /** How stderr is written. */
  private get heard() {
    const style = styleFor({ env: process.env, stream: process.stderr, noColor: this.flags['no-color'] })
    return { style, zone: this.flags.timezone ?? null }
  }

  private async list(queries: readonly KnownQuery[]): Promise<number> {
    const { queriesTable, queriesAnswer } = await import('../src/output/query-list.ts')
    const nowhere = { stack: null, stackId: null, account: null, region: null, endpoint: null }
    const other = this.outputs.find(({ format }) => format !== 'human' && format !== 'json')
    if (other) throw usage(`--list has no format "${other.format}"`, 'it has: human, json')
    await this.emit({ human: () => queriesTable(queries, this.style), json: () => queriesAnswer(queries, nowhere) })
    return ExitCode.ok
  }
}
