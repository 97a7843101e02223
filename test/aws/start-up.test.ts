import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('a first page with keys of the environment loads no part of the SDK, no proxy library, and no ESM node:http', async () => {
  const source = new URL('../../src/aws/', import.meta.url)
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) })
    const { createSession } = await import('${source}session.ts')
    const { jsonRequest } = await import('${source}request.ts')
    const transport = async () => ({ status: 200, headers: {}, body: '{"events":[]}' })
    const env = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    const session = await createSession({ env, wire: { transport } })
    await jsonRequest(session, { service: 'logs', target: 'Logs_20140328.FilterLogEvents', body: {} })
    process.stdout.write(JSON.stringify(loaded))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  const loaded = JSON.parse(stdout) as string[]
  expect(loaded.some((name) => name.endsWith('session.ts'))).toBe(true)
  expect(
    loaded.filter((name) => !name.startsWith('.') && !name.startsWith('file:') && !name.startsWith('node:')),
  ).toEqual([])
  expect(loaded.filter((name) => /^node:(https?|http2|tls|net)$/.test(name))).toEqual([])
})
