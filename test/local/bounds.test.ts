import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startCloud } from '../../src/local/start.ts'
import { root, sourceFiles } from '../support/sources.ts'

/** Lines of the `aws` CLI that the README promises: they work against `slsops demo serve`. */
const cliLines = [
  'cloudformation list-stacks',
  'cloudformation describe-stacks',
  'cloudformation list-stack-resources',
  'cloudformation describe-stack-resources',
  'cloudformation describe-stack-events',
  'cloudformation get-template',
  'cloudformation get-template-summary',
  'logs create-log-group',
  'logs create-log-stream',
  'logs delete-log-group',
  'logs put-log-events',
  'logs describe-log-groups',
  'logs describe-log-streams',
  'logs get-log-events',
  'logs filter-log-events',
  'logs start-query',
  'logs get-query-results',
  'logs stop-query',
  'lambda list-functions',
  'lambda get-function',
  'lambda get-function-configuration',
  'lambda list-aliases',
  'lambda list-event-source-mappings',
  'lambda invoke',
  'xray put-trace-segments',
]

const pascal = (line: string): string => {
  const [service, verb] = line.split(' ')
  return `${service}.${verb!.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`
}

const text = (files: readonly string[]): string =>
  files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
const shipped = [...sourceFiles('src'), ...sourceFiles('commands')]
const ofTheCloud = (file: string): boolean => file.startsWith('src/local/')

it('serves no operation that nothing calls: no command, no handler of the sample app, no promised line of the aws CLI', async () => {
  const cloud = await startCloud({ sample: false })
  await cloud.close()
  const promised = new Set(cliLines.map(pascal))
  const callers = text(shipped.filter((file) => !ofTheCloud(file) || file.startsWith('src/local/sample/')))
  const unused = cloud.operations.filter((name) => {
    const operation = name.split('.')[1]!
    const forms = [`${operation}Command`, `.${operation}'`, `operation: '${operation}'`]
    return !promised.has(name) && !forms.some((form) => callers.includes(form))
  })
  expect(cloud.operations.length).toBeGreaterThan(20)
  expect(unused).toEqual([])
})

it('stays small beside the product', () => {
  const lines = (files: readonly string[]) => text(files).split('\n').length
  expect(lines(shipped.filter(ofTheCloud)) / lines(shipped)).toBeLessThan(0.25)
})
