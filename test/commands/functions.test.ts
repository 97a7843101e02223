import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseFault } from '../../src/local/fault-words.ts'
import { type RunningCloud, startCloud } from '../../src/local/start.ts'
import { json, ndjson, slsops } from '../support/run-slsops.ts'

/** A still story, twelve hours after a deploy that brought a bug. */
const at = Date.UTC(2026, 4, 20, 15, 30)
const window = ['--since', new Date(at - 3_600_000).toISOString(), '--until', new Date(at).toISOString()]

let cloud: RunningCloud
beforeAll(async () => {
  cloud = await startCloud({ traffic: false, seed: 3, now: () => at })
})
afterAll(() => cloud.close())
afterEach(() => cloud.faults.reset())

const run = (...words: string[]) => slsops([...words, '--stack', 'orders'], { env: cloud.env })

describe('slsops functions', () => {
  it('tells what functions are made of and how they did', async () => {
    const ran = await run('functions', ...window, '--json')
    expect(ran.code, ran.stderr).toBe(0)
    const { schema, functions, incomplete } = json(ran)
    expect(schema).toBe('slsops.functions/1')
    expect(incomplete).toEqual([])
    const by = Object.fromEntries(functions.map((one: { logicalId: string }) => [one.logicalId, one]))
    expect(by['FulfilOrder']).toMatchObject({
      packageType: 'Zip',
      image: null,
      runtime: 'nodejs24.x',
      runtimeDeprecatedOn: '2028-04-30',
      memoryMb: 256,
      timeoutMs: 10_000,
      state: 'Active',
      triggers: [{ kind: 'mapping', source: expect.stringContaining(':fulfilment'), state: 'Enabled', batchSize: 1 }],
    })
    expect(by['FulfilOrder'].figures.errors).toBeGreaterThan(0)
    expect(by['FulfilOrder'].figures.invocations).toBeGreaterThan(by['FulfilOrder'].figures.errors)
    expect(by['RenderInvoice']).toMatchObject({
      packageType: 'Image',
      runtime: null,
      image: { uri: expect.stringContaining(':3.2.0'), digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    })
    // The URL of the code lets whoever has it read the code.
    expect(ran.stdout).not.toMatch(/awslambda-|snapshots/)
  })

  it('counts as the tail of the same window does', async () => {
    const [listed, lines] = await Promise.all([
      run('functions', 'FulfilOrder', ...window, '-o', 'ndjson'),
      run('tail', 'FulfilOrder', ...window, '-o', 'ndjson'),
    ])
    const reports = ndjson(lines).filter(({ kind }) => kind === 'report')
    expect(ndjson(listed)).toMatchObject([{ type: 'function', figures: { invocations: reports.length } }])
  })

  it('reads no line with --no-figures, and does without GetFunction', async () => {
    cloud.faults.add(parseFault(['logs', 'deny']))
    cloud.faults.add(parseFault(['lambda.GetFunction', 'deny']))
    const ran = await run('functions', '--no-figures')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^RenderInvoice +image +arm64 +512 MB +1 min/m)
    expect(ran.stderr).toContain('lambda:GetFunction is denied')
  })

  it('what may not be read is told, and is "could not tell"', async () => {
    cloud.faults.add(parseFault(['lambda', 'deny']))
    const ran = await run('functions', ...window, '--json')
    expect(ran.code).toBe(3)
    const { functions, incomplete } = json(ran)
    expect(functions).toHaveLength(5)
    expect(functions[0]).toMatchObject({ runtime: null, logGroup: null, tracing: null, figures: null, triggers: null })
    expect(incomplete).toContainEqual(expect.objectContaining({ action: 'lambda:GetFunctionConfiguration' }))
  })

  it('a name that is none is usage, with the candidates', async () => {
    const ran = await run('functions', 'show', 'Fulfill')
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('FulfilOrder')
  })
})

describe('slsops functions show', () => {
  it('masks the environment, and names what makes it run', async () => {
    const masked = await run('functions', 'show', 'FulfilOrder')
    expect(masked.code, masked.stderr).toBe(0)
    expect(masked.stdout).toMatch(/^environment +ORDERS_TABLE=\*\*\*$/m)
    expect(masked.stdout).toMatch(/^reads from +Fulfilment, in batches of 1$/m)
    const shown = await run('functions', 'show', 'FulfilOrder', '--show-secrets', '--json')
    expect(json(shown)).toMatchObject({ schema: 'slsops.function/1', environment: { ORDERS_TABLE: 'orders' } })
    expect((await run('functions', 'show', 'CreateOrder')).stdout).toMatch(
      /^invoked by +API Gateway, for OrdersApi POST \/orders\n +API Gateway, for ShopApi POST \/partner\/orders$/m,
    )
  })

  it('shows no guess where nothing could be read', async () => {
    cloud.faults.add(parseFault(['lambda', 'deny']))
    const ran = await run('functions', 'show', 'FulfilOrder')
    expect(ran.code).toBe(3)
    expect(ran.stdout).not.toMatch(/tracing|log group|no dead-letter/)
  })
})

describe('slsops access', () => {
  it('names invokers, roles of the stack, and what its own role may do', async () => {
    const ran = await run('access', 'ChargeCard')
    expect(ran.code, ran.stderr).toBe(0)
    expect(ran.stdout).toContain('the role PaymentRole, by its own policies')
    expect(ran.stdout).toContain('dynamodb: UpdateItem on OrdersTable')
    const { role, invokingRoles, incomplete } = json(await run('access', 'ChargeCard', '--json'))
    expect({ invokingRoles, incomplete }).toEqual({ invokingRoles: ['PaymentRole'], incomplete: [] })
    expect(role.policies).toMatchObject([{ name: 'own', kind: 'inline', statements: expect.any(Array) }])
  })

  it('without IAM it says so', async () => {
    cloud.faults.add(parseFault(['iam', 'deny']))
    const ran = await run('access', 'ChargeCard', '--json')
    expect(ran.code).toBe(3)
    expect(json(ran)).toMatchObject({ role: { complete: false, policies: [] } })
    expect(json(ran).incomplete).toContainEqual(expect.objectContaining({ action: 'iam:ListRolePolicies' }))
  })
})

describe('slsops status', () => {
  it('counts what is wrong at the top', async () => {
    const ran = await run('status', ...window)
    expect(ran.code, ran.stderr).toBe(0)
    const answer = json(await run('status', ...window, '--json'))
    expect(answer).toMatchObject({ schema: 'slsops.status/1', stackStatus: 'UPDATE_COMPLETE', incomplete: [] })
    expect(answer.problems).toContainEqual(expect.objectContaining({ kind: 'queue', name: 'FulfilmentDlq' }))
    expect(ran.stdout).toContain(`✗ ${answer.problems.length} problems`)
    expect(ran.stdout).toMatch(/└ FulfilmentDlq +\d+ /)
    expect(ran.stdout).toMatch(/^next: slsops errors --since deploy --stack orders$/m)
    expect(ran.stderr).not.toContain('not read')
  })

  it('degrades part by part', async () => {
    cloud.faults.add(parseFault(['dynamodb', 'deny']))
    const ran = await run('status', '--no-figures')
    expect(ran.code).toBe(3)
    expect(ran.stdout).toMatch(/FulfilOrder +nodejs24\.x/)
    expect(ran.stdout).toContain('not all was read')
    expect(ran.stderr).toContain('dynamodb:DescribeTable is denied')
  })
})
