import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { functionFacts } from '../../src/services/lambda/function-facts.ts'
import { findFunctions, getFunction } from '../../src/services/lambda/read-functions.ts'
import { doorSession, lambdaDoor } from '../support/aws-door.ts'
import { fixtures } from '../support/fixtures.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('what Lambda says of a function', () => {
  it.each([
    [
      { LoggingConfig: { LogGroup: '/aws/lambda/fn', LogFormat: 'Text' } },
      { logGroup: '/aws/lambda/fn', sharedGroup: false, logFormat: 'text' },
    ],
    [
      { LoggingConfig: { LogGroup: '/app/all', LogFormat: 'JSON' } },
      { logGroup: '/app/all', sharedGroup: true, logFormat: 'json' },
    ],
    [
      {},
      {
        logGroup: '/aws/lambda/fn',
        sharedGroup: false,
        logFormat: 'text',
        timeoutMs: null,
        tracing: false,
        packageType: null,
      },
    ],
    [
      { Timeout: 30, MemorySize: 256, Runtime: 'nodejs24.x' },
      { timeoutMs: 30_000, memoryMb: 256, runtime: 'nodejs24.x' },
    ],
    [
      { PackageType: 'Image', Architectures: ['arm64'] },
      { packageType: 'Image', architecture: 'arm64', runtime: null },
    ],
    [{ TracingConfig: { Mode: 'Active' } }, { tracing: true }],
    [{ TracingConfig: { Mode: 'PassThrough' } }, { tracing: false }],
    [{ LastModified: '2026-11-20T10:00:00.123+0000' }, { lastModified: Date.parse('2026-11-20T10:00:00.123Z') }],
    [{ LastModified: 'soon' }, { lastModified: null }],
  ] as const)('%j', (config, facts) => {
    expect(functionFacts({ FunctionName: 'fn', ...config } as never, 'fn')).toMatchObject(facts)
  })

  const folder = fixtures('aws-responses/placebo')
  it.skipIf(folder === null)('is read out of every answer that AWS really gave', () => {
    const files = readdirSync(folder!, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /lambda\.(GetFunctionConfiguration|ListFunctions)_\d+\.json$/.test(name),
    )
    const configs = files.flatMap((name) => {
      const { status_code, data } = JSON.parse(readFileSync(join(folder!, name), 'utf8')) as {
        status_code: number
        data: Record<string, unknown>
      }
      return status_code === 200 ? ((data['Functions'] as unknown[] | undefined) ?? [data]) : []
    })
    const named = configs.filter((config) => (config as { FunctionName?: string }).FunctionName)
    expect(named.length).toBeGreaterThan(5)
    for (const config of named) {
      const facts = functionFacts(config as never, '')
      expect(facts.logGroup).not.toBe('')
      expect(facts.arn).toMatch(/^arn:aws:lambda:/)
      expect(facts.timeoutMs).toBeGreaterThan(0)
    }
  })
})

describe('asking Lambda', () => {
  it('asks one by name, however it is spelt', async () => {
    const { calls } = lambdaDoor('us-east-1', ({ input }) => ({
      status: 200,
      body: { FunctionName: input['name'], MemorySize: 512 },
    }))
    expect(await getFunction(await doorSession(), 'orders-Create_1')).toMatchObject({
      name: 'orders-Create_1',
      memoryMb: 512,
    })
    expect(calls).toEqual([{ operation: 'GetFunctionConfiguration', input: { name: 'orders-Create_1' } }])
  })

  it('names the action that was denied, and what is not there', async () => {
    const message =
      'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: lambda:GetFunctionConfiguration on resource: x'
    lambdaDoor('us-east-1', ({ input }) =>
      input['name'] === 'gone'
        ? { status: 404, body: { Message: 'Function not found: gone' }, error: 'ResourceNotFoundException' }
        : { status: 403, body: { Message: message }, error: 'AccessDeniedException' },
    )
    const session = await doorSession()
    await expect(getFunction(session, 'fn')).rejects.toMatchObject({
      code: 'AccessDenied',
      action: 'lambda:GetFunctionConfiguration',
    })
    await expect(getFunction(session, 'gone')).rejects.toMatchObject({ code: 'NotFound' })
  })

  it('lists until all are found, and no further than it may', async () => {
    const { calls } = lambdaDoor('us-east-1', ({ input }) => {
      const page = Number(input['Marker'] ?? 0)
      return {
        status: 200,
        body: {
          Functions: [{ FunctionName: `fn${page}` }, { FunctionName: `other${page}` }],
          NextMarker: String(page + 1),
        },
      }
    })
    const session = await doorSession()
    expect([...(await findFunctions(session, new Set(['fn0', 'fn2']), 9)).keys()]).toEqual(['fn0', 'fn2'])
    expect(calls).toHaveLength(3)
    expect([...(await findFunctions(session, new Set(['fn0', 'fn7']), 2)).keys()]).toEqual(['fn0'])
    expect(calls).toHaveLength(5)
  })
})
