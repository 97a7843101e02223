// node count-tests.mjs REPORT EXIT_CODE: `passed failed skipped` of vitest's JSON report, then the name of each skipped test.
// A file that could not be loaded, or a run that failed without a failed test, counts as one failure.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const tests = report.testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ fullName, status }) => ({ name: `${relative(process.cwd(), name)}: ${fullName}`, status })),
)
const count = (...wanted) => tests.filter(({ status }) => wanted.includes(status)).length
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
)
const failed = count('failed') + broken.length
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
const silent = failed === 0 && process.argv[3] !== '0' ? 1 : 0

const lines = [
  `${count('passed')} ${failed + silent} ${skipped.length}`,
  ...skipped.map(({ name }) => `SKIPPED ${name}`),
  ...tests.filter(({ status }) => status === 'failed').map(({ name }) => `FAILED  ${name}`),
  ...broken.map(({ name, message }) => `FAILED  ${relative(process.cwd(), name)}: ${message}`),
  ...(silent ? [`FAILED  the test run itself, with exit code ${process.argv[3]}`] : []),
]
process.stdout.write(`${lines.join('\n')}\n`)
