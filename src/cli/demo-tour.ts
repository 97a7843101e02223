import type { Session } from '../aws/session.ts'
import { parseDuration } from '../domain/duration.ts'
import type { Resource } from '../domain/stack.ts'
import { ago } from '../output/ago.ts'
import { ciGuard } from '../output/ci-commands.ts'
import { errorsText } from '../output/errors.ts'
import { shownOf } from '../output/errors-json.ts'
import { paint } from '../output/paint.ts'
import { toolName } from '../output/stacks.ts'
import type { Style } from '../output/style.ts'
import { table } from '../output/table.ts'
import { closingLine } from '../output/tail/closing.ts'
import { human } from '../output/tail/human.ts'
import { joinedSink } from '../output/tail/sink.ts'
import { lineWriter } from '../output/writer.ts'
import type { Discovery } from '../usecases/discovery/discover-app.ts'
import { functionLogSources } from '../usecases/discovery/function-log-sources.ts'
import { errorsPlace, lastDeploy } from '../usecases/errors/errors-place.ts'
import { findErrors } from '../usecases/errors/find-errors.ts'
import { noOutcome, runTail } from './tail/run.ts'

export interface Tour {
  readonly live: string
  readonly style: Style
  readonly signal: AbortSignal
  readonly timezone: string | undefined
  readonly session: () => Promise<Session>
  readonly discovery: () => Promise<Discovery>
  readonly endpoint: () => Promise<string>
}

/** What a newcomer would look for first, in this order; the rest is a number. */
const shown: readonly (readonly [type: string, noun: string])[] = [
  ['AWS::ApiGateway::RestApi', 'REST API'],
  ['AWS::ApiGatewayV2::Api', 'HTTP API'],
  ['AWS::Lambda::Function', 'functions'],
  ['AWS::DynamoDB::Table', 'tables'],
  ['AWS::SNS::Topic', 'topics'],
  ['AWS::SQS::Queue', 'queues'],
  ['AWS::StepFunctions::StateMachine', 'workflows'],
  ['AWS::Kinesis::Stream', 'streams'],
  ['AWS::S3::Bucket', 'buckets'],
  ['AWS::CloudWatch::Alarm', 'alarms'],
]

/** Known by what the template calls them: their physical names are longer, or no names at all. */
const byLogicalId: ReadonlySet<string> = new Set([
  'AWS::Lambda::Function',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
])

/** How much of the past is shown before the live part. */
const PAST_MS = 20_000

/** The tour of `slsops demo`: discovers, shows, tails, says what to type next; the same parts that the commands are made of. */
export const tour = async (tour: Tour): Promise<void> => {
  const { style, signal } = tour
  const look = await paint(style)
  const writer = lineWriter(process.stdout)
  const say = (text: string): void => void writer.write(`${text}\n`)
  const chapter = (number: number, title: string, command: string) => {
    say('')
    say(`${look('bold', `${number} ${style.unicode ? '·' : '-'} ${title.padEnd(28)}`)} ${look('dim', command)}`)
    say('')
  }

  const [session, endpoint] = [await tour.session(), await tour.endpoint()]
  const discovery = await tour.discovery()
  const { app } = discovery
  say(`slsops demo: a serverless app called "${app.name}" is now living on ${endpoint}.`)
  say('No AWS account, no credentials: nothing leaves this machine.')

  chapter(1, 'what is deployed', 'slsops resources --demo')
  const made = [toolName(app.tool), app.status, `deployed ${ago(app.updatedAt, session.now())} ago`].filter(Boolean)
  say(`stack ${app.name}, ${made.join(', ')}`)
  await writer.write(
    await table([{ title: '' }, { title: '', keep: true }], madeOf(app.resources), { ...style, width: null }),
  )

  chapter(2, 'what it says, as it happens', 'slsops tail --demo')
  const { sources, functions } = await functionLogSources({ session, discovery, signal })
  const timeouts = new Map(functions.map(({ name, timeoutMs }) => [name, timeoutMs]))
  const format = human({
    style,
    zone: tour.timezone ?? null,
    names: sources.map(({ name }) => name),
    now: session.now(),
    timeoutMs: ({ functionName }) => timeouts.get(functionName ?? '') ?? null,
  })
  const outcome = noOutcome()
  await runTail(
    {
      session,
      sources,
      plan: {
        groups: [...new Set(sources.map(({ group }) => group))],
        from: session.now() - PAST_MS,
        to: null,
        follow: true,
        filter: null,
        overlapMs: 60_000,
        reorderMs: 2_000,
      },
      sinks: [joinedSink(format, writer)],
      wanted: undefined,
      ending: undefined,
      forMs: parseDuration(tour.live),
      idleMs: null,
      authTimeoutMs: 0,
      note: () => {},
      signal,
    },
    outcome,
  )
  signal.throwIfAborted()
  say('')
  say(closingLine({ ...outcome.figures, printed: outcome.printed }, style, tour.timezone ?? null))

  chapter(3, 'something is wrong', 'slsops errors --demo --since deploy')
  await writer.write(await wrongSinceDeploy(session, discovery, style, tour.timezone ?? null, signal))

  say('')
  say(look('bold', 'Now you:'))
  for (const [command, about] of next) say(`  ${command.padEnd(52)} ${look('dim', about)}`)
  await writer.end()
}

const next: readonly (readonly [string, string])[] = [
  ['slsops tail --demo', 'follow it yourself; Ctrl-C ends it'],
  ['slsops tail FulfilOrder --demo --since 2h --errors', 'what goes wrong in one function'],
  ['slsops demo serve', 'keep this app up, for any AWS tool in another terminal'],
  ['slsops tail', 'in the folder of your own app, after a deploy'],
]

const madeOf = (resources: readonly Resource[]): string[][] => {
  const rows = shown.flatMap(([type, noun]) => {
    const names = resources
      .filter((resource) => resource.type === type)
      .map(({ logicalId, name }) => (byLogicalId.has(type) ? logicalId : (name ?? logicalId)))
    return names.length === 0 ? [] : [[`  ${noun}`, names.join(', ')]]
  })
  const named = new Set(shown.map(([type]) => type))
  const others = resources.filter(({ type }) => !named.has(type)).length
  return others === 0 ? rows : [...rows, ['  and', `${others} more (roles, permissions, stages ...)`]]
}

/** The failures that came with the last deploy, as `slsops errors` shows them. */
const wrongSinceDeploy = async (
  session: Session,
  discovery: Discovery,
  style: Style,
  zone: string | null,
  signal: AbortSignal,
): Promise<string> => {
  const place = await errorsPlace(session, discovery, [], signal)
  const { deploy } = await lastDeploy(session, discovery, place.functions, signal)
  const now = session.now()
  const window = { from: deploy?.at ?? now - 3_600_000, to: now }
  const quiet = { authTimeoutMs: 0, note: () => {} }
  const { report } = await findErrors({ session, ...place, window, deploy, signal, ...quiet })
  const shown = shownOf(report, { onlyNew: false, limit: 3 })
  return errorsText(shown, { style, zone, now, sinceDeploy: true, flags: { demo: true }, guard: ciGuard(process.env) })
}
