import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { clientsOf } from '../local/clients.ts'
import { json, ndjson, slsops } from '../support/run-slsops.ts'

/** A still story: the sample app up to this moment, whose deploy twelve hours before brought a bug. */
const at = Date.UTC(2026, 4, 20, 15, 30)
const iso = (hours: number) => new Date(at + hours * 3_600_000).toISOString()

const oldFailures = (hours: number, nth: number) => {
  const id = `8fab6c1e-98a6-4f2a-9d5e-00000000000${nth}`
  const declined = {
    errorType: 'PaymentDeclined',
    errorMessage: `card 000${nth} was declined: insufficient_funds`,
    stack: ['PaymentDeclined: card', '    at handler (/var/task/charge-card.ts:25:11)'],
  }
  const report = `REPORT RequestId: ${id}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB\t`
  const lines =
    nth % 2 === 0
      ? [
          `${iso(hours)}\t${id}\tERROR\tInvoke Error \t${JSON.stringify(declined)}\n`,
          `END RequestId: ${id}\n`,
          `${report}\n`,
        ]
      : [
          `${iso(hours)} ${id} Task timed out after 3.00 seconds\n\n`,
          `END RequestId: ${id}\n`,
          `${report}Status: timeout\n`,
        ]
  return [`START RequestId: ${id} Version: $LATEST\n`, ...lines].map((message, n) => ({
    message,
    timestamp: Date.parse(iso(hours)) + n,
  }))
}

let cloud: RunningCloud
beforeAll(async () => {
  cloud = await startCloud({ traffic: false, seed: 3, now: () => at })
  const { logs } = clientsOf(cloud)
  const where = {
    logGroupName: '/aws/lambda/orders-ChargeCard',
    logStreamName: '2026/05/20/[$LATEST]00000000000000000000000000000000',
  }
  await logs.send(new CreateLogStreamCommand(where))
  // What the story brings by chance only: two failures that are there before the deploy and after it.
  const logEvents = [-14, -13, -1, -0.5].flatMap((hours, n) => oldFailures(hours, n))
  await logs.send(new PutLogEventsCommand({ ...where, logEvents }))
})
afterAll(() => cloud.close())

const errors = (...words: string[]) => slsops(['errors', '--stack', 'orders', ...words], { env: cloud.env })
const sinceDeploy = ['--since', iso(-12.2), '--until', iso(0)]

const verdicts = (groups: readonly { signature: string; new: boolean | null }[]) =>
  Object.fromEntries(groups.map((group) => [group.signature, group.new]))
const bug = "TypeError: Cannot read properties of undefined (reading '<*>') at wrapGift (fulfil.ts)"
const declined = 'PaymentDeclined: card <*> was declined: insufficient_funds at handler (charge-card.ts)'
const timeout = 'ChargeCard: Task timed out after <*> seconds'

