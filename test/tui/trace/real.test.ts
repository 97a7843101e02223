import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { readTraceFile } from '../../../src/domain/trace/read-file.ts'
import type { Trace } from '../../../src/domain/trace/trace.ts'
import { frame } from '../../../src/tui/trace/frame.ts'
import { paint } from '../../../src/tui/trace/line.ts'
import { fixtures } from '../../support/fixtures.ts'
import { opened, press } from './sample.ts'

const folders = ['xray/traces', 'xray/responses', 'xray/segments', 'otel']
const present = folders.map((folder) => fixtures(folder))

const tracesOf = (file: string): readonly Trace[] => {
  try {
    return readTraceFile(readFileSync(file, 'utf8'))
  } catch {
    // Not each file of these folders holds traces.
    return []
  }
}

describe.skipIf(present.includes(null))('traces of the real world', () => {
  const files = present.flatMap((folder) =>
    folder === null ? [] : readdirSync(folder).map((name) => join(folder, name)),
  )
  const traces = files.flatMap(tracesOf)
  it('are there', () => expect(traces.length).toBeGreaterThan(20))
  it('are drawn on each screen, line by line as wide as it is', () => {
    for (const trace of traces) {
      for (const [columns, rows] of [
        [60, 15],
        [160, 50],
      ] as const) {
        for (const keys of ['g', '2', '3', '5', 'c', '[', '] G z', 'e e n']) {
          const lines = frame(press(opened(trace, { columns, rows }), keys).model)
          expect(lines.length).toBe(rows - 1)
          for (const line of lines) expect([trace.id, stringWidth(paint(line, false))]).toEqual([trace.id, columns])
        }
      }
    }
  })
})
