import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ciGuard } from '../../src/output/ci-commands.ts'

const guard = ciGuard({ GITHUB_ACTIONS: 'true' })!

test('only a runner needs it', () => {
  expect(ciGuard({})).toBeNull()
  expect(ciGuard({ TF_BUILD: '' })).toBeNull()
  expect(ciGuard({ TF_BUILD: 'True' })).not.toBeNull()
  expect(ciGuard({ TEAMCITY_VERSION: '2026.1' })).not.toBeNull()
})

describe('text', () => {
  test.each([
    ['::set-env name=A::b', '\\::set-env name=A::b'],
    ['  \t::error::x', '  \t\\::error::x'],
    ['\u00a0\u0085::error::x', '\u00a0\u0085\\::error::x'],
    ['\u001b[2m::error::x', '\u001b[2m\\::error::x'],
    ['words\n::error::x\r::error::y\r\n ::error::z', 'words\n\\::error::x\r\\::error::y\r\n \\::error::z'],
    ['a ##vso[task.setvariable variable=x]y', 'a #\\#vso[task.setvariable variable=x]y'],
    ['##[error]x', '#\\#[error]x'],
    ['###[error]x', '##\\#[error]x'],
    ["##teamcity[testFailed name='x']", "#\\#teamcity[testFailed name='x']"],
    ['std::vector and a :: b', 'std::vector and a :: b'],
    ['## a heading', '## a heading'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(guard.text(text)).toBe(expected)
  })

  // How the runners read a line. (actions/runner ActionCommand.cs: TrimStart, StartsWith "::", IndexOf "##["; azure-pipelines-agent: IndexOf "##vso[".)
  const isCommand = (line: string): boolean =>
    line.replace(/^[\s\u0085]+/, '').startsWith('::') || /##\[|##vso\[|##teamcity\[/i.test(line)
  const piece = fc.constantFrom(
    '::',
    ':',
    '##',
    '#',
    '[',
    'vso[',
    'teamcity[',
    ' ',
    '\t',
    '\n',
    '\r',
    '\u0085',
    '\u00a0',
    '\u000b',
    'x',
    '\\',
    '\u001b[0m',
    '\u0000',
  )
  const text = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(''))

  test('no line is a command any more, and only backslashes were added', () => {
    fc.assert(
      fc.property(text, (before) => {
        const after = guard.text(before)
        expect(after.split(/[\n\r]/).filter(isCommand)).toEqual([])
        expect(after.replaceAll('\\', '')).toBe(before.replaceAll('\\', ''))
      }),
      { numRuns: 2000 },
    )
  })

  test('JSON parses to the same, and holds no command', () => {
    fc.assert(
      fc.property(text, (value) => {
        const json = guard.json(JSON.stringify({ value, [value]: 1 }))
        expect(isCommand(json)).toBe(false)
        expect(JSON.parse(json)).toEqual({ value, [value]: 1 })
      }),
    )
  })

  test('a long run of blanks is walked once', () => {
    const begin = performance.now()
    guard.text(`${'\t \u000b'.repeat(100_000)}x::`)
    guard.text(`${'\n'.repeat(300_000)}x::`)
    expect(performance.now() - begin).toBeLessThan(500)
  })
})