describe('slsops errors on the sample app', () => {
  it('knows which failures the deploy brought', async () => {
    const ran = await errors(...sinceDeploy, '--json')
    expect(ran.code, ran.stderr).toBe(0)
    const answer = json(ran)
    expect(answer).toMatchObject({
      schema: 'slsops.errors/1',
      context: { stack: 'orders', region: 'eu-west-1', account: '123456789012' },
      window: { from: iso(-12.2), to: iso(0) },
      deploy: { time: iso(-12), what: 'orders UPDATE_COMPLETE' },
      compared: { to: iso(-12.2) },
      omitted: 0,
      other: 0,
      incomplete: [],
    })
    expect(verdicts(answer.groups)).toEqual({ [bug]: true, [declined]: false, [timeout]: false })
    const [worst] = answer.groups
    expect(worst).toMatchObject({
      frame: { path: 'fulfil.ts', line: 41, label: 'wrapGift' },
      functions: ['FulfilOrder'],
      newIn: ['FulfilOrder'],
      example: {
        message: "Cannot read properties of undefined (reading 'wrap')",
        stack: expect.stringContaining('wrapGift'),
      },
    })
    expect(worst.example.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(worst.example.traceId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    expect(worst.count).toBeGreaterThan(100)
    expect(worst.histogram.reduce((a: number, b: number) => a + b)).toBe(worst.count)
  })

  it('counts what the tail of the same window has', async () => {
    const [groups, lines] = await Promise.all([
      errors('FulfilOrder', ...sinceDeploy, '-o', 'ndjson'),
      slsops(['tail', 'FulfilOrder', '--stack', 'orders', ...sinceDeploy, '--errors', '-o', 'ndjson'], {
        env: cloud.env,
      }),
    ])
    const [group] = ndjson(groups)
    const uncaught = ndjson(lines).filter(({ kind, error }) => kind === 'app' && error?.type === 'TypeError')
    expect(group).toMatchObject({
      type: 'group',
      signature: bug,
      count: uncaught.length,
      lastSeen: uncaught.at(-1).time,
      firstSeen: uncaught[0].time,
    })
    expect(uncaught.map(({ requestId }) => requestId)).toContain(group.example.requestId)
  })

  it('tells a person, worst first, and what to type next', async () => {
    const { stdout, stderr, code } = await errors(...sinceDeploy)
    expect(code, stderr).toBe(0)
    const rows = stdout.split('\n')
    expect(rows[0]).toMatch(/^ 3 kinds of failure in 12 h 12 min \(.*\) \(1 NEW since the deploy at .*03:30\)$/)
    expect(rows[2]).toMatch(
      /^ NEW {2}FulfilOrder {2}TypeError: Cannot read properties of undefined \(reading 'wrap'\) +\d+× {2}[▁-█]{8} {2}last .* ago$/,
    )
    expect(rows[3]).toMatch(/^ {6}fulfil\.ts:41 wrapGift · first /)
    expect(rows.at(-2)).toMatch(/^ next: slsops why [0-9a-f-]{36} --stack orders(?: --since \d+h)?$/)
    expect(stderr).toMatch(
      /^last deploy: orders UPDATE_COMPLETE, 03:30(?::00)?\norders · eu-west-1 · 5 functions · .*\n\d[\d ]* events · complete to .*\n$/,
    )
    expect(stderr).not.toContain('\u001b')
  })

  it('what it says to type next explains that request', async () => {
    const { stdout } = await errors(...sinceDeploy)
    const words = stdout.trim().split('\n').at(-1)!.trim().split(' ').slice(2)
    const told = json(await slsops([...words, '--json'], { env: cloud.env }))
    expect([told.id, told.cause.requestId]).toEqual([words[1], words[1]])
    expect(told.cause.summary).toContain("reading 'wrap'")
  })

  it('takes the deploy as the beginning', async () => {
    const { groups, window } = json(await errors('--since', 'deploy', '--until', iso(0), '--new', '--json'))
    expect(window.from).toBe(iso(-12))
    expect(verdicts(groups)).toEqual({ [bug]: true })
  })

  it.each<readonly [string, readonly string[], number]>([
    ['a new failure', ['--fail-on', 'new'], 1],
    ['any failure', ['--fail-on', 'any'], 1],
    ['no new failure in another function', ['ChargeCard', '--fail-on', 'new'], 0],
    ['any failure in another function', ['ChargeCard', '--fail-on', 'any'], 1],
    ['no failure at all', ['CreateOrder', '--fail-on', 'any'], 0],
    ['a name that is not there', ['Fulfill', '--fail-on', 'any'], 2],
    ['a word that --fail-on does not know', ['--fail-on', 'old'], 2],
    ['a format that it does not have', ['-o', 'raw'], 2],
  ])('exit code for %s', async (_what, words, code) => {
    expect((await errors(...sinceDeploy, ...words)).code).toBe(code)
  })

  it('says so where nothing failed, with the window and how much was read', async () => {
    const none = await errors('CreateOrder', ...sinceDeploy)
    expect(none.stdout).toMatch(/^ ✓ no failure in 12 h 12 min \(.*\): \d[\d ]* events of 1 function read\n$/)
    expect(none.stderr).toMatch(/complete to/)
    const old = await errors('ChargeCard', ...sinceDeploy, '--new')
    expect(old.stdout).toMatch(/^ ✓ no new failure in .*: 2 kinds that were there before, /)
  })

  it('shows as many as it is told, and judges all', async () => {
    const ran = await errors(...sinceDeploy, '--limit', '1', '--json', '--fail-on', 'any')
    expect(json(ran)).toMatchObject({ groups: [{ signature: bug }], omitted: 2 })
    expect(ran.code).toBe(1)
  })
})

describe('slsops errors where something is denied', () => {
  const deny = (service: string, operation: string) =>
    cloud.faults.add({ service, operation, effects: [{ kind: 'deny' }], forMs: null })
  afterEach(() => cloud.faults.reset())

  it('the lines: nothing can be told', async () => {
    deny('logs', 'FilterLogEvents')
    const ran = await errors(...sinceDeploy, '--json', '--fail-on', 'new')
    expect(ran.code).toBe(3)
    expect(json(ran)).toMatchObject({ schema: 'slsops.error/1', error: { action: 'logs:FilterLogEvents' } })
  })

  it('the events of the stack: the changes of the functions tell of the deploy', async () => {
    deny('cloudformation', 'DescribeStackEvents')
    const ran = await errors(...sinceDeploy, '--json', '--fail-on', 'new')
    expect(ran.code, ran.stderr).toBe(1)
    expect(json(ran).deploy.what).toMatch(/ was changed$/)
  })

  it('both: what is new can not be told, all else can', async () => {
    deny('cloudformation', 'DescribeStackEvents')
    for (const operation of ['ListFunctions', 'GetFunctionConfiguration']) deny('lambda', operation)
    const ran = await errors(...sinceDeploy, '--refresh', '--json', '--fail-on', 'new')
    expect(ran.code, ran.stderr).toBe(3)
    const { groups, deploy, incomplete } = json(ran)
    expect(deploy).toBeNull()
    expect(verdicts(groups)).toEqual({ [bug]: null, [declined]: null, [timeout]: null })
    expect(incomplete).toContainEqual(
      expect.objectContaining({
        operation: 'cloudformation:DescribeStackEvents',
        action: 'cloudformation:DescribeStackEvents',
      }),
    )
    const since = await errors('--since', 'deploy', '--refresh', '--json')
    expect([since.code, json(since).error.action]).toEqual([3, 'cloudformation:DescribeStackEvents'])
  })
})
