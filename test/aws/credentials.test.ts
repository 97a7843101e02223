import { describe, expect, test } from 'vitest'
import { type Credentials, type CredentialsSource, credentialsProvider } from '../../src/aws/credentials.ts'

const minutes = (count: number) => count * 60_000

const setUp = (steps: readonly (number | Error | null)[]) => {
  let time = 0
  const stale: (string | null)[] = []
  const source: CredentialsSource = async (refused) => {
    const step = steps[Math.min(stale.length, steps.length - 1)]!
    stale.push(refused?.accessKeyId ?? null)
    if (step instanceof Error) throw step
    return { accessKeyId: `KEY${stale.length}`, secretAccessKey: 's', sessionToken: null, expiresAt: step }
  }
  const get = credentialsProvider(source, () => time)
  return { get, stale, at: (ms: number) => (time = ms) }
}
const id = async (keys: Promise<Credentials>) => (await keys).accessKeyId

describe('remembered credentials', () => {
  test('are asked for once, however many want them at a time', async () => {
    const { get, stale } = setUp([null])
    expect(await Promise.all([id(get()), id(get()), id(get())])).toEqual(['KEY1', 'KEY1', 'KEY1'])
    expect(await id(get())).toBe('KEY1')
    expect(stale).toHaveLength(1)
  })

  test.each([
    [minutes(54.9), 'KEY1'],
    [minutes(55.1), 'KEY2'],
    [minutes(61), 'KEY2'],
  ])('of an hour, after %d ms: %s', async (at, expected) => {
    const { get, at: set } = setUp([minutes(60), minutes(120)])
    await get()
    set(at)
    expect(await id(get())).toBe(expected)
  })

  test('where renewing fails, the old ones are used to their end and not beyond', async () => {
    const { get, at } = setUp([minutes(60), new Error('offline')])
    await get()
    at(minutes(58))
    expect(await id(get())).toBe('KEY1')
    at(minutes(60))
    await expect(get()).rejects.toThrow('offline')
  })

  test('a failure is not remembered', async () => {
    const { get } = setUp([new Error('offline'), null])
    await expect(get()).rejects.toThrow('offline')
    expect(await id(get())).toBe('KEY2')
  })

  test('refused ones are named to the source', async () => {
    const { get, stale } = setUp([null])
    await get()
    expect(await id(get({ fresh: true }))).toBe('KEY2')
    expect(stale).toEqual([null, 'KEY1'])
  })
})
