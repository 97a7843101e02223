import { expect, test } from 'vitest'
import { invocationWatch } from '../../../src/domain/log/invocation-watch.ts'
import { event } from './event.ts'

const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const report = (more = '', one = id) => event(`REPORT RequestId: ${one}\tDuration: 3 ms${more}`)

test("the report's own status wins; attempts of a request count from its failures", () => {
  const watch = invocationWatch()
  expect(watch(event('words'))).toBeNull()
  expect(watch(report('\tStatus: error'))).toEqual({ status: 'error', attempt: 1 })
  expect(watch(report('\tStatus: timeout'))).toEqual({ status: 'timeout', attempt: 2 })
  expect(watch(report())).toEqual({ status: 'success', attempt: 3 })
  expect(watch(report('', 'other'))).toEqual({ status: 'success', attempt: 1 })
})

test.each([
  [`2026-10-28T17:57:55.123Z ${id} Task timed out after 3.00 seconds\n`, 'timeout'],
  [`RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`, 'failure'],
  [`2026-10-28T17:57:55.123Z\t${id}\tERROR\tInvoke Error \t{"errorType":"E","errorMessage":"m"}\n`, 'error'],
  ["[ERROR] KeyError: 'a'\rTraceback (most recent call last):\r  File", 'error'],
  [`2026-10-28T17:57:55.123Z\t${id}\tERROR\tcaught and logged\n`, 'success'],
])('a report without a status ends as the lines before it say: %j', (message, status) => {
  const watch = invocationWatch()
  watch(event(message))
  expect(watch(report())?.status).toBe(status)
  expect(watch(report('', 'next'))?.status).toBe('success')
})

test("another stream's failure, and one before a new START, say nothing", () => {
  const watch = invocationWatch()
  const timeout = `2026-10-28T17:57:55.123Z ${id} Task timed out after 3.00 seconds\n`
  watch(event(timeout, { stream: 'other' }))
  expect(watch(report())?.status).toBe('success')
  watch(event(timeout))
  watch(event('START RequestId: next Version: 1\n'))
  expect(watch(report())?.status).toBe('success')
})

test('memory is bounded', () => {
  const watch = invocationWatch(3)
  for (let at = 0; at < 10; at++) watch(report('\tStatus: error', `r${at}`))
  expect(watch(report('\tStatus: error', 'r9'))?.attempt).toBe(2)
  expect(watch(report('\tStatus: error', 'r0'))?.attempt).toBe(1)
})
