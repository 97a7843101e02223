import { describe, expect, it } from 'vitest'
import { parseOutputs } from '../../src/cli/output-flag.ts'

const formats = ['human', 'json', 'ndjson']

describe('-o', () => {
  it.each([
    [[], false, [{ format: 'human', file: null }]],
    [['json'], false, [{ format: 'json', file: null }]],
    [[], true, [{ format: 'json', file: null }]],
    [
      ['human', 'json=report.json'],
      false,
      [
        { format: 'human', file: null },
        { format: 'json', file: 'report.json' },
      ],
    ],
    [['json=a=b'], false, [{ format: 'json', file: 'a=b' }]],
  ])('%j, --json %s', (values, json, expected) => {
    expect(parseOutputs(values, json, formats)).toEqual(expected)
  })
  it.each([
    [['yaml'], /no format "yaml"/],
    [['human', 'json'], /two formats on stdout/],
    [['json='], /the file after =/],
  ])('%j is a usage error', (values, message) => {
    expect(() => parseOutputs(values, false, formats)).toThrow(
      expect.objectContaining({ exit: 2, message: expect.stringMatching(message) }),
    )
  })
})
