import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isProblem } from '../../../src/domain/problem.ts'
import { criticalPath } from '../../../src/domain/trace/critical-path.ts'
import { flatten, spans } from '../../../src/domain/trace/flatten.ts'
import { graphOf } from '../../../src/domain/trace/graph.ts'
import { readTraceFile } from '../../../src/domain/trace/read-file.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { fixtures } from '../../support/fixtures.ts'
import { accountOf, type Told, told } from './account.ts'

const folders = ['xray/traces', 'xray/segments', 'xray/segments-raw', 'xray/responses', 'otel']

/** Files beside the traces that hold something else. */
const others = /ServiceGraph|appsignals|app-signals|datadog/

const values = (text: string): unknown[] => {
  try {
    return [JSON.parse(text)]
  } catch {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown)
  }
}

/** Ids whose parent, as the files have it, is folded into another span or missing: told by hand. */
const check = (trace: Trace, said: readonly Told[]): void => {
  const { shownAs, twice } = accountOf(trace)
  expect(twice).toEqual([])
  for (const span of spans(trace)) {
    const parents = said
      .filter(({ id }) => id === span.id)
      .map(({ parent }) => (parent === null ? null : (shownAs.get(parent) ?? null)))
    expect(parents).toContain(span.parentId)
  }
}

describe.each(folders)('%s', (folder) => {
  const path = fixtures(folder)
  const files = path === null ? [] : readdirSync(path)

  it.skipIf(path === null).each(files.length > 0 ? files : ['none'])('%s', (file) => {
    const text = readFileSync(join(path!, file), 'utf8')
    if (others.test(file)) {
      let problem: unknown
      try {
        readTraceFile(text)
      } catch (error) {
        problem = error
      }
      expect(isProblem(problem)).toBe(true)
      return
    }
    const traces = readTraceFile(text)
    const said = values(text).flatMap(told)
    expect(said.length).toBeGreaterThan(0)
    const shown = traces.flatMap((trace) =>
      [...accountOf(trace).shownAs.keys()].map((id) => `${trace.w3cId ?? trace.id} ${id}`),
    )
    expect(shown.toSorted()).toEqual([...new Set(said.map(({ traceId, id }) => `${traceId} ${id}`))].toSorted())
    for (const trace of traces) {
      check(
        trace,
        said.filter(({ traceId }) => traceId === (trace.w3cId ?? trace.id)),
      )
      expect(flatten(trace, { folded: new Set() }).filter(({ kind }) => kind === 'span')).toHaveLength(trace.spanCount)
      expect(criticalPath(trace).size).toBeLessThanOrEqual(trace.spanCount)
    }
    expect(graphOf(traces).nodes.length).toBeLessThanOrEqual(said.length)
  })
})

describe('real traces', () => {
  const file = (name: string) => fixtures(`xray/${name}`)
  const read = (name: string): Trace => readTraceFile(readFileSync(file(name)!, 'utf8'))[0]!
  const failed = 'traces/trace-1-64404ad9-6d57ad881ff49788478d7743.json'

  it.skipIf(file(failed) === null)('an error of a function that became a fault of its API', () => {
    const trace = read(failed)
    expect(trace.cause?.summary).toBe(
      'todo-list-app-dev-deleteTask failed: Error: Error while checking task existence (taskController.js:63)',
    )
    const all = [...spans(trace)]
    expect(all.map(({ name, status }) => [name, status])).toEqual([
      ['dev-todo-list-app/dev', 'fault'],
      ['Lambda', 'ok'],
      ['todo-list-app-dev-deleteTask', 'error'],
      ['Initialization', 'ok'],
      ['Invocation', 'error'],
      ['DynamoDB', 'ok'],
      ['Overhead', 'ok'],
    ])
    expect(all[2]).toMatchObject({ marks: ['cold-start'], mergedIds: ['42c55a110fc51738'] })
    expect(all[5]).toMatchObject({
      mergedIds: ['06667def0045bc80'],
      origin: 'AWS::DynamoDB::Table',
      resource: 'todo-list-tasks',
    })
  })

  const refused = 'traces/trace-1-643ef76d-088256fd5cddd763143da983.json'

  it.skipIf(file(refused) === null)('a call that failed and that its function handled', () => {
    expect(read(refused)).toMatchObject({
      status: 'ok',
      cause: {
        summary: expect.stringMatching(
          /^SES SendEmail in todo-list-app-dev-sendNotification failed: MessageRejected: .*\(handler\.js:63\)$/,
        ),
      },
    })
  })
})
